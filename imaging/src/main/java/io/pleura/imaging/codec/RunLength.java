package io.pleura.imaging.codec;

/// RLE Lossless (PS3.5 annex G): one segment for each byte of a cell, most significant first, each in PackBits runs.
final class RunLength {

    private static final int HEADER_BYTES = 64;
    private static final int MAX_SEGMENTS = 15;

    /// Two bytes stand for 128 at most.
    private static final int MAX_EXPANSION = 64;

    private RunLength() {}

    static int[] decode(byte[] frame, PixelFormat format) {
        if (frame.length < HEADER_BYTES) {
            throw new Undecodable("the RLE header is cut off");
        }
        int segments = unsignedInt(frame, 0);
        int cellBytes = Math.max(1, format.bitsAllocated() / 8);
        if (format.bitsAllocated() == 1) {
            throw new Undecodable("single bits are not run-length encoded");
        }
        if (segments != cellBytes || segments > MAX_SEGMENTS) {
            throw new Undecodable(segments + " RLE segments for cells of " + cellBytes + " bytes");
        }
        if ((long) frame.length * MAX_EXPANSION < format.pixels()) {
            throw new Undecodable("the RLE frame is too short for the image");
        }
        int[] cells = new int[format.pixels()];
        for (int segment = 0; segment < segments; segment++) {
            int start = unsignedInt(frame, 4 + 4 * segment);
            int end = segment + 1 < segments ? unsignedInt(frame, 8 + 4 * segment) : frame.length;
            if (start < HEADER_BYTES || end < start || end > frame.length) {
                throw new Undecodable("RLE segment " + segment + " lies outside the frame");
            }
            decodeSegment(frame, start, end, 8 * (segments - 1 - segment), cells);
        }
        for (int i = 0; i < cells.length; i++) {
            cells[i] = format.sample(cells[i]);
        }
        return cells;
    }

    /// Section G.3.2: n in 0..127 copies n + 1 bytes; n in -127..-1 repeats the next byte 1 - n times; -128 is nothing.
    private static void decodeSegment(byte[] frame, int start, int end, int shift, int[] cells) {
        int in = start;
        int out = 0;
        while (out < cells.length) {
            if (in + 1 >= end) {
                throw new Undecodable("an RLE segment ends after " + out + " of " + cells.length + " bytes");
            }
            int control = frame[in++];
            if (control >= 0) {
                int count = Math.min(control + 1, cells.length - out);
                if (in + count > end) {
                    throw new Undecodable("an RLE run is cut off");
                }
                for (int i = 0; i < count; i++) {
                    cells[out++] |= Byte.toUnsignedInt(frame[in + i]) << shift;
                }
                in += control + 1;
            } else if (control != Byte.MIN_VALUE) {
                int value = Byte.toUnsignedInt(frame[in++]) << shift;
                for (int i = Math.min(1 - control, cells.length - out); i > 0; i--) {
                    cells[out++] |= value;
                }
            }
        }
    }

    /// Values beyond int come out negative and fail the checks above.
    private static int unsignedInt(byte[] bytes, int at) {
        return Byte.toUnsignedInt(bytes[at])
                | Byte.toUnsignedInt(bytes[at + 1]) << 8
                | Byte.toUnsignedInt(bytes[at + 2]) << 16
                | bytes[at + 3] << 24;
    }
}
