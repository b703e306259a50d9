package io.pleura.imaging.codec;

/// Where a parser of JPEG marker segments stands (ITU-T T.81 section B.1.1, T.87 annex C); never beyond the bytes.
final class JpegReader {

    private static final int SOI = 0xD8;
    private static final int RST0 = 0xD0;
    private static final int RST7 = 0xD7;
    private static final int DNL = 0xDC;

    /// In the entropy-coded data of JPEG-LS, a lower code is no marker (T.87 section A.1).
    private static final int FIRST_MARKER = 0x80;

    private final byte[] bytes;
    private int position;

    JpegReader(byte[] bytes) {
        this.bytes = bytes;
    }

    static boolean isRestart(int marker) {
        return marker >= RST0 && marker <= RST7;
    }

    int position() {
        return position;
    }

    void moveTo(int position) {
        this.position = position;
    }

    /// Over the first marker, and what may stand before it.
    ///
    /// @return whether it is SOI, and where an image must begin
    boolean passStart() {
        int last = 0;
        while (position < PixelDataExtent.START_BYTES) {
            int next = uint8();
            if (last == 0xFF && next != 0xFF) {
                return next == SOI;
            }
            last = next;
        }
        return false;
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
            throw Undecodable.cutOff("a JPEG marker segment is cut off");
        }
        return end;
    }

    /// Behind the first scan of a frame that states no number of lines (DNL, section B.2.5); stays where it is.
    ///
    /// @param scanStart where the entropy-coded data begins
    int linesBehind(int scanStart) {
        int back = position;
        position = scanStart;
        int marker = nextMarker();
        while (marker < FIRST_MARKER || isRestart(marker)) {
            marker = nextMarker();
        }
        if (marker != DNL) {
            throw new Undecodable("a JPEG image that states no number of lines");
        }
        int lines = uint(uint16() - 2, "JPEG number of lines");
        position = back;
        return lines;
    }

    /// A number of 2 to 4 bytes, as JPEG-LS has them (T.87 annex C).
    int uint(int bytes, String what) {
        if (bytes < 2 || bytes > 4) {
            throw new Undecodable("an impossible " + what);
        }
        int number = 0;
        for (int i = 0; i < bytes; i++) {
            number = number << 8 | uint8();
        }
        return number & Integer.MAX_VALUE;
    }

    int uint8() {
        if (position >= bytes.length) {
            throw Undecodable.cutOff("the JPEG image breaks off");
        }
        return Byte.toUnsignedInt(bytes[position++]);
    }

    int uint16() {
        return uint8() << 8 | uint8();
    }
}
