package io.pleura.alerting.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.alerting.triage.Alert;
import io.pleura.alerting.triage.Laterality;
import io.pleura.alerting.triage.Scenario;
import io.pleura.alerting.triage.StoriesOfSides;
import java.net.URI;

class NotificationTest {

    @StoriesOfSides
    void namesEverySideAndNotOnlyThatOfTheHighestScore(String story, Laterality sides, boolean stated) {
        Alert alert = Scenario.play(story).alert();

        Notification told = Notification.of(alert, URI.create("https://pleura.example/"), "Not a medical device.");

        assertThat(told.sides()).isEqualTo(sides);
        assertThat(told.sidesStated()).isEqualTo(stated);
        assertThat(told.score()).isEqualTo(0.9f);
        assertThat(told.laterality()).isEqualTo(alert.lead().laterality());
    }
}
