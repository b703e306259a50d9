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
        DoubleUnaryOperator voi = voi(dataSet, modality, StoredValues.of(pixels, padding));
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

    /// Without a window, what there is fills the display; also with one that hides the image, and would have it
    /// scored as if nothing were on it. Some files state that of another image, or of other bits.
    private static DoubleUnaryOperator voi(DataSet dataSet, ModalityLut modality, StoredValues stored) {
        DoubleUnaryOperator fullRange = stored.fullRange(modality.values());
        return VoiLut.of(dataSet, modality.range())
                .filter(stated -> !stored.areHiddenBy(modality.values().andThen(stated))
                        || stored.areHiddenBy(modality.values().andThen(fullRange)))
                .orElse(fullRange);
    }
}
