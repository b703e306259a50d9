package io.pleura.inference.lanes;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// Records of one lane that were polled and not yet taken: one queue a partition, so that each partition
/// keeps its order and one busy partition cannot hide an older radiograph of another.
///
/// Bounded by its reader, which pauses a partition once it [#isFull]. Owned by the worker's thread.
final class LaneBuffer {

    private final int perPartition;
    private final Map<TopicPartition, Deque<Task>> queues =
            new TreeMap<>(Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition));

    LaneBuffer(int perPartition) {
        this.perPartition = perPartition;
    }

    void add(Task task) {
        queues.computeIfAbsent(task.partition(), partition -> new ArrayDeque<>())
                .addLast(task);
    }

    boolean isFull(TopicPartition partition) {
        Deque<Task> queue = queues.get(partition);
        return queue != null && queue.size() >= perPartition;
    }

    int size() {
        return queues.values().stream().mapToInt(Deque::size).sum();
    }

    /// Null when nothing waits.
    @Nullable Instant earliestDeadline() {
        return heads().map(Task::deadline).min(Comparator.naturalOrder()).orElse(null);
    }

    /// Removes and returns the head with the earliest deadline.
    Task take() {
        Task first = heads().min(Comparator.comparing(Task::deadline)).orElseThrow();
        Deque<Task> queue = queues.get(first.partition());
        if (queue != null) {
            queue.removeFirst();
        }
        return first;
    }

    void drop(Collection<TopicPartition> partitions) {
        partitions.forEach(queues::remove);
    }

    void clear() {
        queues.clear();
    }

    private Stream<Task> heads() {
        return queues.values().stream().filter(queue -> !queue.isEmpty()).map(Deque::getFirst);
    }
}
