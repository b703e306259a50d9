package io.pleura.imaging.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/// Has a target take an input and watches what that costs. What is too dear is done again: the first time classes may
/// have been loaded, or the compiler been at work. One thread.
final class Watch {

    /// Processor time for one input of some kilobytes.
    static final Duration LONGEST = Duration.ofSeconds(2);

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Watch() {}

    private record Cost(long bytes, long nanos) {}

    static void accept(FuzzTarget target, byte[] input) throws Exception {
        long mostBytes = target.mostBytes(input);
        Cost cost = cost(target, input);
        if (isTooDear(cost, mostBytes)) {
            cost = cost(target, input);
        }
        if (isTooDear(cost, mostBytes)) {
            throw new AssertionError("%s allocated %d bytes of at most %d, in %d ms of at most %d"
                    .formatted(target.name(), cost.bytes, mostBytes, cost.nanos / 1_000_000, LONGEST.toMillis()));
        }
    }

    private static boolean isTooDear(Cost cost, long mostBytes) {
        return cost.bytes > mostBytes || cost.nanos > LONGEST.toNanos();
    }

    private static Cost cost(FuzzTarget target, byte[] input) throws Exception {
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long nanos = THREADS.getCurrentThreadCpuTime();
        target.accept(input);
        return new Cost(THREADS.getCurrentThreadAllocatedBytes() - bytes, THREADS.getCurrentThreadCpuTime() - nanos);
    }
}
