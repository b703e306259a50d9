package io.pleura.imaging.codec;

import io.pleura.imaging.dicom.DicomException;
import io.pleura.schemas.ReasonCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Uncompressed cells (PS3.5 section 8.1.1 and annex D).
final class NativePixels {

    private NativePixels() {}

    /// @param bytes in the byte order of the transfer syntax
    /// @param words whether the value is in 16-bit words (OW), which matters for 8-bit cells in big endian
    static int[] decode(ByteBuffer bytes, boolean words, PixelFormat format) throws DicomException {
        long needed = ((long) format.pixels() * format.bitsAllocated() + 7) / 8;
        if (bytes.remaining() < needed) {
            throw new DicomException(
                    ReasonCode.UNDECODABLE_PIXELS,
                    "Pixel Data has " + bytes.remaining() + " bytes where " + needed + " are needed");
        }
        boolean swapped = words && bytes.order() == ByteOrder.BIG_ENDIAN;
        int[] samples = new int[format.pixels()];
        for (int i = 0; i < samples.length; i++) {
            int cell =
                    switch (format.bitsAllocated()) {
                        case 1 -> octet(bytes, i >> 3, swapped) >> (i & 7) & 1;
                        case 8 -> octet(bytes, i, swapped);
                        case 16 -> bytes.getShort(2 * i);
                        default -> bytes.getInt(4 * i);
                    };
            samples[i] = format.sample(cell);
        }
        return samples;
    }

    /// The other byte of the word where the bytes are swapped; the last one of an odd number stands where it is.
    private static byte octet(ByteBuffer bytes, int index, boolean swapped) {
        return bytes.get(swapped && (index ^ 1) < bytes.remaining() ? index ^ 1 : index);
    }
}
