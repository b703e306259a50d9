package io.pleura.standalone.watch;

import io.pleura.events.AlertChange;
import io.pleura.events.AlertChanged;
import io.pleura.events.RadiographReceived;
import io.pleura.events.RadiographScored;
import io.pleura.events.Rejected;
import io.pleura.schemas.EventSerde;
import io.pleura.schemas.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// Collects every committed event from the moment it is opened: what a demo shows and a test checks.
///
/// One virtual thread reads. Keeps all it sees, so it is for runs of some thousand radiographs.
public final class EventWatch implements AutoCloseable {

    private static final List<Topic<?>> WATCHED =
            List.of(Topic.RADIOGRAPHS_STAT, Topic.RADIOGRAPHS_ROUTINE, Topic.SCORES, Topic.REJECTIONS, Topic.ALERTS);

    private static final EventSerde<RadiographReceived> RECEIVED = EventSerde.of(Topic.RADIOGRAPHS_STAT);
    private static final EventSerde<RadiographScored> SCORED = EventSerde.of(Topic.SCORES);
    private static final EventSerde<Rejected> REJECTED = EventSerde.of(Topic.REJECTIONS);
    private static final EventSerde<AlertChanged> CHANGED = EventSerde.of(Topic.ALERTS);

    /// Conditions may depend on more than what is watched here.
    private static final long LOOK_AGAIN_MILLIS = 200;

    private static final Duration POLL = Duration.ofMillis(50);

    private final KafkaConsumer<String, byte[]> consumer;
    private final Thread reader;

    // Guarded by this; waiters are notified of each change.
    private final List<RadiographReceived> received = new ArrayList<>();
    private final List<RadiographScored> scored = new ArrayList<>();
    private final List<Rejected> rejected = new ArrayList<>();
    private final List<AlertChanged> raised = new ArrayList<>();

    /// What was seen so far.
    public record Seen(
            List<RadiographReceived> received,
            List<RadiographScored> scored,
            List<Rejected> rejected,
            List<AlertChanged> raised) {

        public long positiveStudies() {
            return scored.stream()
                    .filter(RadiographScored::getPositive)
                    .map(RadiographScored::getStudyUid)
                    .distinct()
                    .count();
        }
    }

    public EventWatch(String bootstrapServers) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> places = WATCHED.stream()
                .flatMap(topic -> IntStream.range(0, topic.partitions())
                        .mapToObj(partition -> new TopicPartition(topic.name(), partition)))
                .toList();
        consumer.assign(places);
        consumer.seekToEnd(places);
        places.forEach(consumer::position);
        reader = Thread.ofVirtual().name("event-watch").start(this::run);
    }

    public synchronized Seen seen() {
        return new Seen(List.copyOf(received), List.copyOf(scored), List.copyOf(rejected), List.copyOf(raised));
    }

    /// Waits until what was seen fulfils the condition.
    ///
    /// @return false when that took longer than `patience`
    public synchronized boolean await(Predicate<Seen> condition, Duration patience) throws InterruptedException {
        Instant deadline = Instant.now().plus(patience);
        while (!condition.test(seen())) {
            long left = Duration.between(Instant.now(), deadline).toMillis();
            if (left <= 0) {
                return false;
            }
            wait(Math.min(left, LOOK_AGAIN_MILLIS));
        }
        return true;
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (consumer) {
            while (true) {
                var records = consumer.poll(POLL);
                if (!records.isEmpty()) {
                    synchronized (this) {
                        records.forEach(this::take);
                        notifyAll();
                    }
                }
            }
        } catch (WakeupException e) {
            // Closed.
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        String topic = record.topic();
        if (topic.equals(Topic.SCORES.name())) {
            scored.add(SCORED.fromBytes(record.value()));
        } else if (topic.equals(Topic.REJECTIONS.name())) {
            rejected.add(REJECTED.fromBytes(record.value()));
        } else if (topic.equals(Topic.ALERTS.name())) {
            AlertChanged change = CHANGED.fromBytes(record.value());
            if (change.getChange() == AlertChange.RAISED) {
                raised.add(change);
            }
        } else {
            received.add(RECEIVED.fromBytes(record.value()));
        }
    }
}
