package io.pleura.alerting.notify;

import io.pleura.alerting.DurableProducer;
import io.pleura.events.NotificationAttempted;
import io.pleura.events.NotificationOutcome;
import io.pleura.schemas.EventSerde;
import io.pleura.schemas.RecordPlace;
import io.pleura.schemas.Topic;
import io.pleura.schemas.UnknownSchemaException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/// The `notifications` topic: every attempt, written before it counts, and read back after a restart. [#append] is
/// safe for use by many threads.
public final class NotificationLog implements Notifier.AttemptLog, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(NotificationLog.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration APPEND_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);
    /// Without any record, while reading back; the notifier must be back in its group long before the broker misses it.
    private static final Duration READ_PATIENCE = Duration.ofSeconds(10);

    private static final EventSerde<NotificationAttempted> SERDE = EventSerde.of(Topic.NOTIFICATIONS);

    private final Supplier<Consumer<String, byte[]>> readers;
    private final Duration patience;
    private final Set<RecordPlace> passOver;
    private final Producer<String, NotificationAttempted> producer;

    /// One notification by one channel.
    record Delivery(String alertId, long alertVersion, String channel) {}

    /// @param attempt its number
    /// @param settled delivered or given up
    record LastAttempt(int attempt, boolean settled) {}

    /// What a partition's attempts tell.
    sealed interface History {

        /// @param last attempt of each delivery
        record Whole(Map<Delivery, LastAttempt> last) implements History {}

        /// Only a newer release can say what was delivered; who does not know must not tell again.
        record OfNewerSchema(RecordPlace first) implements History {}
    }

    /// @param passOver records of an unknown schema that nobody waits for
    public NotificationLog(String bootstrapServers, String instanceId, Set<RecordPlace> passOver) {
        this(
                DurableProducer.of(bootstrapServers, "pleura-notifications-" + instanceId, Topic.NOTIFICATIONS),
                () -> reader(bootstrapServers),
                READ_PATIENCE,
                passOver);
    }

    NotificationLog(
            Producer<String, NotificationAttempted> producer,
            Supplier<Consumer<String, byte[]>> readers,
            Duration patience,
            Set<RecordPlace> passOver) {
        this.producer = producer;
        this.readers = readers;
        this.patience = patience;
        this.passOver = Set.copyOf(passOver);
    }

    /// Returns once the attempt is durable; while the log is away it waits, and so does the notification, which is
    /// thus not sent again and again without a record.
    @Override
    public void append(NotificationAttempted attempt) throws InterruptedException {
        ProducerRecord<String, NotificationAttempted> record =
                new ProducerRecord<>(Topic.NOTIFICATIONS.name(), attempt.getAlertId(), attempt);
        while (true) {
            try {
                producer.send(record).get(APPEND_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (ExecutionException | TimeoutException | KafkaException e) {
                LOG.warnf("an attempt is not recorded yet: %s", e.getMessage());
                Thread.sleep(RETRY_DELAY);
            }
        }
    }

    /// The last attempt of each delivery in one partition; alerts and their notifications have the same partition
    /// number.
    ///
    /// @param from attempts before this do not matter
    /// @throws KafkaException when the log cannot be read to its end now
    @Override
    public History since(int partition, Instant from) {
        TopicPartition log = new TopicPartition(Topic.NOTIFICATIONS.name(), partition);
        Map<Delivery, LastAttempt> last = new HashMap<>();
        try (Consumer<String, byte[]> consumer = readers.get()) {
            consumer.assign(List.of(log));
            long end = consumer.endOffsets(List.of(log)).getOrDefault(log, 0L);
            OffsetAndTimestamp start =
                    consumer.offsetsForTimes(Map.of(log, from.toEpochMilli())).get(log);
            consumer.seek(log, start == null ? end : start.offset());
            long heardNanos = System.nanoTime();
            while (consumer.position(log) < end) {
                ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
                for (ConsumerRecord<String, byte[]> record : records) {
                    if (!remember(record, last)) {
                        return new History.OfNewerSchema(RecordPlace.of(record));
                    }
                }
                if (!records.isEmpty()) {
                    heardNanos = System.nanoTime();
                } else if (System.nanoTime() - heardNanos > patience.toNanos()) {
                    throw new org.apache.kafka.common.errors.TimeoutException(
                            log + " brings nothing behind offset " + consumer.position(log) + " of " + end);
                }
            }
        }
        return new History.Whole(last);
    }

    /// False when only a newer release can read the record.
    private boolean remember(ConsumerRecord<String, byte[]> record, Map<Delivery, LastAttempt> last) {
        try {
            NotificationAttempted attempt = SERDE.fromBytes(record.value());
            boolean settled = attempt.getOutcome() == NotificationOutcome.DELIVERED
                    || attempt.getOutcome() == NotificationOutcome.GAVE_UP;
            last.put(
                    new Delivery(attempt.getAlertId(), attempt.getAlertVersion(), attempt.getChannel()),
                    new LastAttempt(attempt.getAttempt(), settled));
        } catch (SerializationException e) {
            if (e instanceof UnknownSchemaException && !passOver.contains(RecordPlace.of(record))) {
                return false;
            }
            LOG.errorf("no readable attempt at %s, passed over", RecordPlace.of(record));
        }
        return true;
    }

    private static Consumer<String, byte[]> reader(String bootstrapServers) {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.CLIENT_ID_CONFIG,
                        "pleura-notification-history",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        5_000,
                        ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        4_000,
                        // Beyond the last record a fetch is still under way; close waits for the broker's answer.
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        20),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
