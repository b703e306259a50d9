package io.pleura.inference;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What the worker's thread tells health checks on other threads: its last sign of life and what troubles it.
public final class WorkerState {

    /// Turns that failed for no known reason, one after another, until the process is no longer to be trusted.
    static final int MAX_UNEXPLAINED = 5;

    private final LongSupplier nanos;
    private volatile long lastSignNanos;
    private volatile @Nullable String trouble = "the worker has not reached Kafka yet";
    private volatile @Nullable String end;
    private volatile int unexplained;

    /// @param nanos [System#nanoTime], or a test's: the wall clock may jump
    public WorkerState(LongSupplier nanos) {
        this.nanos = nanos;
        lastSignNanos = nanos.getAsLong();
    }

    void alive() {
        lastSignNanos = nanos.getAsLong();
    }

    /// A batch was committed.
    ///
    /// @param remaining what kept a part of the work from being done
    void turned(Optional<String> remaining) {
        idle(remaining);
        unexplained = 0;
    }

    /// Nothing is left to do but what remains.
    void idle(Optional<String> remaining) {
        alive();
        trouble = remaining.orElse(null);
        if (remaining.isEmpty()) {
            unexplained = 0;
        }
    }

    /// Something that the worker depends on is away; it goes on trying.
    void troubled(String what) {
        trouble = what;
    }

    void bug(String what) {
        trouble = what;
        int before = unexplained;
        unexplained = Math.min(before + 1, MAX_UNEXPLAINED);
    }

    void ended(String why) {
        end = why;
    }

    /// Since its last sign of life.
    Duration silence() {
        return Duration.ofNanos(nanos.getAsLong() - lastSignNanos);
    }

    /// In words, empty when all is well.
    public Optional<String> trouble() {
        return Optional.ofNullable(end).or(() -> Optional.ofNullable(trouble));
    }

    /// Whether only a new process will do.
    public boolean lost() {
        return end != null || unexplained >= MAX_UNEXPLAINED;
    }
}
