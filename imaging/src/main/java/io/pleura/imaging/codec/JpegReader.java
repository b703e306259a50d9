package io.pleura.imaging.codec;

/// Where a parser of JPEG marker segments stands (ITU-T T.81 section B.1.1, T.87 annex C); never beyond the bytes.
final class JpegReader {

    private final byte[] bytes;
    private int position;

    JpegReader(byte[] bytes) {
        this.bytes = bytes;
    }

    int position() {
        return position;
    }

    void moveTo(int position) {
        this.position = position;
    }

    /// Section B.1.1.2: 0xFF, perhaps repeated, and a code. Bytes that belong to no segment are passed over.
    int nextMarker() {
        while (true) {
            while (uint8() != 0xFF) {
                continue;
            }
            int code = uint8();
            while (code == 0xFF) {
                code = uint8();
            }
            if (code != 0) {
                return code;
            }
        }
    }

    /// Section B.1.1.4: reads the length that a segment starts with.
    ///
    /// @return where the segment ends
    int segmentEnd() {
        int end = position + uint16();
        if (end > bytes.length) {
            throw new Undecodable("a JPEG marker segment is cut off");
        }
        return end;
    }

    int uint8() {
        if (position >= bytes.length) {
            throw new Undecodable("the JPEG image breaks off");
        }
        return Byte.toUnsignedInt(bytes[position++]);
    }

    int uint16() {
        return uint8() << 8 | uint8();
    }
}
