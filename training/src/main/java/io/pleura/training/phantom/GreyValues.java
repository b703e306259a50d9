package io.pleura.training.phantom;

/// The grey values that real radiographs have, rank by rank: mean and deviation over the frontal images of NIH
/// ChestX-ray14 (12 images of the archive that is in the public domain, after the preprocessing of the service).
public final class GreyValues {

    private static final double[] RANKS = {0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97, 1};
    private static final double[] MEANS = {0.05, 0.16, 0.26, 0.39, 0.48, 0.565, 0.64, 0.705, 0.765, 0.83, 0.914, 0.97, 1
    };
    private static final double[] DEVIATIONS = {
        0.04, 0.12, 0.125, 0.115, 0.11, 0.105, 0.095, 0.09, 0.08, 0.065, 0.035, 0.015, 0
    };

    private final double[] values;

    private GreyValues(double lighter, double steeper) {
        values = new double[RANKS.length];
        for (int i = 0; i < values.length; i++) {
            double value = MEANS[i] + DEVIATIONS[i] * (lighter + steeper * (2 * RANKS[i] - 1));
            values[i] = Math.clamp(value, i == 0 ? 0 : values[i - 1], 1);
        }
    }

    public static GreyValues typical() {
        return new GreyValues(0, 0);
    }

    /// As they differ from image to image.
    static GreyValues draw(Draws draws) {
        double lighter = draws.gaussian() * 0.9;
        double steeper = draws.gaussian() * 0.5;
        return new GreyValues(lighter, steeper);
    }

    /// @param rank 0..1
    /// @return 0..1
    public double at(double rank) {
        int i = 1;
        while (i < RANKS.length - 1 && RANKS[i] < rank) {
            i++;
        }
        double part = (rank - RANKS[i - 1]) / (RANKS[i] - RANKS[i - 1]);
        return values[i - 1] + (values[i] - values[i - 1]) * Math.clamp(part, 0, 1);
    }
}
