package io.pleura.inference.lanes;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// Records of one lane that were polled and not yet taken: one queue a partition, so that each partition
/// keeps its order and one busy partition cannot hide an older radiograph of another.
///
/// Bounded by its reader, which pauses a partition once it [#isFull]. Owned by the worker's thread.
final class LaneBuffer {

    private final int perPartition;
    private final Function<Task, Handling> handling;
    private final Map<TopicPartition, Deque<Task>> queues =
            new TreeMap<>(Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition));

    LaneBuffer(int perPartition, Function<Task, Handling> handling) {
        this.perPartition = perPartition;
        this.handling = handling;
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

    /// Null when nothing waits that may be taken.
    @Nullable Instant earliestDeadline() {
        return first().map(Task::deadline).orElse(null);
    }

    /// What is to be taken next: the head with the earliest deadline, empty when nothing waits that may be taken.
    Optional<Task> first() {
        return heads().filter(task -> handling.apply(task) != Handling.LATER).min(Comparator.comparing(Task::deadline));
    }

    /// Heads that may not be taken yet.
    List<Task> held() {
        return heads().filter(task -> handling.apply(task) == Handling.LATER).toList();
    }

    /// Takes away the head of a partition.
    void remove(Task head) {
        Deque<Task> queue = queues.get(head.partition());
        if (queue != null) {
            queue.removeFirst();
        }
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
