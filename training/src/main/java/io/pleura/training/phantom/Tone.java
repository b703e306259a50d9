package io.pleura.training.phantom;

import java.util.Arrays;

/// The last step of a vendor's processing: from optical density to grey values of 0..1.
///
/// Most phantoms get the grey values that real radiographs have: their body's pixels are mapped by rank to a quantile
/// function drawn around the mean one of NIH ChestX-ray14 frontal images (12 images of the archive that is in the
// public
/// domain; mean and deviation at eleven ranks, measured after the preprocessing of the service). The others get a
/// straight line between two percentiles and a gamma.
final class Tone {

    private static final int BINS = 4096;
    private static final double[] RANKS = {0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97, 1};
    private static final double[] MEANS = {0.05, 0.16, 0.26, 0.39, 0.48, 0.565, 0.64, 0.705, 0.765, 0.83, 0.914, 0.97, 1
    };
    private static final double[] DEVIATIONS = {
        0.04, 0.12, 0.125, 0.115, 0.11, 0.105, 0.095, 0.09, 0.08, 0.065, 0.035, 0.015, 0
    };
    private static final double MATCHED = 0.75;
    private static final double AIR_UP_TO_CENTIMETRES = 0.3;

    private Tone() {}

    static float[] display(float[] density, Tissue tissue, Draws draws) {
        Histogram histogram = Histogram.of(density, tissue);
        double low = histogram.value(draws.uniform(0.002, 0.02));
        double high = histogram.value(draws.uniform(0.93, 0.998));
        double gamma = draws.uniform(0.6, 1.3);
        double[] wanted = quantiles(draws);
        boolean matched = draws.chance(MATCHED);
        double behind = draws.chance(0.6) ? 0 : draws.uniform(0, 0.25); // grey of air outside the body
        double[] tones = new double[BINS];
        for (int bin = 0; bin < BINS; bin++) {
            double straight = Math.pow(Math.clamp((histogram.start(bin) - low) / (high - low), 0, 1), gamma);
            tones[bin] = matched ? at(wanted, histogram.rank(bin)) : straight;
        }
        float[] display = new float[density.length];
        for (int k = 0; k < display.length; k++) {
            double tone = tones[histogram.bin(density[k])];
            boolean air = tissue.soft[k] < AIR_UP_TO_CENTIMETRES && tissue.bone[k] <= 0;
            display[k] = (float) (air ? Math.min(tone, behind) : tone);
        }
        return display;
    }

    private static double[] quantiles(Draws draws) {
        double lighter = draws.gaussian() * 0.9;
        double steeper = draws.gaussian() * 0.5;
        double[] values = new double[RANKS.length];
        for (int i = 0; i < values.length; i++) {
            double value = MEANS[i] + DEVIATIONS[i] * (lighter + steeper * (2 * RANKS[i] - 1));
            values[i] = Math.clamp(value, i == 0 ? 0 : values[i - 1], 1);
        }
        return values;
    }

    private static double at(double[] quantiles, double rank) {
        int i = 1;
        while (i < RANKS.length - 1 && RANKS[i] < rank) {
            i++;
        }
        double part = (rank - RANKS[i - 1]) / (RANKS[i] - RANKS[i - 1]);
        return quantiles[i - 1] + (quantiles[i] - quantiles[i - 1]) * Math.clamp(part, 0, 1);
    }

    /// Of the pixels with body in them.
    private record Histogram(double smallest, double step, double[] ranks) {

        static Histogram of(float[] density, Tissue tissue) {
            float smallest = Float.MAX_VALUE;
            float largest = -Float.MAX_VALUE;
            for (float value : density) {
                smallest = Math.min(smallest, value);
                largest = Math.max(largest, value);
            }
            double step = Math.max(1e-6, (largest - smallest) / (BINS - 1.0));
            double[] ranks = new double[BINS];
            for (int k = 0; k < density.length; k++) {
                if (tissue.soft[k] >= AIR_UP_TO_CENTIMETRES) {
                    ranks[(int) ((density[k] - smallest) / step)]++;
                }
            }
            Arrays.parallelPrefix(ranks, Double::sum);
            double total = Math.max(1, ranks[BINS - 1]);
            for (int bin = 0; bin < BINS; bin++) {
                ranks[bin] /= total;
            }
            return new Histogram(smallest, step, ranks);
        }

        int bin(float value) {
            return (int) ((value - smallest) / step);
        }

        double start(int bin) {
            return smallest + step * bin;
        }

        double rank(int bin) {
            return ranks[bin];
        }

        double value(double rank) {
            int bin = Arrays.binarySearch(ranks, rank);
            return start(Math.min(BINS - 1, bin < 0 ? -bin - 1 : bin));
        }
    }
}
