package io.pleura.training.evaluation;

import java.util.Locale;

/// A figure and the interval that covers its true value in 95 of 100 samples; all NaN where the figure does not exist,
/// `low` and `high` where it has no interval.
public record Estimate(double value, double low, double high) {

    public static final Estimate ABSENT = new Estimate(Double.NaN, Double.NaN, Double.NaN);

    static Estimate withoutInterval(double value) {
        return new Estimate(value, Double.NaN, Double.NaN);
    }

    public boolean exists() {
        return !Double.isNaN(value);
    }

    public double width() {
        return high - low;
    }

    /// As in "0.912 (0.871 to 0.944)"; a dash where there is no figure.
    public String text() {
        if (!exists()) {
            return "–";
        }
        return Double.isNaN(low)
                ? String.format(Locale.ROOT, "%.3f", value)
                : String.format(Locale.ROOT, "%.3f (%.3f to %.3f)", value, low, high);
    }
}
