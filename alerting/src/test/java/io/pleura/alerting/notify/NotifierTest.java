package io.pleura.alerting.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pleura.alerting.AlertEvents;
import io.pleura.alerting.NewerSchema;
import io.pleura.alerting.Samples;
import io.pleura.alerting.notify.NotificationLog.History;
import io.pleura.alerting.triage.AlertState;
import io.pleura.alerting.triage.Priority;
import io.pleura.events.NotificationAttempted;
import io.pleura.schemas.EventSerde;
import io.pleura.schemas.RecordPlace;
import io.pleura.schemas.Topic;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The notifier on Kafka's own fake consumer, with one partition.
@Timeout(60)
class NotifierTest {

    private static final TopicPartition PARTITION = new TopicPartition(Topic.ALERTS.name(), 3);
    private static final String ALERT = "1.2.3";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
    private final Log log = new Log();
    private final Queue<String> told = new ConcurrentLinkedQueue<>();
    private Set<RecordPlace> passOver = Set.of();
    private volatile NotificationChannel.Outcome answer = new NotificationChannel.Outcome.Delivered(null);

    @BeforeEach
    void assign() {
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.schedulePollTask(() -> consumer.rebalance(List.of(PARTITION)));
    }

    /// As when Kafka's name cannot be resolved just then.
    @Test
    void waitsForALogOfAttemptsThatCannotBeOpenedAndThenTells() {
        log.failures.add(new KafkaException("Failed to construct kafka consumer", new ConfigException("no such host")));
        log.onFailure = () -> consumer.schedulePollTask(this::send);
        consumer.schedulePollTask(this::send);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (Notifier notifier = notifier(meters)) {
            await(() -> committed() == 1);

            assertThat(told).containsExactly(ALERT);
            assertThat(log.failures).isEmpty();
            assertThat(notifier.isRunning()).isTrue();
            assertThat(meters.get("pleura.alerting.unreadable.records")
                            .counter()
                            .count())
                    .isZero();
        }
    }

    /// The new owner goes on where the log of attempts ends, so nothing may be sent after this one has let go.
    @Test
    void endsTheDeliveriesOfAPartitionBeforeItGivesItUp() {
        answer = new NotificationChannel.Outcome.Failed(503, "answered 503");
        CountDownLatch revoked = new CountDownLatch(1);
        AtomicInteger toldBefore = new AtomicInteger();
        consumer.schedulePollTask(this::send);
        try (Notifier notifier = notifier(new SimpleMeterRegistry())) {
            await(() -> told.size() >= 3);
            consumer.schedulePollTask(() -> {
                consumer.rebalance(List.of()); // returns when the notifier's listener does
                toldBefore.set(told.size());
                revoked.countDown();
            });
            await(() -> revoked.getCount() == 0);
            LockSupport.parkNanos(300_000_000); // fifteen times the wait between two attempts

            assertThat(told).as("told since the partition was given up").hasSize(toldBefore.get());
            assertThat(log.attempts).as("recorded").hasSameSizeAs(told);
            assertThat(committed()).as("for the new owner to go on").isZero();
            assertThat(notifier.isRunning()).isTrue();
        }
    }

    @Test
    void tellsOfMoreOnceItsDeliveriesWereRevoked() {
        answer = new NotificationChannel.Outcome.Failed(503, "answered 503");
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        consumer.schedulePollTask(this::send);
        try (Notifier notifier = notifier(meters)) {
            await(() -> !told.isEmpty());
            consumer.schedulePollTask(() -> consumer.rebalance(List.of()));

            await(() -> meters.get("pleura.alerting.notifications.in.flight")
                            .gauge()
                            .value()
                    == 0);
            assertThat(notifier.isRunning()).isTrue();
        }
    }

    @Test
    void passesOverWhatIsNoAlertAndCountsIt() {
        consumer.schedulePollTask(() -> consumer.addRecord(
                new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), 0, ALERT, new byte[] {1, 2, 3})));
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (Notifier notifier = notifier(meters)) {
            await(() -> committed() == 1);

            assertThat(told).isEmpty();
            assertThat(notifier.isRunning()).isTrue();
            assertThat(meters.get("pleura.alerting.unreadable.records")
                            .counter()
                            .count())
                    .isEqualTo(1);
        }
    }

    /// Otherwise it would tell again what a newer release has told: after a downgrade, or while both run.
    @Test
    void tellsNobodyWhereOnlyANewerReleaseKnowsWhatWasDelivered() {
        log.newer = RecordPlace.valueOf("notifications-3@7");
        consumer.schedulePollTask(this::send);
        try (Notifier notifier = notifier(new SimpleMeterRegistry())) {
            await(() -> notifier.trouble().isPresent());

            assertThat(notifier.trouble())
                    .contains(
                            "events of a newer schema wait at notifications-3@7: upgrade alerting first; nobody is told"
                                    + " of what is there and behind");
            await(() -> consumer.paused().contains(PARTITION));
            assertThat(told).isEmpty();
            assertThat(committed()).isZero();
            assertThat(notifier.isRunning()).isTrue();
        }
    }

    @Test
    void goesOnBehindAnAlertOfAnUnknownSchemaThatTheSiteHasGivenUp() {
        passOver = Set.of(RecordPlace.valueOf("alerts-3@0"));
        consumer.schedulePollTask(() -> {
            consumer.addRecord(
                    new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), 0, ALERT, NewerSchema.of(alert())));
            consumer.addRecord(new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), 1, ALERT, alert()));
        });
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (Notifier notifier = notifier(meters)) {
            await(() -> committed() == 2);

            assertThat(told).containsExactly(ALERT);
            assertThat(notifier.trouble()).isEmpty();
            assertThat(meters.get("pleura.alerting.unreadable.records")
                            .counter()
                            .count())
                    .isEqualTo(1);
        }
    }

    private void send() {
        consumer.addRecord(new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), 0, ALERT, alert()));
    }

    private static byte[] alert() {
        return EventSerde.of(Topic.ALERTS)
                .toBytes(AlertEvents.event(Samples.alert(ALERT, AlertState.NEW, Priority.STAT)));
    }

    private long committed() {
        OffsetAndMetadata offset = consumer.committed(Set.of(PARTITION)).get(PARTITION);
        return offset == null ? 0 : offset.offset();
    }

    private Notifier notifier(SimpleMeterRegistry meters) {
        return new Notifier(
                new Notifier.Settings(
                        "nowhere:1",
                        "alerting-0",
                        Set.of(Samples.alert(ALERT, AlertState.NEW, Priority.STAT)
                                .change()),
                        URI.create("http://127.0.0.1:8080/"),
                        "test",
                        8,
                        passOver,
                        new RetryPolicy(1000, Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofHours(1))),
                List.of(new Told()),
                log,
                () -> Samples.NOON,
                meters,
                consumer);
    }

    private static void await(BooleanSupplier happened) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!happened.getAsBoolean()) {
            assertThat(System.nanoTime()).as("has not happened in time").isLessThan(end);
            LockSupport.parkNanos(5_000_000);
        }
    }

    /// Fails as told to, and then knows of no attempt.
    private static final class Log implements Notifier.AttemptLog {
        private final Queue<KafkaException> failures = new ArrayDeque<>();
        private Runnable onFailure = () -> {};
        private volatile @Nullable RecordPlace newer;
        private final Queue<NotificationAttempted> attempts = new ConcurrentLinkedQueue<>();

        @Override
        public void append(NotificationAttempted attempt) {
            attempts.add(attempt);
        }

        @Override
        public History since(int partition, Instant from) {
            KafkaException failure = failures.poll();
            if (failure != null) {
                onFailure.run();
                throw failure;
            }
            return newer == null ? new History.Whole(new HashMap<>()) : new History.OfNewerSchema(newer);
        }
    }

    private final class Told implements NotificationChannel {
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
            told.add(notification.alertId());
            return answer;
        }
    }
}
