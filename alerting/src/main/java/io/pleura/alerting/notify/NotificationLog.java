package io.pleura.alerting.notify;

import io.pleura.alerting.DurableProducer;
import io.pleura.events.NotificationAttempted;
import io.pleura.events.NotificationOutcome;
import io.pleura.schemas.EventSerde;
import io.pleura.schemas.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
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

    private final String bootstrapServers;
    private final Producer<String, NotificationAttempted> producer;

    /// One notification by one channel.
    record Delivery(String alertId, long alertVersion, String channel) {}

    /// @param attempt its number
    /// @param settled delivered or given up
    record LastAttempt(int attempt, boolean settled) {}

    public NotificationLog(String bootstrapServers, String instanceId) {
        this.bootstrapServers = bootstrapServers;
        producer = DurableProducer.of(bootstrapServers, "pleura-notifications-" + instanceId, Topic.NOTIFICATIONS);
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
    @Override
    public Map<Delivery, LastAttempt> since(int partition, Instant from) {
        TopicPartition log = new TopicPartition(Topic.NOTIFICATIONS.name(), partition);
        Map<Delivery, LastAttempt> last = new HashMap<>();
        try (KafkaConsumer<String, byte[]> consumer = reader()) {
            consumer.assign(List.of(log));
            long end = consumer.endOffsets(List.of(log)).getOrDefault(log, 0L);
            OffsetAndTimestamp start =
                    consumer.offsetsForTimes(Map.of(log, from.toEpochMilli())).get(log);
            consumer.seek(log, start == null ? end : start.offset());
            while (consumer.position(log) < end) {
                consumer.poll(POLL).forEach(record -> remember(record, last));
            }
        }
        return last;
    }

    private static void remember(ConsumerRecord<String, byte[]> record, Map<Delivery, LastAttempt> last) {
        try {
            NotificationAttempted attempt = EventSerde.of(Topic.NOTIFICATIONS).fromBytes(record.value());
            boolean settled = attempt.getOutcome() == NotificationOutcome.DELIVERED
                    || attempt.getOutcome() == NotificationOutcome.GAVE_UP;
            last.put(
                    new Delivery(attempt.getAlertId(), attempt.getAlertVersion(), attempt.getChannel()),
                    new LastAttempt(attempt.getAttempt(), settled));
        } catch (KafkaException e) {
            LOG.errorf("no readable attempt at %s-%d@%d", record.topic(), record.partition(), record.offset());
        }
    }

    private KafkaConsumer<String, byte[]> reader() {
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
                        4_000),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
