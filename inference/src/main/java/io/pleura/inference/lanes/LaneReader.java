package io.pleura.inference.lanes;

import io.pleura.schemas.RecordPlace;
import io.pleura.schemas.WaitingPartitions;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// One lane's consumer and buffer. Owned by the worker's thread; rebalance callbacks arrive on it too, in
/// [#poll].
final class LaneReader implements ConsumerRebalanceListener, AutoCloseable {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final String WAITS_AS_SUSPECT =
            " waits, and what is behind it: the worker has died or failed with it alone in hand";

    private final Lane lane;
    private final Duration targetWait;
    private final Consumer<String, byte[]> consumer;
    private final LaneBuffer buffer;

    /// Paused, for a newer worker.
    private final WaitingPartitions waiting;

    /// Whether the group has said which partitions are this consumer's, if only that there are none.
    private boolean assigned;

    /// @param passOver records of an unknown schema that are refused
    LaneReader(
            Lane lane,
            Duration targetWait,
            Consumer<String, byte[]> consumer,
            LaneBuffer buffer,
            Set<RecordPlace> passOver) {
        this.lane = lane;
        this.targetWait = targetWait;
        this.consumer = consumer;
        this.buffer = buffer;
        waiting = new WaitingPartitions(passOver);
        consumer.subscribe(List.of(lane.topic()), this);
    }

    /// Every call keeps this consumer in its group. A partition whose queue is full is paused, not left unpolled.
    void poll(Duration wait, Instant now) {
        pauseFullPartitions();
        for (ConsumerRecord<String, byte[]> message : consumer.poll(wait)) {
            TopicPartition partition = new TopicPartition(message.topic(), message.partition());
            if (!waiting.contains(partition)) {
                WorkReader.read(lane, message)
                        .or(() -> ofUnknownSchema(message, partition))
                        .ifPresent(work -> buffer.add(task(message, partition, work, now)));
            }
        }
    }

    /// Nothing, and the partition waits, unless the site has given the record up.
    private Optional<Work> ofUnknownSchema(ConsumerRecord<String, byte[]> message, TopicPartition partition) {
        return waiting.add(partition, RecordPlace.of(message))
                ? Optional.empty()
                : Optional.of(new Work.Unreadable(
                        Instant.ofEpochMilli(message.timestamp()),
                        "an event of a schema that nobody knows, which this site passes over"));
    }

    /// In words, empty when every partition can be read.
    Optional<String> trouble() {
        return waiting.places()
                .map(places -> "events of a newer schema wait at " + places + ": upgrade this service first")
                .or(() -> buffer.held().stream().findFirst().map(held -> held.position() + WAITS_AS_SUSPECT));
    }

    int awaitingUpgrade() {
        return waiting.partitions().size();
    }

    LaneBuffer buffer() {
        return buffer;
    }

    LaneOffsets offsets(List<Task> batch) {
        Map<TopicPartition, OffsetAndMetadata> offsets = batch.stream()
                .filter(task -> task.lane() == lane)
                .collect(Collectors.toMap(
                        Task::partition,
                        task -> new OffsetAndMetadata(task.offset() + 1),
                        (one, other) -> one.offset() > other.offset() ? one : other));
        return new LaneOffsets(lane, offsets, consumer.groupMetadata());
    }

    /// Forgets everything polled and reads again from what is committed.
    void rewind() {
        buffer.clear();
        waiting.forget(waiting.partitions());
        Set<TopicPartition> assigned = consumer.assignment();
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(assigned);
        for (TopicPartition partition : assigned) {
            OffsetAndMetadata offset = committed.get(partition);
            if (offset == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, offset);
            }
        }
    }

    /// Records in Kafka that nobody has scored yet, as far as this worker's partitions go.
    long lag() {
        long unread = consumer.assignment().stream()
                .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
                .sum();
        return unread + buffer.size();
    }

    /// Whether everything that can be read of this consumer's partitions was taken. An empty poll does not say that: it
    /// is as empty before the first answer to a fetch.
    boolean isDrained() {
        List<TopicPartition> held = buffer.held().stream().map(Task::partition).toList();
        return assigned
                && buffer.earliestDeadline() == null
                && consumer.assignment().stream()
                        .filter(partition -> !waiting.contains(partition) && !held.contains(partition))
                        .allMatch(partition -> consumer.currentLag(partition).orElse(Long.MAX_VALUE) == 0);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        assigned = false;
        forget(partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        forget(partitions);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        assigned = true;
        forget(partitions);
    }

    /// A static member stays in its group when it closes: a worker that comes back soon finds its partitions.
    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
    }

    private void forget(Collection<TopicPartition> partitions) {
        buffer.drop(partitions);
        waiting.forget(partitions);
    }

    private void pauseFullPartitions() {
        Set<TopicPartition> paused = consumer.paused();
        for (TopicPartition partition : consumer.assignment()) {
            boolean full = buffer.isFull(partition) || waiting.contains(partition);
            if (full && !paused.contains(partition)) {
                consumer.pause(List.of(partition));
            } else if (!full && paused.contains(partition)) {
                consumer.resume(List.of(partition));
            }
        }
    }

    /// Counting the wait from the future would let a sender's wrong clock hold a radiograph back.
    private Task task(ConsumerRecord<String, byte[]> message, TopicPartition partition, Work work, Instant now) {
        Instant since = work.since().isBefore(now) ? work.since() : now;
        String key = message.key() == null ? "" : message.key();
        return new Task(lane, partition, message.offset(), key, work, now, since.plus(targetWait));
    }
}
