package io.pleura.imaging.frame;

import io.pleura.imaging.codec.StoredPixels;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.function.DoubleUnaryOperator;

/// The stored values that occur in an image, and how often each does. Millions of pixels have thousands of them.
///
/// @param values ascending, without [PixelPadding]
record StoredValues(int[] values, int[] counts) {

    /// Of all pixels: a radiograph has no such border, nor so much air around the patient.
    private static final double NEARLY_ALL = 0.95;

    /// Of 256 greys the first, and below the last.
    private static final double BLACK = 1.0 / 256;

    static StoredValues of(StoredPixels pixels, PixelPadding padding) {
        return pixels.bitsStored() <= 16 ? counted(pixels, padding) : sorted(pixels, padding);
    }

    private static StoredValues counted(StoredPixels pixels, PixelPadding padding) {
        int lowest = (int) InputRange.of(pixels).lowest();
        int[] histogram = new int[1 << pixels.bitsStored()];
        for (int i = 0; i < pixels.count(); i++) {
            histogram[pixels.sample(i) - lowest]++;
        }
        int[] values = new int[histogram.length];
        int[] counts = new int[histogram.length];
        int distinct = 0;
        for (int i = 0; i < histogram.length; i++) {
            if (histogram[i] > 0 && !padding.contains(lowest + i)) {
                values[distinct] = lowest + i;
                counts[distinct++] = histogram[i];
            }
        }
        return new StoredValues(Arrays.copyOf(values, distinct), Arrays.copyOf(counts, distinct));
    }

    private static StoredValues sorted(StoredPixels pixels, PixelPadding padding) {
        int[] values = Arrays.stream(pixels.samples())
                .filter(sample -> !padding.contains(sample))
                .sorted()
                .toArray();
        int[] counts = new int[values.length];
        int distinct = 0;
        for (int value : values) {
            if (distinct == 0 || values[distinct - 1] != value) {
                values[distinct++] = value;
            }
            counts[distinct - 1]++;
        }
        return new StoredValues(Arrays.copyOf(values, distinct), Arrays.copyOf(counts, distinct));
    }

    /// Modality values to display values: what there is fills the display.
    DoubleUnaryOperator fullRange(DoubleUnaryOperator modality) {
        DoubleSummaryStatistics ends =
                Arrays.stream(values).mapToDouble(modality::applyAsDouble).summaryStatistics();
        double low = ends.getMin();
        double range = ends.getMax() - low;
        return range > 0 ? value -> Math.clamp((value - low) / range, 0, 1) : _ -> 0;
    }

    /// Whether nearly all of the image is black, or nearly all is white.
    ///
    /// @param display stored values to display values
    boolean areHiddenBy(DoubleUnaryOperator display) {
        long black = 0;
        long white = 0;
        long all = 0;
        for (int i = 0; i < values.length; i++) {
            double value = display.applyAsDouble(values[i]);
            black += value < BLACK ? counts[i] : 0;
            white += value > 1 - BLACK ? counts[i] : 0;
            all += counts[i];
        }
        return Math.max(black, white) >= NEARLY_ALL * all;
    }
}
