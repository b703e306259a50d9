package io.pleura.imaging.frame;

import io.pleura.imaging.codec.StoredPixels;
import java.util.function.DoubleUnaryOperator;

/// The values that a step of the grayscale pipeline may be given, whatever the image: both ends are among them.
record InputRange(double lowest, double highest) {

    /// What the entries of a table can be: a word without sign (PS3.3 section C.11.1.1).
    static final InputRange TABLE_ENTRIES = new InputRange(0, 65_535);

    static InputRange of(StoredPixels pixels) {
        double values = Math.pow(2, pixels.bitsStored());
        double lowest = pixels.signed() ? -values / 2 : 0;
        return new InputRange(lowest, lowest + values - 1);
    }

    /// What a straight line makes of it.
    InputRange through(DoubleUnaryOperator line) {
        double one = line.applyAsDouble(lowest);
        double other = line.applyAsDouble(highest);
        return new InputRange(Math.min(one, other), Math.max(one, other));
    }
}
