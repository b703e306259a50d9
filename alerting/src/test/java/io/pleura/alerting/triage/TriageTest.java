package io.pleura.alerting.triage;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.alerting.Samples;
import io.pleura.alerting.triage.Decision.Changed;
import io.pleura.alerting.triage.Decision.Ignored;
import io.pleura.alerting.triage.Decision.Output;
import io.pleura.alerting.triage.TriageEvent.ActionTaken;
import io.pleura.alerting.triage.TriageEvent.EscalationDue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TriageTest {

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
            image 1 0.9 LEFT                                                   | NEW RAISED v1 ROUTINE level 0 due 1800
            image 1 0.9 LEFT stat                                              | NEW RAISED v1 STAT level 0 due 300
            image 1 0.2 UNDETERMINED                                           | none NEGATIVE_SCORE
            image 1 0.9 LEFT, image 1 0.9 LEFT                                 | NEW RAISED v1 ROUTINE level 0 due 1800 IMAGE_ALREADY_COUNTED
            image 1 0.9 LEFT, image 2 0.2 UNDETERMINED                         | NEW RAISED v1 ROUTINE level 0 due 1800 NEGATIVE_SCORE
            image 1 0.9 LEFT, image 2 0.2 UNDETERMINED stat                    | NEW RAISED v1 ROUTINE level 0 due 1800 NEGATIVE_SCORE
            image 1 0.9 LEFT, image 2 0.8 RIGHT                                | NEW IMAGE_ADDED v2 ROUTINE level 0 due 1800
            image 1 0.9 LEFT, image 2 0.8 RIGHT stat                           | NEW IMAGE_ADDED v2 STAT level 0 due 300
            image 1 0.9 LEFT stat, wait 60, image 2 0.8 LEFT                   | NEW IMAGE_ADDED v2 STAT level 0 due 300
            image 1 0.9 LEFT, wait 1790, image 2 0.8 LEFT stat                 | NEW IMAGE_ADDED v2 STAT level 0 due 1800
            image 1 0.9 LEFT, ack a                                            | ACKNOWLEDGED ACKNOWLEDGED v2 ROUTINE level 0 due never
            image 1 0.9 LEFT, ack a, ack a                                     | ACKNOWLEDGED ACKNOWLEDGED v2 ROUTINE level 0 due never ACTION_ALREADY_APPLIED
            image 1 0.9 LEFT, ack a, ack b                                     | ACKNOWLEDGED ACKNOWLEDGED v2 ROUTINE level 0 due never ALREADY_IN_STATE
            image 1 0.9 LEFT, ack a, dismiss b                                 | DISMISSED DISMISSED v3 ROUTINE level 0 due never
            image 1 0.9 LEFT, dismiss a                                        | DISMISSED DISMISSED v2 ROUTINE level 0 due never
            image 1 0.9 LEFT, dismiss a, dismiss b                             | DISMISSED DISMISSED v2 ROUTINE level 0 due never ALREADY_IN_STATE
            image 1 0.9 LEFT, dismiss a, ack b                                 | ACKNOWLEDGED ACKNOWLEDGED v3 ROUTINE level 0 due never
            image 1 0.9 LEFT, dismiss a, ack b, dismiss a                      | ACKNOWLEDGED ACKNOWLEDGED v3 ROUTINE level 0 due never ACTION_ALREADY_APPLIED
            image 1 0.9 LEFT, dismiss-without-reason a                         | NEW RAISED v1 ROUTINE level 0 due 1800 REASON_MISSING
            image 1 0.9 LEFT, comment a                                        | NEW COMMENTED v2 ROUTINE level 0 due 1800
            image 1 0.9 LEFT, ack a, image 2 0.95 LEFT                         | ACKNOWLEDGED IMAGE_ADDED v3 ROUTINE level 0 due never
            image 1 0.9 LEFT, ack a, image 2 0.7 RIGHT                         | NEW REOPENED v3 ROUTINE level 0 due 1800
            image 1 0.9 LEFT, ack a, image 2 0.7 BILATERAL stat                | NEW REOPENED v3 STAT level 0 due 300
            image 1 0.9 BILATERAL, ack a, image 2 0.7 RIGHT                    | ACKNOWLEDGED IMAGE_ADDED v3 ROUTINE level 0 due never
            image 1 0.9 UNDETERMINED, ack a, image 2 0.7 RIGHT                 | ACKNOWLEDGED IMAGE_ADDED v3 ROUTINE level 0 due never
            image 1 0.9 LEFT, dismiss a, image 2 0.6 LEFT                      | NEW REOPENED v3 ROUTINE level 0 due 1800
            image 1 0.9 LEFT, dismiss a, image 1 0.9 LEFT                      | DISMISSED DISMISSED v2 ROUTINE level 0 due never IMAGE_ALREADY_COUNTED
            image 1 0.9 LEFT, dismiss a, image 2 0.1 LEFT                      | DISMISSED DISMISSED v2 ROUTINE level 0 due never NEGATIVE_SCORE
            image 1 0.9 LEFT stat, due                                         | NEW ESCALATED v2 STAT level 1 due 900
            image 1 0.9 LEFT stat, due, due                                    | NEW ESCALATED v3 STAT level 2 due 1500
            image 1 0.9 LEFT stat, due, due, due, due                          | NEW ESCALATED v5 STAT level 4 due never
            image 1 0.9 LEFT stat, due, ack a                                  | ACKNOWLEDGED ACKNOWLEDGED v3 STAT level 1 due never
            image 1 0.9 LEFT stat, due, dismiss a, image 2 0.8 LEFT            | NEW REOPENED v4 STAT level 0 due 600
            image 1 0.9 LEFT, image 2 0.8 LEFT, dismiss a seen 1               | NEW IMAGE_ADDED v2 ROUTINE level 0 due 1800 VIEW_OUTDATED
            image 1 0.9 LEFT, image 2 0.8 LEFT, ack a seen 1                   | NEW IMAGE_ADDED v2 ROUTINE level 0 due 1800 VIEW_OUTDATED
            image 1 0.9 LEFT, image 2 0.8 LEFT, dismiss a seen 1, dismiss b seen 2 | DISMISSED DISMISSED v3 ROUTINE level 0 due never
            image 1 0.9 LEFT, comment a, dismiss b seen 1                      | DISMISSED DISMISSED v3 ROUTINE level 0 due never
            image 1 0.9 LEFT stat, due, ack a seen 1                           | ACKNOWLEDGED ACKNOWLEDGED v3 STAT level 1 due never
            image 1 0.9 LEFT, dismiss a, image 2 0.8 LEFT, ack b seen 2        | NEW REOPENED v3 ROUTINE level 0 due 1800 VIEW_OUTDATED
            ack a                                                              | none NO_SUCH_ALERT
            image 1 0.9 LEFT stat, ack a, wait 60, return b                    | NEW RETURNED v3 STAT level 0 due 360
            image 1 0.9 LEFT, dismiss a, return b                              | NEW RETURNED v3 ROUTINE level 0 due 1800
            image 1 0.9 LEFT, return a                                         | NEW RAISED v1 ROUTINE level 0 due 1800 ALREADY_IN_STATE
            image 1 0.9 LEFT, ack a, return b, return c                        | NEW RETURNED v3 ROUTINE level 0 due 1800 ALREADY_IN_STATE
            image 1 0.9 LEFT, ack a, return b, ack c, return b                 | ACKNOWLEDGED ACKNOWLEDGED v4 ROUTINE level 0 due never ACTION_ALREADY_APPLIED
            image 1 0.9 LEFT, ack a, return b, dismiss c                       | DISMISSED DISMISSED v4 ROUTINE level 0 due never
            image 1 0.9 LEFT, ack a, image 2 0.8 LEFT, return b seen 2         | NEW RETURNED v4 ROUTINE level 0 due 1800
            image 1 0.9 LEFT, ack a, return b, image 2 0.8 RIGHT, ack c seen 3 | NEW IMAGE_ADDED v4 ROUTINE level 0 due 1800 VIEW_OUTDATED
            image 1 0.9 LEFT stat, due, due, ack a, return b                   | NEW RETURNED v5 STAT level 2 due 1500
            image 1 0.9 LEFT stat, due, due, due, due, ack a, return b         | NEW RETURNED v7 STAT level 3 due 2700
            image 1 0.9 LEFT stat, ack a, return b, due                        | NEW ESCALATED v4 STAT level 1 due 900
            return a                                                           | none NO_SUCH_ALERT
            """)
    void followsTheRules(String scenario, String expected) {
        assertThat(Scenario.play(scenario).told()).isEqualTo(expected);
    }

    @Test
    void highestScoreLeadsWhateverTheOrder() {
        Alert alert = Scenario.play("image 1 0.7 LEFT, image 2 0.95 RIGHT, image 3 0.8 LEFT")
                .alert();
        assertThat(alert.images())
                .extracting(finding -> finding.image().value())
                .containsExactly("2", "3", "1");
        assertThat(alert.lead().laterality()).isEqualTo(Laterality.RIGHT);
    }

    /// No side is no statement about sides, and one that may be wrong makes all of them doubtful.
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            image 1 0.9 LEFT                                               | true
            image 1 0.9 LEFT unstated                                      | false
            image 1 0.9 LEFT unnoted                                       | -
            image 1 0.9 UNDETERMINED                                       | -
            image 1 0.9 LEFT, image 2 0.8 UNDETERMINED unstated            | true
            image 1 0.9 LEFT, image 2 0.8 RIGHT unstated                   | false
            image 1 0.9 LEFT, image 2 0.8 RIGHT unnoted                    | -
            image 1 0.9 LEFT unnoted, image 2 0.8 RIGHT unstated           | false
            """)
    void saysWhetherTheFilesStateTheSidesThatItNames(String scenario, @Nullable Boolean stated) {
        assertThat(Scenario.play(scenario).alert().sidesStated()).isEqualTo(stated);
    }

    @Test
    void escalatesAndRecordsItForTheAudit() {
        Scenario scenario = Scenario.play("image 1 0.9 LEFT stat");
        Instant due = Samples.NOON.plusSeconds(300);
        Changed escalated = (Changed) scenario.decide(new EscalationDue(Scenario.STUDY, due), due);
        assertThat(escalated.outputs()).hasSize(2).first().isEqualTo(new Output.Publish(scenario.alert()));
        ActionTaken audit = ((Output.Audit) escalated.outputs().get(1)).action();
        assertThat(audit)
                .isEqualTo(
                        new ActionTaken(audit.id(), Scenario.STUDY, Action.ESCALATE, "system", "level 1", null, due));
    }

    @Test
    void namesAnEscalationTheSameEachTimeItIsDecided() {
        Instant due = Samples.NOON.plusSeconds(300);
        EscalationDue event = new EscalationDue(Scenario.STUDY, due);
        Decision first = Scenario.play("image 1 0.9 LEFT stat").decide(event, due);
        Decision again = Scenario.play("image 1 0.9 LEFT stat").decide(event, due);
        assertThat(again).isEqualTo(first);
    }

    @Test
    void ignoresItsOwnRecordOfAnEscalation() {
        Scenario scenario = Scenario.play("image 1 0.9 LEFT stat");
        ActionTaken own =
                new ActionTaken("x", Scenario.STUDY, Action.ESCALATE, "system", "level 1", null, Samples.NOON);
        assertThat(scenario.decide(own, Samples.NOON)).isEqualTo(new Ignored(Decision.Reason.OWN_RECORD));
    }

    @ParameterizedTest
    @CsvSource({"299, 300", "300, 299", "301, 301"})
    void doesNotEscalateBeforeOrBesideTheDueTime(long nowSeconds, long dueSeconds) {
        EscalationDue event = new EscalationDue(Scenario.STUDY, Samples.NOON.plusSeconds(dueSeconds));
        assertThat(Scenario.play("image 1 0.9 LEFT stat").decide(event, Samples.NOON.plusSeconds(nowSeconds)))
                .isEqualTo(new Ignored(Decision.Reason.NO_LONGER_DUE));
    }

    @Test
    void keepsTheSixteenHighestImagesAndAHundredSteps() {
        Scenario scenario = Scenario.play("image 1000 0.5 LEFT");
        for (int image = 0; image < 120; image++) {
            scenario.step("image 2." + image + " 0." + (600 + image) + " LEFT");
        }
        Alert alert = scenario.alert();
        assertThat(alert.images()).hasSize(16);
        assertThat(alert.lead().score()).isEqualTo(0.719f);
        assertThat(alert.history()).hasSize(100);
        assertThat(alert.version()).isEqualTo(121);
    }

    /// It reopened the alert, and would be the seventeenth.
    @Test
    void keepsTheOneImageThatShowsTheOtherSideHoweverLowItsScore() {
        Scenario scenario = Scenario.play("image 1000 0.9 LEFT");
        for (int image = 0; image < 15; image++) {
            scenario.step("image 2." + image + " 0." + (810 + image) + " LEFT");
        }
        scenario.step("ack a");
        scenario.step("image 3 0.7 RIGHT");
        assertThat(scenario.told()).startsWith("NEW REOPENED");
        scenario.step("image 4 0.95 LEFT");
        Alert alert = scenario.alert();
        assertThat(alert.sides()).isEqualTo(Laterality.BILATERAL);
        assertThat(alert.images()).hasSize(16);
        assertThat(alert.lead().score()).isEqualTo(0.95f);
        assertThat(alert.images().getLast().image().value()).isEqualTo("3");
    }

    /// The history keeps a hundred steps, and the second radiograph is none of them any more.
    @Test
    void remembersThatARadiographCameLongerThanItsHistoryReaches() {
        Scenario scenario = Scenario.play("image 1 0.9 LEFT, image 2 0.8 RIGHT");
        for (int comment = 0; comment < 100; comment++) {
            scenario.step("comment c" + comment);
        }
        scenario.step("dismiss a seen 1");
        assertThat(scenario.told()).endsWith("VIEW_OUTDATED");
        scenario.step("dismiss b seen 2");
        assertThat(scenario.told()).startsWith("DISMISSED");
    }

    @Test
    void waitingCountsFromTheFirstPositiveImage() {
        assertThat(Scenario.play("image 1 0.7 LEFT, wait 60, image 2 0.9 LEFT")
                        .alert()
                        .receivedAt())
                .isEqualTo(Samples.NOON.minusSeconds(4));
    }
}
