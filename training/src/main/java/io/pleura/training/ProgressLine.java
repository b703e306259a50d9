package io.pleura.training;

import java.io.PrintWriter;
import java.time.Duration;

/// Prints how far a long piece of work is and when it will be done, at most once in a given time.
public final class ProgressLine {

    private static final long QUIET_NANOS = Duration.ofSeconds(10).toNanos();

    private final PrintWriter out;
    private final long started = System.nanoTime();
    private long lastPrinted = started;

    public ProgressLine(PrintWriter out) {
        this.out = out;
    }

    public synchronized void at(String what, double done) {
        long now = System.nanoTime();
        if (now - lastPrinted >= QUIET_NANOS && done > 0) {
            lastPrinted = now;
            out.printf("%s %.0f %%, %s left%n", what, 100 * done, left(now, done));
            out.flush();
        }
    }

    private String left(long now, double done) {
        long seconds = Math.round((now - started) / 1e9 * (1 - done) / done);
        return "%d:%02d".formatted(seconds / 60, seconds % 60);
    }
}
