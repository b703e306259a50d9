package io.pleura.alerting.worklist;

import io.pleura.alerting.AlertEvents;
import io.pleura.events.AlertChanged;
import io.pleura.schemas.EventSerde;
import io.pleura.schemas.RecordPlace;
import io.pleura.schemas.Topic;
import io.pleura.schemas.UnknownSchemaException;
import io.pleura.schemas.WaitingPartitions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Fills the worklist from the alerts topic, from its beginning, every partition, on a thread of its own.
///
/// Once a second it asks the broker where the topic ends. The list is current as of the last time that the broker
/// answered and everything up to there had been read; a silent broker therefore shows as a growing age, which an
/// empty poll would not.
///
/// A partition with an alert of a newer schema is read up to there and no further: the list is then not complete, and
/// says so, until a newer release takes this one's place. A browser that resumes there misses nothing, since no cursor
/// has moved past that alert.
public final class AlertReader implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(AlertReader.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PROBE_INTERVAL = Duration.ofSeconds(1);
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final Worklist worklist;
    private final InstantSource clock;
    private final Runnable onUnreadable;
    private final WaitingPartitions waiting;
    private final EventSerde<AlertChanged> serde = EventSerde.of(Topic.ALERTS);
    private final List<TopicPartition> partitions = IntStream.range(0, Topic.ALERTS.partitions())
            .mapToObj(partition -> new TopicPartition(Topic.ALERTS.name(), partition))
            .toList();
    private final KafkaConsumer<String, byte[]> consumer;
    private final Thread thread;
    private volatile boolean closing;
    private volatile @Nullable Long currentAsOfNanos;
    private long nextProbeNanos = System.nanoTime();
    private boolean reachable = true;
    private Probe probe = new Probe(0, Map.of());

    /// Where the topic ended at a moment.
    private record Probe(long atNanos, Map<TopicPartition, Long> ends) {}

    /// Starts reading at once.
    ///
    /// @param onUnreadable told of each record that is no alert; it is left out of the list
    /// @param passOver records of an unknown schema that nobody waits for
    public AlertReader(
            String bootstrapServers,
            Worklist worklist,
            InstantSource clock,
            Runnable onUnreadable,
            Set<RecordPlace> passOver) {
        this.worklist = worklist;
        this.clock = clock;
        this.onUnreadable = onUnreadable;
        waiting = new WaitingPartitions(passOver);
        consumer =
                new KafkaConsumer<>(settings(bootstrapServers), new StringDeserializer(), new ByteArrayDeserializer());
        thread = Thread.ofPlatform().name("alert-reader").start(this::run);
    }

    /// For how long the list may have been out of date, whatever the wall clock did since; empty until it was whole for
    /// the first time, but for what [#awaitsUpgradeAt] says is missing.
    public Optional<Duration> age() {
        return Optional.ofNullable(currentAsOfNanos).map(asOf -> Duration.ofNanos(System.nanoTime() - asOf));
    }

    /// Alerts that only a newer release can read, by place; the list lacks them and those behind them.
    public Optional<String> awaitsUpgradeAt() {
        return waiting.places();
    }

    public boolean isRunning() {
        return thread.isAlive();
    }

    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        try {
            thread.join(CLOSE_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (consumer) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!closing) {
                readOnce();
            }
        } catch (WakeupException e) {
            LOG.debug("the alert reader was asked to stop");
        } catch (RuntimeException e) {
            LOG.error("the alert reader stopped; the worklist is no longer updated", e);
        }
    }

    private void readOnce() {
        try {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                take(record);
            }
            confirmProbe();
            long now = System.nanoTime();
            if (now - nextProbeNanos >= 0) {
                nextProbeNanos = now + PROBE_INTERVAL.toNanos();
                worklist.evict(clock.instant());
                probe = new Probe(now, consumer.endOffsets(partitions, PROBE_TIMEOUT));
            }
        } catch (RetriableException e) {
            LOG.logf(
                    reachable ? Logger.Level.WARN : Logger.Level.DEBUG,
                    "the alerts topic cannot be read for the moment: %s",
                    e.getMessage());
            reachable = false;
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        if (record.value() == null || waiting.contains(partition)) {
            return;
        }
        RecordPlace place = RecordPlace.of(record);
        try {
            worklist.apply(record.partition(), record.offset(), AlertEvents.alert(serde.fromBytes(record.value())));
        } catch (KafkaException | IllegalArgumentException e) {
            if (e instanceof UnknownSchemaException && waiting.add(partition, place)) {
                LOG.errorf("an alert of a newer schema at %s: upgrade alerting first", place);
                consumer.pause(List.of(partition));
                return;
            }
            onUnreadable.run();
            LOG.errorf("no readable alert at %s, passed over", place);
        }
    }

    /// Once the reader is where the topic ended at the last probe, the list is known to be current as of then, as far
    /// as this release can read it.
    private void confirmProbe() {
        boolean reached = !probe.ends().isEmpty()
                && probe.ends().entrySet().stream()
                        .allMatch(end -> waiting.contains(end.getKey())
                                || consumer.position(end.getKey(), PROBE_TIMEOUT) >= end.getValue());
        if (reached) {
            if (!reachable) {
                LOG.info("the alerts topic can be read again");
            }
            reachable = true;
            currentAsOfNanos = probe.atNanos();
            probe = new Probe(probe.atNanos(), Map.of());
        }
    }

    private static Map<String, Object> settings(String bootstrapServers) {
        return Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.CLIENT_ID_CONFIG,
                "pleura-worklist",
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                5_000,
                ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                4_000,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                200);
    }
}
