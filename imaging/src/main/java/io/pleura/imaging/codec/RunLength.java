package io.pleura.imaging.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// RLE Lossless (PS3.5 annex G): one segment for each byte of a cell, most significant first, each in PackBits runs.
final class RunLength {

    private static final int HEADER_BYTES = 64;

    /// Two bytes stand for 128 at most.
    private static final int MAX_EXPANSION = 64;

    /// The high bytes of cells that have low ones only.
    private static final byte[] ZEROS = new byte[RunLengthSegment.MAX_PIECE];

    private RunLength() {}

    static Cells decode(ByteBuffer frame, PixelFormat format) {
        if (format.bitsAllocated() == 1) {
            throw new Undecodable("single bits are not run-length encoded");
        }
        RunLengthSegment[] segments =
                segments(frame.duplicate().order(ByteOrder.LITTLE_ENDIAN), format.bitsAllocated() / 8);
        if ((long) frame.limit() * MAX_EXPANSION < format.pixels()) {
            throw new Undecodable("the RLE frame is too short for the image");
        }
        return segments.length <= 2
                ? new Cells.Narrow(narrow(segments, format.pixels()))
                : new Cells.Wide(wide(segments, format.pixels()));
    }

    /// Sections G.3.1 and G.5: their number and where each of them starts; each ends where the next one starts.
    private static RunLengthSegment[] segments(ByteBuffer frame, int cellBytes) {
        if (frame.limit() < HEADER_BYTES) {
            throw new Undecodable("the RLE header is cut off");
        }
        int count = frame.getInt(0);
        if (count != cellBytes) {
            throw new Undecodable(count + " RLE segments for cells of " + cellBytes + " bytes");
        }
        RunLengthSegment[] segments = new RunLengthSegment[count];
        for (int i = 0; i < count; i++) {
            // Values beyond int come out negative.
            int start = frame.getInt(4 + 4 * i);
            int end = i + 1 < count ? frame.getInt(8 + 4 * i) : frame.limit();
            if (start < HEADER_BYTES || end < start || end > frame.limit()) {
                throw new Undecodable("RLE segment " + i + " lies outside the frame");
            }
            segments[i] = new RunLengthSegment(frame, start, end);
        }
        return segments;
    }

    /// Cells of one byte or two (section G.2: the first segment has the highest bytes).
    private static short[] narrow(RunLengthSegment[] segments, int pixels) {
        short[] cells = new short[pixels];
        for (int start = 0; start < pixels; start += RunLengthSegment.MAX_PIECE) {
            int count = Math.min(RunLengthSegment.MAX_PIECE, pixels - start);
            byte[] high = segments.length == 1 ? ZEROS : segments[0].read(count);
            join(high, segments[segments.length - 1].read(count), cells, start, count);
        }
        return cells;
    }

    private static void join(byte[] high, byte[] low, short[] cells, int start, int count) {
        for (int i = 0; i < count; i++) {
            cells[start + i] = (short) (high[i] << 8 | low[i] & 0xFF);
        }
    }

    private static int[] wide(RunLengthSegment[] segments, int pixels) {
        int[] cells = new int[pixels];
        for (int start = 0; start < pixels; start += RunLengthSegment.MAX_PIECE) {
            int count = Math.min(RunLengthSegment.MAX_PIECE, pixels - start);
            for (RunLengthSegment segment : segments) {
                append(segment.read(count), cells, start, count);
            }
        }
        return cells;
    }

    private static void append(byte[] bytes, int[] cells, int start, int count) {
        for (int i = 0; i < count; i++) {
            cells[start + i] = cells[start + i] << 8 | bytes[i] & 0xFF;
        }
    }
}
