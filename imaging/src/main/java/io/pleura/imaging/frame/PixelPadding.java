package io.pleura.imaging.frame;

import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.Tags;
import java.util.OptionalInt;

/// Pixel Padding Value (0028,0120) to Pixel Padding Range Limit (0028,0121): stored values outside the image (PS3.3
/// section C.7.5.1.1.2). An empty range when there is none.
record PixelPadding(int low, int high) {

    private static final PixelPadding NONE = new PixelPadding(1, 0);

    static PixelPadding of(DataSet dataSet, boolean signed) {
        OptionalInt value = dataSet.integer(Tags.PIXEL_PADDING_VALUE);
        if (value.isEmpty()) {
            return NONE;
        }
        int first = stored(value.getAsInt(), signed);
        int second = stored(dataSet.integer(Tags.PIXEL_PADDING_RANGE_LIMIT).orElse(value.getAsInt()), signed);
        return new PixelPadding(Math.min(first, second), Math.max(first, second));
    }

    boolean contains(int sample) {
        return low <= sample && sample <= high;
    }

    /// US and SS are mixed up in the field: the value is read as the stored pixels are. One that does not fit the
    /// stored bits matches nothing.
    private static int stored(int value, boolean signed) {
        return signed ? (short) value : value & 0xFFFF;
    }
}
