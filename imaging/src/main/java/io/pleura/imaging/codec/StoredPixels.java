package io.pleura.imaging.codec;

/// The samples of one monochrome frame as stored: row by row from the top left, before rescale, window and
/// MONOCHROME1 (PS3.3 section C.7.6.3.1). Sign-extended when signed.
///
/// @param bitsStored every sample fits in so many bits
/// @param samples rows * columns values; the record owns the array
public record StoredPixels(int rows, int columns, int bitsStored, boolean signed, int[] samples) {

    public StoredPixels {
        if (rows < 1 || columns < 1 || samples.length != rows * columns) {
            throw new IllegalArgumentException("samples must fill rows and columns");
        }
    }
}
