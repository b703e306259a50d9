package io.pleura.training.export;

import java.nio.FloatBuffer;

/// Which values an activation takes over the calibration images: bins of equal width between its extremes.
///
/// Made in two passes over the images: {@link Extremes} first, then the counts.
final class ActivationHistogram {

    /// Smallest and largest value.
    record Extremes(float low, float high) {

        static Extremes of(FloatBuffer values) {
            float low = Float.POSITIVE_INFINITY;
            float high = Float.NEGATIVE_INFINITY;
            for (int i = values.position(); i < values.limit(); i++) {
                low = Math.min(low, values.get(i));
                high = Math.max(high, values.get(i));
            }
            return new Extremes(low, high);
        }

        Extremes and(Extremes other) {
            return new Extremes(Math.min(low, other.low), Math.max(high, other.high));
        }
    }

    private static final int BINS = 2048;
    private static final int CANDIDATES = 100;
    private static final double NARROWEST = 0.2;

    private final float low;
    private final double width;
    private final long[] counts = new long[BINS];
    private long total;

    ActivationHistogram(Extremes extremes) {
        low = extremes.low();
        width = Math.max(Float.MIN_NORMAL, ((double) extremes.high() - extremes.low()) / BINS);
    }

    void add(FloatBuffer values) {
        for (int i = values.position(); i < values.limit(); i++) {
            counts[Math.clamp((long) ((values.get(i) - low) / width), 0, BINS - 1)]++;
        }
        total += values.remaining();
    }

    Range extremes() {
        return range(0, BINS);
    }

    /// Leaves out the part `outside` of the values at each end.
    Range withoutTails(double outside) {
        long most = (long) (outside * total);
        int first = 0;
        for (long left = counts[0]; left <= most && first < BINS - 1; left += counts[first]) {
            first++;
        }
        int end = BINS;
        for (long right = counts[BINS - 1]; right <= most && end > first + 1; right += counts[end - 1]) {
            end--;
        }
        return range(first, end);
    }

    /// The range whose rounding and saturation together cost the least squared error, among ranges that shrink both
    /// ends of the extremes alike.
    Range leastSquares() {
        Range extremes = extremes();
        Range best = extremes;
        double least = Double.POSITIVE_INFINITY;
        for (int candidate = 0; candidate < CANDIDATES; candidate++) {
            float part = (float) (1 - (1 - NARROWEST) * candidate / CANDIDATES);
            Range range = new Range(extremes.low() * part, extremes.high() * part);
            double error = squaredError(range);
            if (error < least) {
                least = error;
                best = range;
            }
        }
        return best;
    }

    private double squaredError(Range range) {
        double rounding = (double) range.scale() * range.scale() / 12;
        double sum = 0;
        for (int bin = 0; bin < BINS; bin++) {
            double value = low + (bin + 0.5) * width;
            double clipped = value - Math.clamp(value, range.low(), range.high());
            sum += counts[bin] * (clipped == 0 ? rounding : clipped * clipped);
        }
        return sum;
    }

    private Range range(int first, int end) {
        return new Range((float) (low + first * width), (float) (low + end * width));
    }
}
