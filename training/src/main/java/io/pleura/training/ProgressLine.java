package io.pleura.training;

import java.io.PrintWriter;
import java.time.Duration;

/// Prints how far a long piece of work is and when it will be done, at most once in a given time.
public final class ProgressLine {

    private static final long QUIET_NANOS = Duration.ofSeconds(10).toNanos();

    private final PrintWriter out;
    private final long started = System.nanoTime();
    private final double doneBefore;
    private long lastPrinted = started;

    public ProgressLine(PrintWriter out) {
        this(out, 0);
    }

    /// @param doneBefore part of the work that was done before the clock started
    public ProgressLine(PrintWriter out, double doneBefore) {
        this.out = out;
        this.doneBefore = doneBefore;
    }

    public synchronized void at(String what, double done) {
        long now = System.nanoTime();
        if (now - lastPrinted >= QUIET_NANOS && done > doneBefore) {
            lastPrinted = now;
            out.printf("%s %.0f %%, %s left%n", what, 100 * done, left(now, done));
            out.flush();
        }
    }

    private String left(long now, double done) {
        long seconds = Math.round((now - started) / 1e9 * (1 - done) / (done - doneBefore));
        return "%d:%02d".formatted(seconds / 60, seconds % 60);
    }
}
