package io.pleura.alerting.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.alerting.triage.Alert;
import io.pleura.alerting.triage.Laterality;
import io.pleura.alerting.triage.Scenario;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertViewTest {

    /// Who acknowledged the left side is called back because of the right one.
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            image 1 0.9 LEFT                                       | LEFT      | true
            image 1 0.9 LEFT, image 2 0.7 LEFT                     | LEFT      | true
            image 1 0.9 LEFT, image 2 0.7 RIGHT                    | BILATERAL | true
            image 1 0.9 LEFT, ack a, image 2 0.7 RIGHT             | BILATERAL | true
            image 1 0.9 LEFT, ack a, image 2 0.7 RIGHT unstated    | BILATERAL | false
            image 1 0.9 UNDETERMINED, dismiss a, image 2 0.7 RIGHT | RIGHT     | true
            """)
    void namesEverySideAndNotOnlyThatOfTheHighestScore(String story, Laterality sides, boolean stated) {
        Alert alert = Scenario.play(story).alert();

        AlertView row = AlertView.of(alert);

        assertThat(row.sides()).isEqualTo(sides);
        assertThat(row.sidesStated()).isEqualTo(stated);
        assertThat(row.score()).isEqualTo(0.9f);
        assertThat(row.laterality()).isEqualTo(alert.lead().laterality());
    }
}
