package io.pleura.alerting.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.alerting.NewerSchema;
import io.pleura.alerting.notify.NotificationLog.Delivery;
import io.pleura.alerting.notify.NotificationLog.History;
import io.pleura.alerting.notify.NotificationLog.LastAttempt;
import io.pleura.events.AlertChange;
import io.pleura.events.NotificationAttempted;
import io.pleura.events.NotificationOutcome;
import io.pleura.schemas.EventSerde;
import io.pleura.schemas.RecordPlace;
import io.pleura.schemas.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/// What is read back, on Kafka's own fake consumer.
@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD) // a loop that does not end hears no interrupt
class NotificationLogTest {

    private static final TopicPartition PARTITION = new TopicPartition(Topic.NOTIFICATIONS.name(), 3);
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final EventSerde<NotificationAttempted> SERDE = EventSerde.of(Topic.NOTIFICATIONS);

    private final MockConsumer<String, byte[]> consumer = new WithTimes();

    @Test
    void knowsTheLastAttemptOfEachDelivery() {
        records(
                attempt("webhook", 1, NotificationOutcome.WILL_RETRY),
                attempt("log", 1, NotificationOutcome.DELIVERED),
                attempt("webhook", 2, NotificationOutcome.WILL_RETRY));
        assertThat(since(Set.of()))
                .isEqualTo(new History.Whole(Map.of(
                        new Delivery("1.2.3", 1, "webhook"), new LastAttempt(2, false),
                        new Delivery("1.2.3", 1, "log"), new LastAttempt(1, true))));
    }

    @Test
    void saysThatOnlyANewerReleaseKnows() {
        records(
                attempt("log", 1, NotificationOutcome.DELIVERED),
                NewerSchema.of(attempt("webhook", 1, NotificationOutcome.DELIVERED)));
        assertThat(since(Set.of())).isEqualTo(new History.OfNewerSchema(RecordPlace.valueOf("notifications-3@1")));
    }

    @Test
    void passesOverWhatIsNoAttemptAndWhatTheSiteHasGivenUp() {
        records(
                new byte[] {1, 2, 3},
                NewerSchema.of(attempt("webhook", 1, NotificationOutcome.DELIVERED)),
                attempt("log", 1, NotificationOutcome.DELIVERED));
        assertThat(since(Set.of(RecordPlace.valueOf("notifications-3@1"))))
                .isEqualTo(new History.Whole(Map.of(new Delivery("1.2.3", 1, "log"), new LastAttempt(1, true))));
    }

    /// A broker that goes away while the log is read must neither cost the notifier its group nor hold up its stop.
    @Test
    void givesUpReadingWhenNothingComesForAWhile() {
        records(attempt("log", 1, NotificationOutcome.DELIVERED));
        consumer.updateEndOffsets(Map.of(PARTITION, 2L));
        assertThatThrownBy(() -> since(Set.of()))
                .isInstanceOf(TimeoutException.class)
                .hasMessage("notifications-3 brings nothing behind offset 1 of 2");
    }

    private History since(Set<RecordPlace> passOver) {
        try (NotificationLog log = new NotificationLog(
                new MockProducer<>(true, null, new StringSerializer(), SERDE.serializer()),
                () -> consumer,
                Duration.ofMillis(50),
                passOver)) {
            return log.since(PARTITION.partition(), NOON);
        }
    }

    private void records(byte[]... values) {
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, (long) values.length));
        consumer.schedulePollTask(() -> {
            for (int offset = 0; offset < values.length; offset++) {
                consumer.addRecord(new ConsumerRecord<>(
                        PARTITION.topic(), PARTITION.partition(), offset, "1.2.3", values[offset]));
            }
        });
    }

    private static byte[] attempt(String channel, int number, NotificationOutcome outcome) {
        return SERDE.toBytes(new NotificationAttempted(
                "1.2.3", "1.2.3", 1L, AlertChange.RAISED, channel, "somewhere", number, outcome, null, null, NOON));
    }

    /// The fake does not know of times; here everything was written since.
    private static final class WithTimes extends MockConsumer<String, byte[]> {

        WithTimes() {
            super("earliest");
        }

        @Override
        public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> times) {
            return Map.of(PARTITION, new OffsetAndTimestamp(0, NOON.toEpochMilli()));
        }
    }
}
