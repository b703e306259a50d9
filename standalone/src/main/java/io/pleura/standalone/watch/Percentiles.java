package io.pleura.standalone.watch;

import java.time.Duration;
import java.util.List;

/// Latencies as their median and 99th percentile, by nearest rank: each is a time that was measured.
public record Percentiles(Duration median, Duration p99, int count) {

    /// @throws IllegalArgumentException when nothing was measured
    public static Percentiles of(List<Duration> measured) {
        if (measured.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        List<Duration> sorted = measured.stream().sorted().toList();
        return new Percentiles(rank(sorted, 50), rank(sorted, 99), sorted.size());
    }

    private static Duration rank(List<Duration> sorted, int percent) {
        int rank = Math.ceilDiv(percent * sorted.size(), 100);
        return sorted.get(rank - 1);
    }
}
