package io.pleura.imaging.codec;

import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.dicom.PixelData;
import io.pleura.schemas.ReasonCode;
import java.nio.ByteBuffer;
import java.util.List;

/// The compressed bytes of the one frame (PS3.5 section A.4): with a single frame all fragments are its own, and the
/// Basic Offset Table, often wrong in the field, is not needed.
///
/// @param size of all fragments together, in bytes
record FrameBytes(List<ByteBuffer> fragments, int size) {

    static FrameBytes of(PixelData.Encapsulated pixelData) throws DicomException {
        long size =
                pixelData.fragments().stream().mapToLong(ByteBuffer::remaining).sum();
        if (size > Integer.MAX_VALUE - 8) {
            throw new DicomException(ReasonCode.LIMIT_EXCEEDED, "the frame has more than 2^31 bytes");
        }
        return new FrameBytes(pixelData.fragments(), (int) size);
    }

    /// Where they lie, if that is one piece, as it mostly is.
    ByteBuffer view() {
        return fragments.size() == 1 ? fragments.getFirst().slice() : ByteBuffer.wrap(joined());
    }

    /// In an array of their own.
    byte[] joined() {
        byte[] frame = new byte[size];
        int offset = 0;
        for (ByteBuffer fragment : fragments) {
            int length = fragment.remaining();
            fragment.get(fragment.position(), frame, offset, length);
            offset += length;
        }
        return frame;
    }
}
