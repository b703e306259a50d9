package io.pleura.imaging.frame;

import io.pleura.imaging.codec.Polarity;
import io.pleura.imaging.codec.StoredPixels;
import io.pleura.imaging.dicom.DataSet;
import java.util.function.DoubleUnaryOperator;

/// The grayscale pipeline of one image (PS3.4 section N.2), as one function of the stored value.
///
/// @param padding stored values that are no image (Pixel Padding Value): dark, and no part of the range
/// @param modality stored value to modality value
/// @param voi modality value to display value
/// @param inverted by its [Polarity], as MONOCHROME1 is
record DisplayPipeline(PixelPadding padding, DoubleUnaryOperator modality, DoubleUnaryOperator voi, boolean inverted) {

    static DisplayPipeline of(DataSet dataSet, StoredPixels pixels) {
        PixelPadding padding = PixelPadding.of(dataSet, pixels.signed());
        ModalityLut modality = ModalityLut.of(dataSet, InputRange.of(pixels));
        boolean inverted =
                Polarity.of(dataSet).filter(Polarity.LOW_IS_BRIGHT::equals).isPresent();
        DoubleUnaryOperator voi =
                VoiLut.of(dataSet, modality.range()).orElseGet(() -> fullRange(pixels, padding, modality.values()));
        return new DisplayPipeline(padding, modality.values(), voi, inverted);
    }

    /// By a table of all stored values, unless they are too many.
    float[] apply(StoredPixels pixels) {
        float[] values = new float[pixels.count()];
        if (pixels.bitsStored() > 16) {
            for (int i = 0; i < values.length; i++) {
                values[i] = display(pixels.sample(i));
            }
            return values;
        }
        int lowest = (int) InputRange.of(pixels).lowest();
        float[] table = new float[1 << pixels.bitsStored()];
        for (int i = 0; i < table.length; i++) {
            table[i] = display(lowest + i);
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = table[pixels.sample(i) - lowest];
        }
        return values;
    }

    private float display(int sample) {
        if (padding.contains(sample)) {
            return 0;
        }
        float value = (float) voi.applyAsDouble(modality.applyAsDouble(sample));
        return inverted ? 1 - value : value;
    }

    /// Without a window, what there is fills the display.
    private static DoubleUnaryOperator fullRange(
            StoredPixels pixels, PixelPadding padding, DoubleUnaryOperator modality) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < pixels.count(); i++) {
            int sample = pixels.sample(i);
            if (!padding.contains(sample)) {
                double value = modality.applyAsDouble(sample);
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        double from = low;
        double range = high - low;
        return range > 0 ? value -> Math.clamp((value - from) / range, 0, 1) : _ -> 0;
    }
}
