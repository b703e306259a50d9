package io.pleura.imaging.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Uncompressed cells (PS3.5 section 8.1.1 and annex D).
final class NativePixels {

    private NativePixels() {}

    /// @param bytes in the byte order of the transfer syntax, enough of them
    /// @param words whether the value is in 16-bit words (OW), which matters for 8-bit cells in big endian
    static Cells decode(ByteBuffer bytes, boolean words, PixelFormat format) {
        if (format.bitsAllocated() == 32) {
            int[] cells = new int[format.pixels()];
            bytes.asIntBuffer().get(cells);
            return new Cells.Wide(cells);
        }
        short[] cells = new short[format.pixels()];
        if (format.bitsAllocated() == 16) {
            bytes.asShortBuffer().get(cells);
        } else {
            boolean swapped = words && bytes.order() == ByteOrder.BIG_ENDIAN;
            boolean single = format.bitsAllocated() == 1;
            for (int i = 0; i < cells.length; i++) {
                cells[i] = (short) (single ? octet(bytes, i >> 3, swapped) >> (i & 7) : octet(bytes, i, swapped));
            }
        }
        return new Cells.Narrow(cells);
    }

    /// The other byte of the word where the bytes are swapped; the last one of an odd number stands where it is.
    private static byte octet(ByteBuffer bytes, int index, boolean swapped) {
        return bytes.get(swapped && (index ^ 1) < bytes.remaining() ? index ^ 1 : index);
    }
}
