package io.pleura.imaging.codec;

import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.dicom.PixelData;
import io.pleura.schemas.ReasonCode;
import java.nio.ByteBuffer;

/// The compressed bytes of the one frame (PS3.5 section A.4).
final class FrameBytes {

    private FrameBytes() {}

    /// All fragments joined: with a single frame they are all its own, and the Basic Offset Table, often wrong in the
    /// field, is not needed.
    static byte[] of(PixelData.Encapsulated pixelData) throws DicomException {
        long size =
                pixelData.fragments().stream().mapToLong(ByteBuffer::remaining).sum();
        if (size == 0) {
            throw new DicomException(ReasonCode.NO_PIXEL_DATA, "Pixel Data has no fragments");
        }
        if (size > Integer.MAX_VALUE - 8) {
            throw new DicomException(ReasonCode.LIMIT_EXCEEDED, "the frame has more than 2^31 bytes");
        }
        byte[] frame = new byte[(int) size];
        int offset = 0;
        for (ByteBuffer fragment : pixelData.fragments()) {
            ByteBuffer bytes = fragment.duplicate();
            int length = bytes.remaining();
            bytes.get(frame, offset, length);
            offset += length;
        }
        return frame;
    }
}
