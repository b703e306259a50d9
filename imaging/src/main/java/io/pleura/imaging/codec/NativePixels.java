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
                        case 1 -> bytes.get(swapped ? (i >> 3) ^ 1 : i >> 3) >> (i & 7) & 1;
                        case 8 -> bytes.get(swapped && (i ^ 1) < bytes.remaining() ? i ^ 1 : i);
                        case 16 -> bytes.getShort(2 * i);
                        default -> bytes.getInt(4 * i);
                    };
            samples[i] = format.sample(cell);
        }
        return samples;
    }
}
