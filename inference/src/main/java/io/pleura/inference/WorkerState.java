package io.pleura.inference;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the worker's thread tells health checks on other threads: its last sign of life and what troubles it.
public final class WorkerState {

    /// Turns that failed for no known reason, one after another, until the process is no longer to be trusted.
    static final int MAX_UNEXPLAINED = 5;

    private volatile Instant lastSign;
    private volatile @Nullable String trouble = "the worker has not reached Kafka yet";
    private volatile @Nullable String end;
    private volatile int unexplained;

    public WorkerState(Instant now) {
        lastSign = now;
    }

    void alive(Instant now) {
        lastSign = now;
    }

    /// @param remaining what kept a part of the work from being done
    void turned(Instant now, Optional<String> remaining) {
        lastSign = now;
        trouble = remaining.orElse(null);
        unexplained = 0;
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

    Instant lastSign() {
        return lastSign;
    }

    /// In words, empty when all is well.
    public Optional<String> trouble() {
        return Optional.ofNullable(end).or(() -> Optional.ofNullable(trouble));
    }

    /// Whether only a new process will do.
    boolean lost() {
        return end != null || unexplained >= MAX_UNEXPLAINED;
    }
}
