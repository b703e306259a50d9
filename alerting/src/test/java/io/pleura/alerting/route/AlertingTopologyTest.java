package io.pleura.alerting.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.alerting.NewerSchema;
import io.pleura.alerting.ScoreEvents;
import io.pleura.events.ActionKind;
import io.pleura.events.AlertAction;
import io.pleura.events.AlertChanged;
import io.pleura.schemas.EventSerde;
import io.pleura.schemas.RecordPlace;
import io.pleura.schemas.Topic;
import io.pleura.schemas.UnknownSchemaException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlertingTopologyTest {

    private static final Path GOLDEN = Path.of("src/test/resources/topology.txt");

    @SuppressWarnings("NullAway.Init")
    private TopologyRun run;

    @BeforeEach
    void start(@TempDir Path state) {
        run = new TopologyRun(state);
    }

    @AfterEach
    void stop() {
        run.close();
    }

    @Test
    void raisesOneAlertForAStudyHoweverManyImages() {
        run.score("1.2.3", "1.2.3.1", 0.8, "ROUTINE");
        run.score("1.2.3", "1.2.3.2", 0.9, "STAT");
        run.score("1.2.3", "1.2.3.1", 0.8, "ROUTINE");
        run.score("1.2.4", "1.2.4.1", 0.1, "STAT");
        assertThat(run.alerts()).containsExactly("1.2.3 v1 RAISED ROUTINE 0.8", "1.2.3 v2 IMAGE_ADDED STAT 0.9");
        assertThat(run.count("ignored", "reason", "image_already_counted")).isEqualTo(1);
        assertThat(run.count("ignored", "reason", "negative_score")).isEqualTo(1);
    }

    @Test
    void escalatesAtTheDueTimeAndNotASecondBefore() {
        run.score("1.2.3", "1.2.3.1", 0.8, "STAT");
        run.alerts();
        run.advance(Duration.ofSeconds(299));
        assertThat(run.alerts()).isEmpty();
        run.advance(Duration.ofSeconds(1));
        assertThat(run.alerts()).containsExactly("1.2.3 v2 ESCALATED STAT 0.8");
        run.advance(Duration.ofMinutes(10));
        assertThat(run.alerts()).containsExactly("1.2.3 v3 ESCALATED STAT 0.8");
    }

    @Test
    void writesEachEscalationToTheAuditAndIgnoresItThere() {
        run.score("1.2.3", "1.2.3.1", 0.8, "STAT");
        run.advance(Duration.ofMinutes(5));
        List<AlertAction> audit = run.read(Topic.ALERT_ACTIONS);
        assertThat(audit).extracting(AlertAction::getAction).containsExactly(ActionKind.ESCALATE);
        assertThat(audit).extracting(AlertAction::getBy).containsExactly("system");
        assertThat(run.count("ignored", "reason", "own_record")).isEqualTo(1);
    }

    @Test
    void doesNotEscalateWhatWasAcknowledged() {
        run.score("1.2.3", "1.2.3.1", 0.8, "STAT");
        run.acknowledge("1.2.3");
        run.advance(Duration.ofHours(1));
        assertThat(run.alerts()).containsExactly("1.2.3 v1 RAISED STAT 0.8", "1.2.3 v2 ACKNOWLEDGED STAT 0.8");
    }

    @Test
    void escalatesEachStudyAtItsOwnTime() {
        run.score("1.2.3", "1.2.3.1", 0.8, "ROUTINE");
        run.score("1.2.4", "1.2.4.1", 0.8, "STAT");
        run.advance(Duration.ofMinutes(4));
        run.score("1.2.5", "1.2.5.1", 0.8, "STAT");
        run.alerts();
        run.advance(Duration.ofMinutes(1));
        assertThat(run.alerts()).containsExactly("1.2.4 v2 ESCALATED STAT 0.8");
        run.advance(Duration.ofMinutes(4));
        assertThat(run.alerts()).containsExactly("1.2.5 v2 ESCALATED STAT 0.8");
    }

    @Test
    void escalatesAfterARestartWhatBecameDueMeanwhile() {
        run.score("1.2.3", "1.2.3.1", 0.8, "STAT");
        run.alerts();
        run.restart(Duration.ofHours(2));
        run.advance(Duration.ofSeconds(5));
        assertThat(run.alerts()).containsExactly("1.2.3 v2 ESCALATED STAT 0.8");
        run.score("1.2.3", "1.2.3.1", 0.8, "STAT");
        assertThat(run.alerts()).isEmpty();
    }

    /// Whoever acts while triage stands still is told that it is recorded, and it is; so nobody may be paged for it.
    @Test
    void readsAfterARestartWhatPeopleDidMeanwhileBeforeItEscalates() {
        run.score("1.2.3", "1.2.3.1", 0.8, "STAT");
        run.alerts();
        run.restart(Duration.ofMinutes(10));
        run.score("1.2.4", "1.2.4.1", 0.1, "STAT");
        run.advance(Duration.ofSeconds(4));
        run.acknowledge("1.2.3");
        run.advance(Duration.ofHours(1));
        assertThat(run.alerts()).containsExactly("1.2.3 v2 ACKNOWLEDGED STAT 0.8");
    }

    /// A backlog of scores that takes half a minute, and what people did behind it.
    @Test
    void readsWholeBacklogAfterARestartBeforeItEscalates() {
        run.score("1.2.3", "1.2.3.1", 0.8, "STAT");
        run.score("1.2.4", "1.2.4.1", 0.8, "STAT");
        run.alerts();
        run.restart(Duration.ofMinutes(10));
        run.sendsWhatIsOld(Duration.ofMinutes(5));
        for (int second = 0; second < 30; second += 3) {
            run.score("1.2.5", "1.2.5.1", 0.1, "STAT");
            run.advance(Duration.ofSeconds(3));
        }
        run.acknowledge("1.2.3");
        run.advance(Duration.ofSeconds(4));
        assertThat(run.alerts()).containsExactly("1.2.3 v2 ACKNOWLEDGED STAT 0.8");
        run.advance(Duration.ofSeconds(1));
        assertThat(run.alerts()).containsExactly("1.2.4 v2 ESCALATED STAT 0.8");
    }

    @Test
    void escalatesAMinuteAfterARestartHoweverMuchIsStillToBeRead() {
        run.score("1.2.3", "1.2.3.1", 0.8, "STAT");
        run.alerts();
        run.restart(Duration.ofHours(1));
        run.sendsWhatIsOld(Duration.ofMinutes(30));
        for (int second = 0; second < 59; second++) {
            run.score("1.2.5", "1.2.5.1", 0.1, "STAT");
            run.advance(Duration.ofSeconds(1));
        }
        assertThat(run.alerts()).isEmpty();
        run.score("1.2.5", "1.2.5.1", 0.1, "STAT");
        run.advance(Duration.ofSeconds(1));
        assertThat(run.alerts()).containsExactly("1.2.3 v2 ESCALATED STAT 0.8");
    }

    /// What comes while it runs is no backlog, and holds nothing up.
    @Test
    void escalatesFiveSecondsAfterARestartWhileNewScoresCome() {
        run.score("1.2.3", "1.2.3.1", 0.8, "STAT");
        run.alerts();
        run.restart(Duration.ofMinutes(10));
        for (int second = 0; second < 5; second++) {
            run.score("1.2.5", "1.2.5.1", 0.1, "STAT");
            run.advance(Duration.ofSeconds(1));
        }
        assertThat(run.alerts()).containsExactly("1.2.3 v2 ESCALATED STAT 0.8");
    }

    /// By the time that only goes on: no clock that jumps makes it last.
    @ParameterizedTest
    @ValueSource(strings = {"PT-1H", "PT0S", "PT1H"})
    void holdsItsFirstEscalationsBackForFiveSecondsAndNoLonger(Duration jump) {
        run.score("1.2.3", "1.2.3.1", 0.8, "STAT");
        run.alerts();
        run.restart(Duration.ofMinutes(10));
        run.setBack(jump);
        run.advance(Duration.ofSeconds(4));
        assertThat(run.alerts()).isEmpty();
        run.advance(Duration.ofSeconds(1));
        assertThat(run.alerts()).containsExactly("1.2.3 v2 ESCALATED STAT 0.8");
    }

    /// Nobody knows any more how long they have waited, and no event need come to their partition for hours.
    @Test
    void escalatesWithoutAnyEventWhenTheClockWentBack() {
        run.score("1.2.3", "1.2.3.1", 0.8, "STAT");
        run.score("1.2.4", "1.2.4.1", 0.8, "ROUTINE");
        run.advance(Duration.ofSeconds(10));
        run.alerts();
        run.setBack(Duration.ofHours(1));
        run.advance(Duration.ofSeconds(1));
        assertThat(run.alerts()).containsExactly("1.2.3 v2 ESCALATED STAT 0.8", "1.2.4 v2 ESCALATED ROUTINE 0.8");
        run.advance(Duration.ofSeconds(599));
        assertThat(run.alerts()).as("once").isEmpty();
    }

    @Test
    void writesTheTimeOfTheClockAndNotThatOfTheTicks() {
        run.score("1.2.3", "1.2.3.1", 0.8, "STAT");
        run.advance(Duration.ofSeconds(10));
        run.setBack(Duration.ofHours(1));
        run.advance(Duration.ofSeconds(1));
        assertThat(run.read(Topic.ALERTS))
                .extracting(AlertChanged::getChangedAt)
                .containsExactly(
                        TopologyRun.START,
                        TopologyRun.START.minus(Duration.ofHours(1)).plusSeconds(11));
    }

    @Test
    void escalatesAfterARestartWithAnEarlierClock() {
        run.score("1.2.3", "1.2.3.1", 0.8, "STAT");
        run.alerts();
        run.restart(Duration.ofHours(-1));
        run.advance(Duration.ofSeconds(5));
        assertThat(run.alerts()).containsExactly("1.2.3 v2 ESCALATED STAT 0.8");
        run.advance(Duration.ofMinutes(10));
        assertThat(run.alerts()).containsExactly("1.2.3 v3 ESCALATED STAT 0.8");
    }

    @Test
    void waitsAtMostTwiceWhenTheClockWentBackALittle() {
        run.score("1.2.3", "1.2.3.1", 0.8, "STAT");
        run.alerts();
        run.advance(Duration.ofMinutes(4));
        run.restart(Duration.ofMinutes(-4));
        run.advance(Duration.ofSeconds(299));
        assertThat(run.alerts()).isEmpty();
        run.advance(Duration.ofSeconds(1));
        assertThat(run.alerts()).containsExactly("1.2.3 v2 ESCALATED STAT 0.8");
    }

    @Test
    void passesOverWhatIsNoEventAndCountsIt() {
        run.bytes(Topic.SCORES, "1.2.3", "not an event".getBytes(StandardCharsets.UTF_8));
        run.send(Topic.SCORES, "9.9.9", ScoreEvents.scored("1.2.3", "1.2.3.1", 0.8, "STAT", TopologyRun.START));
        run.send(Topic.SCORES, "1.2.3", ScoreEvents.scored("1.2.3", "no uid", 0.8, "STAT", TopologyRun.START));
        run.score("1.2.3", "1.2.3.1", 0.8, "STAT");
        assertThat(run.alerts()).containsExactly("1.2.3 v1 RAISED STAT 0.8");
        assertThat(run.count("unreadable.records", "reader", "triage")).isEqualTo(3);
    }

    @ParameterizedTest
    @MethodSource("sourcesOfTriage")
    void failsBeforeAnEventOfANewerSchemaSoThatItIsNotCommitted(Topic<?> topic) {
        byte[] newer = NewerSchema.of(EventSerde.of(Topic.SCORES)
                .toBytes(ScoreEvents.scored("1.2.3", "1.2.3.1", 0.8, "STAT", TopologyRun.START)));
        assertThatThrownBy(() -> run.bytes(topic, "1.2.3", newer))
                .isInstanceOf(StreamsException.class)
                .hasCauseInstanceOf(UnknownSchemaException.class);
        assertThat(run.count("unreadable.records", "reader", "triage")).isZero();
        assertThat(run.waitsAt()).contains(topic.name() + "-0@0");
    }

    @Test
    void passesOverAnEventOfAnUnknownSchemaThatTheSiteHasGivenUpAndCountsIt(@TempDir Path other) {
        byte[] newer = NewerSchema.of(EventSerde.of(Topic.SCORES)
                .toBytes(ScoreEvents.scored("1.2.3", "1.2.3.1", 0.8, "STAT", TopologyRun.START)));
        try (TopologyRun passing = new TopologyRun(other, Set.of(RecordPlace.valueOf("scores-0@0")))) {
            passing.bytes(Topic.SCORES, "1.2.3", newer);
            passing.score("1.2.3", "1.2.3.1", 0.8, "STAT");

            assertThat(passing.alerts()).containsExactly("1.2.3 v1 RAISED STAT 0.8");
            assertThat(passing.count("unreadable.records", "reader", "triage")).isEqualTo(1);
            assertThat(passing.waitsAt()).isEmpty();
            assertThatThrownBy(() -> passing.bytes(Topic.SCORES, "1.2.3", newer))
                    .as("the next one")
                    .hasCauseInstanceOf(UnknownSchemaException.class);
        }
    }

    static Stream<Topic<?>> sourcesOfTriage() {
        return Stream.of(Topic.SCORES, Topic.ALERT_ACTIONS);
    }

    @Test
    void measuresFromReceiptToAlert() {
        run.score("1.2.3", "1.2.3.1", 0.8, "STAT");
        assertThat(run.meters().get("pleura.alerting.receipt.to.alert").timer().totalTime(TimeUnit.SECONDS))
                .isEqualTo(4.0);
    }

    @ParameterizedTest
    @MethodSource("topicsOfAReplay")
    void readsNothingThatAReplayWrites(Topic<?> topic) {
        assertThat(sources(run.topology())).doesNotContain(topic.name());
    }

    static Stream<Topic<?>> topicsOfAReplay() {
        return Stream.of(Topic.RADIOGRAPHS_REPLAY, Topic.REPLAYS);
    }

    @Test
    void readsScoresAndActionsAndNothingElse() {
        assertThat(sources(run.topology())).containsExactly(Topic.ALERT_ACTIONS.name(), Topic.SCORES.name());
    }

    @Test
    void isWiredAsTheGoldenFileSays() throws Exception {
        Path actual = Path.of("target/topology.txt");
        Files.writeString(actual, run.topology().describe().toString().strip() + "\n");
        assertThat(actual)
                .as("when the change is meant, copy %s to %s", actual, GOLDEN)
                .hasSameTextualContentAs(GOLDEN);
    }

    /// Straight from the description, as an operator would read it.
    private static TreeSet<String> sources(Topology topology) {
        return Pattern.compile("topics: \\[([^\\]]*)]")
                .matcher(topology.describe().toString())
                .results()
                .flatMap(match -> Stream.of(match.group(1).split(", ")))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
