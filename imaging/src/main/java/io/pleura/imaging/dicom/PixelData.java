package io.pleura.imaging.dicom;

import java.nio.ByteBuffer;
import java.util.List;

/// The value of Pixel Data (7FE0,0010), as stored (PS3.5 section 8.2).
public sealed interface PixelData {

    /// Uncompressed cells; the buffer's byte order is that of the transfer syntax.
    record Native(Vr vr, ByteBuffer bytes) implements PixelData {}

    /// Compressed frames in fragments (PS3.5 section A.4). The offset table may be empty.
    record Encapsulated(ByteBuffer basicOffsetTable, List<ByteBuffer> fragments) implements PixelData {}
}
