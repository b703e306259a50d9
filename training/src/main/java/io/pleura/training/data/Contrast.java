package io.pleura.training.data;

import io.pleura.training.phantom.GreyValues;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

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
            return byRank(display, rank -> rank);
        }
    },
    /// Histogram matching: every image gets the grey values of a typical radiograph; padding stays black.
    MATCHED {
        @Override
        float[] of(float[] display, int size) {
            return byRank(display, GreyValues.typical()::at);
        }
    },
    /// Lung-field normalisation: what is dark in the middle of the image is taken for the lungs (threshold after Otsu
    /// 1979), and most of the grey scale given to their values.
    LUNGS {
        @Override
        float[] of(float[] display, int size) {
            double[] window = lungWindow(display, size);
            float[] stretched = new float[display.length];
            for (int k = 0; k < display.length; k++) {
                double within = LUNG_SHARE * (display[k] - window[0]) / (window[1] - window[0]);
                double above = LUNG_SHARE + (1 - LUNG_SHARE) * (display[k] - window[1]) / Math.max(0.01, 1 - window[1]);
                stretched[k] = (float) Math.clamp(display[k] > window[1] ? above : within, 0, 1);
            }
            return stretched;
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
    private static final double LUNG_SHARE = 0.85;
    private static final double LEAST_WINDOW = 0.1;

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

    /// The changed images stay in memory.
    public ExampleList applied(ExampleList examples) {
        return this == SERVED
                ? examples
                : ExampleList.of(examples.stream().map(this::applied).toList());
    }

    private static float[] byRank(float[] display, DoubleUnaryOperator tone) {
        double[] ranks = new double[BINS];
        for (float value : display) {
            ranks[bin(value)] += value > 0 ? 1 : 0;
        }
        Arrays.parallelPrefix(ranks, Double::sum);
        float[] toned = new float[display.length];
        for (int k = 0; k < display.length; k++) {
            double rank = ranks[bin(display[k])] / ranks[BINS - 1];
            toned[k] = display[k] > 0 ? (float) tone.applyAsDouble(rank) : 0;
        }
        return toned;
    }

    /// The hundredth and the ninety-ninth of a hundred values of the lungs, at least `LEAST_WINDOW` apart.
    private static double[] lungWindow(float[] display, int size) {
        int[] histogram = new int[BINS];
        for (int row = size / 8; row < size * 3 / 4; row++) {
            for (int column = size / 8; column < size * 7 / 8; column++) {
                float value = display[row * size + column];
                histogram[bin(value)] += value > 0 ? 1 : 0;
            }
        }
        int threshold = otsu(histogram);
        int count = Arrays.stream(histogram, 0, threshold + 1).sum();
        double low = quantile(histogram, 0.01 * count);
        double high = quantile(histogram, 0.99 * count);
        return new double[] {low, Math.max(high, low + LEAST_WINDOW)};
    }

    private static double quantile(int[] histogram, double count) {
        int bin = 0;
        for (double seen = histogram[0]; seen < count && bin < BINS - 1; seen += histogram[bin]) {
            bin++;
        }
        return bin / (BINS - 1.0);
    }

    /// The bin that parts the values into the two most different groups.
    private static int otsu(int[] histogram) {
        double all = 0;
        double sum = 0;
        for (int bin = 0; bin < BINS; bin++) {
            all += histogram[bin];
            sum += bin * (double) histogram[bin];
        }
        double below = 0;
        double sumBelow = 0;
        double best = -1;
        int threshold = 0;
        for (int bin = 0; bin < BINS; bin++) {
            below += histogram[bin];
            sumBelow += bin * (double) histogram[bin];
            double apart = below == 0 || below == all ? 0 : sumBelow / below - (sum - sumBelow) / (all - below);
            double between = below * (all - below) * apart * apart;
            if (between > best) {
                best = between;
                threshold = bin;
            }
        }
        return threshold;
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
