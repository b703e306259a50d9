package io.pleura.alerting.notify;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// The deliveries under way, by partition, each on a virtual thread of its own.
///
/// Owned by the notifier's thread. A partition that is given up takes its deliveries along: those that wait for another
/// attempt end at once, and one in the middle of an attempt ends when that is recorded.
final class Deliveries<P> {

    private final Map<P, Group> groups = new HashMap<>();

    /// What brings one notification through one channel.
    interface Task {
        /// @param stop when it is counted down, the attempt in hand is the last one here
        void run(CountDownLatch stop);
    }

    private record Group(CountDownLatch stop, ExecutorService threads) {}

    void start(P partition, Task task) {
        Group group = groups.computeIfAbsent(
                partition, each -> new Group(new CountDownLatch(1), Executors.newVirtualThreadPerTaskExecutor()));
        group.threads.execute(() -> task.run(group.stop));
    }

    /// Ends the deliveries of these partitions. Those that are not done within the patience are interrupted: what they
    /// sent last may not be recorded.
    void stop(Collection<P> partitions, Duration patience) {
        List<Group> stopped = tellToStop(partitions);
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            for (Group group : stopped) {
                if (!group.threads.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    group.threads.shutdownNow();
                }
            }
        } catch (InterruptedException e) {
            stopped.forEach(group -> group.threads.shutdownNow());
            Thread.currentThread().interrupt();
        }
    }

    /// Ends them as well, without waiting for their records.
    void abandon(Collection<P> partitions) {
        tellToStop(partitions);
    }

    private List<Group> tellToStop(Collection<P> partitions) {
        List<Group> stopped =
                partitions.stream().map(groups::remove).filter(Objects::nonNull).toList();
        stopped.forEach(group -> {
            group.stop.countDown();
            group.threads.shutdown();
        });
        return stopped;
    }

    void stopAll(Duration patience) {
        stop(List.copyOf(groups.keySet()), patience);
    }
}
