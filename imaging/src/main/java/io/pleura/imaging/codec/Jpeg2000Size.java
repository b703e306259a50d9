package io.pleura.imaging.codec;

/// The SIZ marker segment of a JPEG 2000 codestream (ITU-T T.800 section A.5.1), read before a library is let near the
/// bytes: what it will allocate is known and bounded.
///
/// @param left where on the reference grid the image begins; nearly always 0, as is `top`
record Jpeg2000Size(
        long columns, long rows, long left, long top, long tiles, int components, int precision, boolean signed) {

    private static final int MAX_TILES = 65_535; // section A.4.2: a tile index has 16 bits
    private static final int SIZ_END = 43; // with one component

    /// @param at where the codestream starts
    static Jpeg2000Size of(byte[] bytes, int at) {
        if (at + SIZ_END > bytes.length) {
            throw Undecodable.cutOff("a JPEG 2000 header breaks off");
        }
        long left = uint32(bytes, at + 16);
        long top = uint32(bytes, at + 20);
        long columns = uint32(bytes, at + 8) - left;
        long rows = uint32(bytes, at + 12) - top;
        long tileColumns = uint32(bytes, at + 24);
        long tileRows = uint32(bytes, at + 28);
        long tileLeft = uint32(bytes, at + 32);
        long tileTop = uint32(bytes, at + 36);
        // Section B.3: the image is not empty, and its first tile holds its first sample.
        boolean possible = columns > 0
                && rows > 0
                && tileLeft <= left
                && tileTop <= top
                && tileLeft + tileColumns > left
                && tileTop + tileRows > top;
        if (!possible) {
            throw new Undecodable("an impossible JPEG 2000 image size");
        }
        long tiles =
                Math.ceilDiv(left + columns - tileLeft, tileColumns) * Math.ceilDiv(top + rows - tileTop, tileRows);
        int components = Byte.toUnsignedInt(bytes[at + 40]) << 8 | Byte.toUnsignedInt(bytes[at + 41]);
        int depth = Byte.toUnsignedInt(bytes[at + 42]);
        return new Jpeg2000Size(columns, rows, left, top, tiles, components, (depth & 0x7F) + 1, depth >> 7 == 1);
    }

    boolean atOrigin() {
        return left == 0 && top == 0;
    }

    void require(PixelFormat format) {
        if (components != 1) {
            throw new Undecodable(components + " components in a monochrome image");
        }
        format.requireSize("JPEG 2000", rows, columns);
        // The library makes room from the grid's origin on: at most four times the image.
        if (left > columns || top > rows) {
            throw new Undecodable("a JPEG 2000 image that begins at " + left + ", " + top + " of its grid");
        }
        if (precision > 16 || tiles > MAX_TILES) {
            throw new Undecodable("a JPEG 2000 image of " + precision + " bits in " + tiles + " tiles");
        }
    }

    private static long uint32(byte[] bytes, int at) {
        return (bytes[at] & 0xFFL) << 24
                | (bytes[at + 1] & 0xFF) << 16
                | (bytes[at + 2] & 0xFF) << 8
                | bytes[at + 3] & 0xFF;
    }
}
