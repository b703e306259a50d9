package io.pleura.standalone.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.pleura.events.Priority;
import io.pleura.events.RadiographScored;
import io.pleura.events.Rejected;
import io.pleura.ingest.scu.AssociationRejectedException;
import io.pleura.ingest.scu.StoreScu;
import io.pleura.ingest.scu.StoreStatus;
import io.pleura.schemas.ReasonCode;
import io.pleura.schemas.Topic;
import io.pleura.standalone.audit.Balance;
import io.pleura.standalone.audit.Reconciliation;
import io.pleura.standalone.audit.Replay;
import io.pleura.standalone.audit.ReplayReport;
import io.pleura.standalone.audit.TopicReader;
import io.pleura.standalone.stack.Member;
import io.pleura.standalone.stack.Stack;
import io.pleura.standalone.stack.StackSettings;
import io.pleura.standalone.watch.AlertFeed;
import io.pleura.standalone.watch.EventWatch;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a hospital sees: objects go in over C-STORE, alerts come out on the page and by webhook.
@Timeout(600)
class EndToEndTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /// Phantoms that the model did not see in training; every other one with a pneumothorax.
    private static final Studies STUDIES = new Studies(100_000, 6);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Webhook webhook;

    @SuppressWarnings("NullAway.Init")
    private static Stack stack;

    @BeforeAll
    static void start() throws Exception {
        webhook = new Webhook();
        stack = TestStack.start(
                folder,
                Map.of(
                        Member.ALERTING,
                        Map.of("PLEURA_ALERTING_WEBHOOK_URL", webhook.address().toString())));
    }

    @AfterAll
    static void stop() {
        stack.close();
        webhook.close();
    }

    @Test
    void positiveStudiesReachThePageWithTheirMapAndTheWebhook() throws Exception {
        Queue<AlertFeed.Alert> shown = new ConcurrentLinkedQueue<>();
        try (EventWatch watch = watch();
                AlertFeed feed = new AlertFeed(stack.ports().alerting(), stack.password(), shown::add)) {
            assertThat(feed.awaitLive(PATIENCE)).isTrue();
            List<RadiographScored> positives = sendAndAwait(watch, StackSettings.STAT_CALLER);
            assertThat(positives).allMatch(score -> score.getPriority() == Priority.STAT);
            for (RadiographScored positive : positives) {
                String study = positive.getStudyUid();
                assertThat(watch.await(
                                seen -> shown.stream()
                                        .anyMatch(alert -> alert.studyUid().equals(study)),
                                PATIENCE))
                        .as("the alert of a positive study is shown")
                        .isTrue();
                assertThat(watch.await(seen -> webhook.hasToldOf(study), PATIENCE))
                        .as("the webhook is called")
                        .isTrue();
                assertMapIsShown(positive);
            }
            assertThat(shown.stream().filter(AlertFeed.Alert::live).map(AlertFeed.Alert::studyUid))
                    .as("one alert for each positive study and none for another")
                    .containsExactlyInAnyOrderElementsOf(positives.stream()
                            .map(RadiographScored::getStudyUid)
                            .toList());
        }
        Balance balance = Reconciliation.run(stack.ports().kafkaBootstrap());
        assertThat(balance.balances()).as(balance.report()).isTrue();
    }

    private static void assertMapIsShown(RadiographScored positive) throws Exception {
        Page page = new Page(stack);
        JsonNode image = page.json("/api/alerts/" + positive.getStudyUid())
                .path("images")
                .path(0);
        JsonNode map = image.path("map");
        int cells = positive.getMap().getRows() * positive.getMap().getColumns();
        assertThat(map.path("probabilities").size()).isEqualTo(cells);
        assertThat(map.path("scale").doubleValue()).isEqualTo(positive.getMap().getScale());
        HttpResponse<byte[]> frame = page.get(
                "/api/alerts/%s/images/%s/frame".formatted(positive.getStudyUid(), positive.getSopInstanceUid()),
                stack.password());
        assertThat(frame.body()).hasSize(2 * positive.getRows() * positive.getColumns());
        assertThat(page.get("/api/alerts", "wrong").statusCode()).isEqualTo(401);
    }

    @Test
    void refusesWhatDoesNotBelongHereAndSaysWhy() throws Exception {
        byte[] whole = STUDIES.fresh(1).bytes();
        byte[] truncated = Arrays.copyOf(whole, whole.length / 2);
        try (EventWatch watch = watch();
                StoreScu scu = TestStack.sender(stack, StackSettings.ROUTINE_CALLER)) {
            StoreStatus lateral = scu.store(STUDIES.lateral());
            StoreStatus cut = scu.store(truncated);
            assertThat(lateral.code()).isEqualTo(ReasonCode.NOT_FRONTAL.dicomStatus());
            assertThat(cut.success()).isFalse();
            assertThat(watch.await(seen -> seen.rejected().size() == 2, PATIENCE))
                    .isTrue();
            assertThat(watch.seen().rejected())
                    .extracting(Rejected::getReasonCode)
                    .contains(ReasonCode.NOT_FRONTAL.name());
            assertThat(watch.seen().received()).isEmpty();
        }
    }

    @Test
    void refusesSendersItDoesNotKnow() throws Exception {
        try (StoreScu stranger = TestStack.sender(stack, "STRANGER")) {
            assertThatExceptionOfType(AssociationRejectedException.class).isThrownBy(stranger::echo);
        }
    }

    @Test
    void replayGivesTheSameBitsAndPagesNobody() throws Exception {
        Instant start = Instant.now();
        try (EventWatch watch = watch()) {
            sendAndAwait(watch, StackSettings.ROUTINE_CALLER);
            Instant end = Instant.now();
            long alertsBefore = count(Topic.ALERTS);
            long actionsBefore = count(Topic.ALERT_ACTIONS);
            int raisedBefore = watch.seen().raised().size();

            ReplayReport report = Replay.run(
                    stack.ports().kafkaBootstrap(),
                    new Replay.Request(
                            new Replay.Selection.Between(new Replay.Range(start, end)),
                            "test",
                            "a test of replay",
                            100,
                            PATIENCE,
                            Set.of(),
                            end),
                    line -> {});
            assertThat(report.requested()).isGreaterThanOrEqualTo(6);
            assertThat(report.allIdentical()).as(report.summary()).isTrue();

            // Whatever the replay might have caused would come out before the alerts of studies sent after it.
            assertThat(count(Topic.ALERTS)).isEqualTo(alertsBefore);
            List<RadiographScored> after = sendAndAwait(watch, StackSettings.ROUTINE_CALLER);
            assertThat(watch.seen().raised()).hasSize(raisedBefore + after.size());
            assertThat(count(Topic.ALERTS)).isEqualTo(alertsBefore + after.size());
            assertThat(count(Topic.ALERT_ACTIONS)).isEqualTo(actionsBefore);
        }
    }

    /// Sends one study of each image and waits until all are scored and the positive ones have their alerts.
    ///
    /// @return the positive scores
    private static List<RadiographScored> sendAndAwait(EventWatch watch, String callingAeTitle) throws Exception {
        List<String> sent = new ArrayList<>();
        try (StoreScu scu = TestStack.sender(stack, callingAeTitle)) {
            for (int i = 0; i < 6; i++) {
                Studies.Study study = STUDIES.fresh(i);
                assertThat(scu.store(study.bytes()).success()).isTrue();
                sent.add(study.studyUid());
            }
        }
        assertThat(watch.await(seen -> scoresOf(seen, sent).size() == sent.size(), PATIENCE))
                .as("everything sent is scored")
                .isTrue();
        List<RadiographScored> positives = scoresOf(watch.seen(), sent).stream()
                .filter(RadiographScored::getPositive)
                .toList();
        assertThat(positives).as("the model sees some of the pneumothoraces").isNotEmpty();
        assertThat(watch.await(
                        seen -> seen.raised().stream()
                                        .filter(alert -> sent.contains(alert.getStudyUid()))
                                        .count()
                                == positives.size(),
                        PATIENCE))
                .as("every positive study has an alert")
                .isTrue();
        return positives;
    }

    private static List<RadiographScored> scoresOf(EventWatch.Seen seen, List<String> studies) {
        return seen.scored().stream()
                .filter(score -> studies.contains(score.getStudyUid()))
                .toList();
    }

    private static EventWatch watch() {
        return new EventWatch(stack.ports().kafkaBootstrap());
    }

    private static long count(Topic<?> topic) {
        AtomicLong count = new AtomicLong();
        try (TopicReader reader = new TopicReader(stack.ports().kafkaBootstrap())) {
            for (int partition = 0; partition < topic.partitions(); partition++) {
                reader.read(topic, partition, event -> count.incrementAndGet());
            }
        }
        return count.get();
    }
}
