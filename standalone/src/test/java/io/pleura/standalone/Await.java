package io.pleura.standalone;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Waits for what another thread or process does, by looking again and again.
public final class Await {

    private static final Duration PAUSE = Duration.ofMillis(10);

    private Await() {}

    /// What is waited for.
    @FunctionalInterface
    public interface Condition<X extends Exception> {
        boolean holds() throws X;
    }

    /// @param what to say when it has not come in time
    public static <X extends Exception> void until(String what, Duration patience, Condition<X> condition) throws X {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not within " + patience + ": " + what);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
