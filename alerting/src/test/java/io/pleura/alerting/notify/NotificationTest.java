package io.pleura.alerting.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.alerting.triage.Alert;
import io.pleura.alerting.triage.Laterality;
import io.pleura.alerting.triage.Scenario;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotificationTest {

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

        Notification told = Notification.of(alert, URI.create("https://pleura.example/"), "Not a medical device.");

        assertThat(told.sides()).isEqualTo(sides);
        assertThat(told.sidesStated()).isEqualTo(stated);
        assertThat(told.score()).isEqualTo(0.9f);
        assertThat(told.laterality()).isEqualTo(alert.lead().laterality());
    }
}
