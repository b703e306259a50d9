package io.pleura.alerting.route;

import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.utils.Time;

/// The time by which Kafka Streams counts its ticks: that of the clock at the start, and from there on what has passed.
/// By the clock itself they would stand still, when it is set back, until it is where it was, and so would escalations.
///
/// It may be far from the clock's, and nothing that is kept for people may have it. Safe for use by many threads.
final class SteadyTime implements Time {

    private static final long NANOS_A_MILLI = 1_000_000;

    private final long startMillis;
    private final long startNanos;
    private final LongSupplier nanos;

    /// @param nanos what has passed since some moment
    SteadyTime(InstantSource clock, LongSupplier nanos) {
        this.nanos = nanos;
        startMillis = clock.millis();
        startNanos = nanos.getAsLong();
    }

    @Override
    public long milliseconds() {
        return startMillis + (nanoseconds() - startNanos) / NANOS_A_MILLI;
    }

    @Override
    public long nanoseconds() {
        return nanos.getAsLong();
    }

    @Override
    public void sleep(long millis) {
        Time.SYSTEM.sleep(millis);
    }

    /// Not that of Kafka's own time, which would hold the deadline against the clock.
    @Override
    public void waitObject(Object object, Supplier<Boolean> condition, long deadlineMillis)
            throws InterruptedException {
        synchronized (object) {
            while (!condition.get()) {
                long left = deadlineMillis - milliseconds();
                if (left <= 0) {
                    throw new TimeoutException("the condition was not met in time");
                }
                object.wait(left);
            }
        }
    }
}
