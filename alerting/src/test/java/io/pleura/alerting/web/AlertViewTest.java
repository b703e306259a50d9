package io.pleura.alerting.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.alerting.triage.Alert;
import io.pleura.alerting.triage.Laterality;
import io.pleura.alerting.triage.Scenario;
import io.pleura.alerting.triage.StoriesOfSides;

class AlertViewTest {

    @StoriesOfSides
    void namesEverySideAndNotOnlyThatOfTheHighestScore(String story, Laterality sides, boolean stated) {
        Alert alert = Scenario.play(story).alert();

        AlertView row = AlertView.of(alert);

        assertThat(row.sides()).isEqualTo(sides);
        assertThat(row.sidesStated()).isEqualTo(stated);
        assertThat(row.score()).isEqualTo(0.9f);
        assertThat(row.laterality()).isEqualTo(alert.lead().laterality());
    }
}
