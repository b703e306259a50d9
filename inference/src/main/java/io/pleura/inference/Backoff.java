package io.pleura.inference;

import java.time.Duration;

/// How long to wait after failures in a row: doubles from `first` up to `atMost`.
record Backoff(Duration first, Duration atMost, int failures) {

    private static final int MAX_DOUBLINGS = 20;

    static Backoff starting(Duration first, Duration atMost) {
        return new Backoff(first, atMost, 0);
    }

    Backoff failedAgain() {
        return after(failures + 1);
    }

    Backoff after(int failures) {
        return new Backoff(first, atMost, Math.clamp(failures, 0, MAX_DOUBLINGS));
    }

    Backoff succeeded() {
        return failures == 0 ? this : starting(first, atMost);
    }

    /// Zero before the first failure.
    Duration delay() {
        if (failures == 0) {
            return Duration.ZERO;
        }
        Duration doubled = first.multipliedBy(1L << (failures - 1));
        return doubled.compareTo(atMost) < 0 ? doubled : atMost;
    }
}
