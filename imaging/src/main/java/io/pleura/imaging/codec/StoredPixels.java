package io.pleura.imaging.codec;

/// The samples of one monochrome frame as stored: row by row from the top left, before rescale, window and
/// MONOCHROME1 (PS3.3 section C.7.6.3.1). Immutable.
///
/// Each stays in its cell, mostly of 16 bits, and is taken out as it is read: whoever goes through an image waits for
/// memory, so that half as much of it counts for more than what a shift takes.
public final class StoredPixels {

    private final PixelFormat format;
    private final Cells cells;

    StoredPixels(PixelFormat format, Cells cells) {
        if (cells.count() != format.pixels()) {
            throw new IllegalArgumentException("cells must fill rows and columns");
        }
        this.format = format;
        this.cells = cells;
    }

    public int rows() {
        return format.rows();
    }

    public int columns() {
        return format.columns();
    }

    /// Every sample fits in so many bits.
    public int bitsStored() {
        return format.bitsStored();
    }

    public boolean signed() {
        return format.signed();
    }

    /// Of samples: rows * columns.
    public int count() {
        return cells.count();
    }

    /// Sign-extended when signed.
    ///
    /// @param index 0 to [#count] - 1
    public int sample(int index) {
        return format.sample(cells.at(index));
    }

    /// All samples, copied.
    public int[] samples() {
        int[] samples = new int[count()];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = sample(i);
        }
        return samples;
    }
}
