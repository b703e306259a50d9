package io.pleura.training.data;

import java.util.Arrays;

/// Changes of the grey values that could make phantoms and radiographs look more alike, to be tried on both. The
/// service does none of them: one that is to be used must first become part of imaging's preprocessing.
public enum Contrast {
    /// As the service feeds the network.
    SERVED {
        @Override
        float[] of(float[] display, int size) {
            return display;
        }
    },
    /// Every grey value as often as any other within the image; padding stays black.
    EQUALISED {
        @Override
        float[] of(float[] display, int size) {
            double[] ranks = new double[BINS];
            for (float value : display) {
                ranks[bin(value)] += value > 0 ? 1 : 0;
            }
            Arrays.parallelPrefix(ranks, Double::sum);
            float[] equalised = new float[display.length];
            for (int k = 0; k < display.length; k++) {
                equalised[k] = display[k] > 0 ? (float) (ranks[bin(display[k])] / ranks[BINS - 1]) : 0;
            }
            return equalised;
        }
    },
    /// Difference from the mean of the neighbourhood, in deviations of that neighbourhood: takes exposure, tone and the
    /// thickness of the body out, as contrast-limited adaptive equalisation does (Pizer et al. 1987).
    LOCAL {
        @Override
        float[] of(float[] display, int size) {
            double[] sums = integral(display, size, false);
            double[] squares = integral(display, size, true);
            int reach = size / 12;
            float[] local = new float[display.length];
            for (int row = 0; row < size; row++) {
                for (int column = 0; column < size; column++) {
                    int top = Math.max(0, row - reach);
                    int bottom = Math.min(size, row + reach + 1);
                    int left = Math.max(0, column - reach);
                    int right = Math.min(size, column + reach + 1);
                    double count = (bottom - top) * (double) (right - left);
                    double mean = box(sums, size, top, left, bottom, right) / count;
                    double variance = box(squares, size, top, left, bottom, right) / count - mean * mean;
                    double deviation = Math.sqrt(Math.max(0, variance)) + LEAST_DEVIATION;
                    int k = row * size + column;
                    local[k] = (float) Math.clamp(0.5 + 0.2 * (display[k] - mean) / deviation, 0, 1);
                }
            }
            return local;
        }
    };

    private static final int BINS = 2048;
    private static final double LEAST_DEVIATION = 0.03;

    abstract float[] of(float[] display, int size);

    public Example applied(Example example) {
        if (this == SERVED) {
            return example;
        }
        float[] display = new float[example.pixels().length];
        for (int k = 0; k < display.length; k++) {
            display[k] = example.display(k);
        }
        return example.withDisplay(of(display, example.size()));
    }

    private static int bin(float value) {
        return (int) (value * (BINS - 1));
    }

    private static double[] integral(float[] values, int size, boolean squared) {
        double[] sums = new double[(size + 1) * (size + 1)];
        for (int row = 0; row < size; row++) {
            double line = 0;
            for (int column = 0; column < size; column++) {
                double value = values[row * size + column];
                line += squared ? value * value : value;
                sums[(row + 1) * (size + 1) + column + 1] = sums[row * (size + 1) + column + 1] + line;
            }
        }
        return sums;
    }

    private static double box(double[] sums, int size, int top, int left, int bottom, int right) {
        int stride = size + 1;
        return sums[bottom * stride + right]
                - sums[top * stride + right]
                - sums[bottom * stride + left]
                + sums[top * stride + left];
    }
}
