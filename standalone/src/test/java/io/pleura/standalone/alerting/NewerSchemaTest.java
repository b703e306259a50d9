package io.pleura.standalone.alerting;

import static io.pleura.standalone.alerting.AlertingFixture.alert;
import static io.pleura.standalone.alerting.AlertingFixture.await;
import static io.pleura.standalone.alerting.AlertingFixture.ofNewerSchema;
import static io.pleura.standalone.alerting.AlertingFixture.score;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pleura.alerting.notify.Notification;
import io.pleura.alerting.notify.NotificationChannel;
import io.pleura.alerting.notify.NotificationLog;
import io.pleura.alerting.notify.Notifier;
import io.pleura.alerting.notify.RetryPolicy;
import io.pleura.alerting.route.StreamsSettings;
import io.pleura.alerting.route.TriageMetrics;
import io.pleura.alerting.route.TriageStreams;
import io.pleura.alerting.triage.Alert;
import io.pleura.alerting.triage.AlertChange;
import io.pleura.alerting.web.FeedHealth;
import io.pleura.alerting.worklist.AlertReader;
import io.pleura.alerting.worklist.Worklist;
import io.pleura.schemas.AlertId;
import io.pleura.schemas.RecordPlace;
import io.pleura.schemas.Topic;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A writer is upgraded before its reader: nothing that the reader cannot read is passed over, and it says so.
@Timeout(240)
class NewerSchemaTest {

    private static final String NEWER = "1.2.840.1";
    private static final String READABLE = "1.2.840.2";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private AlertingFixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new AlertingFixture(folder);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void triageStopsBeforeItsScoreAndStaysUpUntilTheUpgrade() throws Exception {
        RecordMetadata readable = fixture.send(Topic.SCORES, READABLE, score(READABLE));
        try (TriageStreams triage = triage();
                AlertReader reader = reader(worklist())) {
            FeedHealth health = new FeedHealth(triage, reader, InstantSource.system(), Duration.ofMinutes(1));
            triage.start();
            awaitCommit("pleura-alerting", readable);
            RecordMetadata newer = fixture.send(Topic.SCORES, NEWER, ofNewerSchema(score(NEWER)));
            fixture.send(Topic.SCORES, NEWER, score(NEWER));

            await("triage stops", () -> triage.state().equals("ERROR"));

            assertThat(fixture.committed("pleura-alerting", newer))
                    .as("committed up to")
                    .isLessThanOrEqualTo(newer.offset());
            assertThat(triage.awaitsUpgrade()).isTrue();
            assertThat(triage.awaitsUpgradeAt()).contains(place(newer));
            assertThat(triage.hasFailed())
                    .as("a restart would read the same again")
                    .isFalse();
            assertThat(health.now().problem())
                    .isEqualTo("events of a newer schema: upgrade alerting first; new findings raise no alert here");
            await("the list has been read", health::hasBeenWhole);
            assertThat(health.isListCurrent())
                    .as("ready: the page must stay within reach, to decide on what is there and to say this")
                    .isTrue();
        }
    }

    /// The older instance stays up all the while, as in the middle of an upgrade.
    @Test
    void anInstanceOfTheNewerReleaseTakesOverWhatWaited() throws Exception {
        NewerRelease release = new NewerRelease(folder.resolve("newer"));
        Worklist worklist = worklist();
        try (TriageStreams older = triage("alerting-1");
                AlertReader reader = reader(worklist)) {
            older.start();
            RecordMetadata newer =
                    fixture.send(Topic.SCORES, NEWER, release.score(Scores.of(NEWER, NEWER + ".1", true)));
            fixture.send(Topic.SCORES, READABLE, score(READABLE));
            await("the older one waits", older::awaitsUpgrade);
            assertThat(older.awaitsUpgradeAt()).contains(place(newer));

            Process upgraded = TriageChild.start(
                    folder,
                    release.classPath(),
                    fixture.bootstrapServers(),
                    StreamsConfig.EXACTLY_ONCE_V2,
                    CrashPoint.NOWHERE,
                    0);
            try {
                awaitCommit("pleura-alerting", newer);
                await("both alerts are raised", () -> worklist.size() == 2);
            } finally {
                upgraded.destroyForcibly().waitFor();
            }
            assertThat(worklist.mostUrgentFirst()).extracting(Alert::version).containsExactly(1L, 1L);
            assertThat(reader.awaitsUpgradeAt()).isEmpty();
        }
    }

    @Test
    void theWorklistShowsTheRestAndSaysThatItIsNotComplete() throws Exception {
        fixture.send(Topic.ALERTS, NEWER, ofNewerSchema(alert(NEWER)));
        fixture.send(Topic.ALERTS, NEWER, alert(NEWER));
        fixture.send(Topic.ALERTS, READABLE, alert(READABLE));
        Worklist worklist = worklist();
        try (TriageStreams triage = triage();
                AlertReader reader = reader(worklist)) {
            FeedHealth health = new FeedHealth(triage, reader, InstantSource.system(), Duration.ofMinutes(1));

            await("the list is whole as far as it can be read", health::hasBeenWhole);

            assertThat(worklist.find(new AlertId(READABLE))).isPresent();
            assertThat(worklist.find(new AlertId(NEWER)))
                    .as("behind an alert that cannot be read, where a cursor would move past it")
                    .isEmpty();
            assertThat(health.isListCurrent()).isFalse();
            assertThat(health.now().healthy()).isFalse();
            assertThat(health.now().problem())
                    .isEqualTo("events of a newer schema: upgrade alerting first; this list is not complete");
        }
    }

    /// The only way past a record that no release will ever read: the worklist has no offset that one could move.
    @Test
    void theWorklistGoesOnBehindWhatTheSiteHasGivenUp() throws Exception {
        RecordMetadata damaged = fixture.send(Topic.ALERTS, NEWER, ofNewerSchema(alert(NEWER)));
        fixture.send(Topic.ALERTS, NEWER, alert(NEWER));
        Worklist worklist = worklist();
        try (TriageStreams triage = triage();
                AlertReader reader = reader(worklist, Set.of(RecordPlace.valueOf(place(damaged))))) {
            FeedHealth health = new FeedHealth(triage, reader, InstantSource.system(), Duration.ofMinutes(1));

            await("the list is whole", health::hasBeenWhole);

            assertThat(worklist.find(new AlertId(NEWER))).isPresent();
            assertThat(health.isListCurrent()).isTrue();
        }
    }

    @Test
    void theNotifierTellsOfTheRestAndCommitsNothingPastIt() throws Exception {
        RecordMetadata newer = fixture.send(Topic.ALERTS, NEWER, ofNewerSchema(alert(NEWER)));
        fixture.send(Topic.ALERTS, NEWER, alert(NEWER));
        RecordMetadata readable = fixture.send(Topic.ALERTS, READABLE, alert(READABLE));
        Queue<String> told = new ConcurrentLinkedQueue<>();
        try (NotificationLog log = new NotificationLog(fixture.bootstrapServers(), "alerting-0", Set.of());
                Notifier notifier = notifier(log, told)) {
            await("the notifier stands before the alert", () -> notifier.trouble()
                    .isPresent());
            awaitCommit("pleura-notifier", readable);

            assertThat(told).containsExactly(READABLE);
            assertThat(fixture.committed("pleura-notifier", newer))
                    .as("committed up to")
                    .isLessThanOrEqualTo(newer.offset());
            assertThat(notifier.isRunning()).isTrue();
            assertThat(notifier.trouble()).hasValueSatisfying(words -> assertThat(words)
                    .startsWith("events of a newer schema wait at " + place(newer) + ": upgrade alerting first"));
        }
    }

    private static String place(RecordMetadata record) {
        return record.topic() + "-" + record.partition() + "@" + record.offset();
    }

    private void awaitCommit(String group, RecordMetadata record) {
        await("a commit past " + record, () -> {
            try {
                return fixture.committed(group, record) > record.offset();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    private TriageStreams triage() {
        return triage("alerting-0");
    }

    private TriageStreams triage(String instanceId) {
        return new TriageStreams(
                AlertingFixture.triage(),
                new TriageMetrics(new SimpleMeterRegistry()),
                new StreamsSettings(fixture.bootstrapServers(), folder.resolve(instanceId), instanceId, 0),
                Set.of(),
                InstantSource.system());
    }

    private static Worklist worklist() {
        return new Worklist(Topic.ALERTS.partitions(), Duration.ofDays(1), 10);
    }

    private AlertReader reader(Worklist worklist) {
        return reader(worklist, Set.of());
    }

    private AlertReader reader(Worklist worklist, Set<RecordPlace> passOver) {
        return new AlertReader(fixture.bootstrapServers(), worklist, InstantSource.system(), () -> {}, passOver);
    }

    private Notifier notifier(NotificationLog log, Queue<String> told) {
        return new Notifier(
                new Notifier.Settings(
                        fixture.bootstrapServers(),
                        "alerting-0",
                        Set.of(AlertChange.RAISED),
                        URI.create("http://127.0.0.1:8080/"),
                        "test",
                        8,
                        Set.of(),
                        new RetryPolicy(3, Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofHours(1))),
                List.of(new Told(told)),
                log,
                InstantSource.system(),
                new SimpleMeterRegistry());
    }

    /// Keeps the alerts' ids.
    private record Told(Queue<String> alerts) implements NotificationChannel {
        @Override
        public String name() {
            return "test";
        }

        @Override
        public String target() {
            return "memory";
        }

        @Override
        public Outcome deliver(Notification notification) {
            alerts.add(notification.alertId());
            return new Outcome.Delivered(null);
        }
    }
}
