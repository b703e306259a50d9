package io.pleura.ingest.receive.dimse;

import java.time.Duration;
import java.util.OptionalInt;

/// Counts what happens over and over, and says when to speak of it: at once, then at most once a minute, as whoever
/// floods a port must not flood the log too. Safe for use by many threads.
final class OnceAMinute {

    private static final Duration PAUSE = Duration.ofMinutes(1);

    // Guarded by this.
    private int untold;
    private boolean told;
    private long toldNanos;

    /// Counts one more.
    ///
    /// @param nowNanos [System#nanoTime]
    /// @return how many there were since this was last said; nothing while it was said just now
    synchronized OptionalInt another(long nowNanos) {
        untold++;
        if (told && nowNanos - toldNanos < PAUSE.toNanos()) {
            return OptionalInt.empty();
        }
        OptionalInt count = OptionalInt.of(untold);
        untold = 0;
        told = true;
        toldNanos = nowNanos;
        return count;
    }
}
