package io.pleura.training.phantom;

import java.util.Arrays;

/// The last step of a vendor's processing: from optical density to grey values of 0..1.
///
/// Most phantoms get the grey values that real radiographs have: their body's pixels are mapped by rank to values drawn
/// from {@link GreyValues}. The others get a straight line between two percentiles and a gamma.
final class Tone {

    private static final int BINS = 4096;
    private static final double MATCHED = 0.75;
    private static final double AIR_UP_TO_CENTIMETRES = 0.3;

    private Tone() {}

    static float[] display(float[] density, Tissue tissue, PhantomRecipe.Chests chests, Draws draws) {
        Histogram histogram = Histogram.of(density, tissue);
        double low = histogram.value(draws.uniform(0.002, 0.02));
        double high = histogram.value(draws.uniform(0.93, 0.998));
        double gamma = draws.uniform(0.6, 1.3);
        GreyValues wanted = GreyValues.draw(draws);
        boolean matched = draws.chance(MATCHED);
        Beside beside = Beside.draw(chests, draws);
        double[] tones = new double[BINS];
        for (int bin = 0; bin < BINS; bin++) {
            double straight = Math.pow(Math.clamp((histogram.start(bin) - low) / (high - low), 0, 1), gamma);
            tones[bin] = matched ? wanted.at(histogram.rank(bin)) : straight;
        }
        float[] display = new float[density.length];
        for (int k = 0; k < display.length; k++) {
            double tone = tones[histogram.bin(density[k])];
            boolean air = tissue.soft[k] < AIR_UP_TO_CENTIMETRES && tissue.bone[k] <= 0;
            display[k] = (float) beside.grey(tone, air, tissue.grid, k);
        }
        return display;
    }

    /// The grey of the air outside the body.
    private interface Beside {

        /// Of a pixel that would have this tone.
        double grey(double tone, boolean air, Grid grid, int k);

        static Beside draw(PhantomRecipe.Chests chests, Draws draws) {
            boolean black = draws.chance(0.6);
            if (chests == PhantomRecipe.Chests.PLAIN) {
                double most = black ? 0 : draws.uniform(0, 0.25);
                return (tone, air, grid, k) -> air ? Math.min(tone, most) : tone;
            }
            double grey = draws.uniform(0, black ? 0.03 : 0.25);
            double across = draws.uniform(-1.5, 1.5);
            double down = draws.uniform(-1.5, 1.5);
            return (tone, air, grid, k) -> {
                double x = (k % grid.columns()) / (double) grid.columns() - 0.5;
                double y = (k / grid.columns()) / (double) grid.rows() - 0.5;
                double lit = Math.max(0, grey * (1 + across * x + down * y));
                return air ? lit : Math.max(tone, lit);
            };
        }
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
