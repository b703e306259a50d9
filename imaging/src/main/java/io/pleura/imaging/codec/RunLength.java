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
        ByteBuffer bytes = frame.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        int[] bounds = bounds(bytes, bytes.limit(), format);
        RunLengthSegment[] segments = new RunLengthSegment[bounds.length - 1];
        for (int i = 0; i < segments.length; i++) {
            segments[i] = new RunLengthSegment(bytes, bounds[i], bounds[i + 1]);
        }
        return segments.length <= 2
                ? new Cells.Narrow(narrow(segments, format.pixels()))
                : new Cells.Wide(wide(segments, format.pixels()));
    }

    /// Throws unless the frame's own header is one of such an image.
    ///
    /// @param start of the frame
    /// @param frameBytes of all of it
    static void requireHeader(byte[] start, long frameBytes, PixelFormat format) {
        bounds(ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN), frameBytes, format);
    }

    /// Sections G.3.1 and G.5: where each segment starts, which is where the one before ends, and where the last ends.
    private static int[] bounds(ByteBuffer start, long frameBytes, PixelFormat format) {
        if (format.bitsAllocated() == 1) {
            throw new Undecodable("single bits are not run-length encoded");
        }
        if (start.limit() < HEADER_BYTES) {
            throw Undecodable.cutOff("the RLE header is cut off");
        }
        int count = start.getInt(0);
        int cellBytes = format.bitsAllocated() / 8;
        if (count != cellBytes) {
            throw new Undecodable(count + " RLE segments for cells of " + cellBytes + " bytes");
        }
        int[] bounds = new int[count + 1];
        for (int i = 0; i < count; i++) {
            bounds[i] = start.getInt(4 + 4 * i); // values beyond int come out negative
        }
        bounds[count] = (int) Math.min(frameBytes, Integer.MAX_VALUE);
        for (int i = 0; i < count; i++) {
            if (bounds[i] < HEADER_BYTES || bounds[i + 1] < bounds[i] || bounds[i + 1] > frameBytes) {
                throw new Undecodable("RLE segment " + i + " lies outside the frame");
            }
        }
        if (frameBytes * MAX_EXPANSION < format.pixels()) {
            throw new Undecodable("the RLE frame is too short for the image");
        }
        return bounds;
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
