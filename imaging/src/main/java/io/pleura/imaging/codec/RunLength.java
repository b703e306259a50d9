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
        RunLengthSegment[] planes = new RunLengthSegment[segments];
        for (int segment = 0; segment < segments; segment++) {
            int start = unsignedInt(frame, 4 + 4 * segment);
            int end = segment + 1 < segments ? unsignedInt(frame, 8 + 4 * segment) : frame.length;
            if (start < HEADER_BYTES || end < start || end > frame.length) {
                throw new Undecodable("RLE segment " + segment + " lies outside the frame");
            }
            planes[segment] = new RunLengthSegment(frame, start, end);
        }
        int[] samples = new int[format.pixels()];
        for (int start = 0; start < samples.length; start += RunLengthSegment.MAX_PIECE) {
            int count = Math.min(RunLengthSegment.MAX_PIECE, samples.length - start);
            if (segments == 2) {
                join(planes[0].read(count), planes[1].read(count), samples, start, count, format);
            } else {
                join(planes, samples, start, count, format);
            }
        }
        return samples;
    }

    /// The usual cells of 16 bits.
    private static void join(byte[] high, byte[] low, int[] samples, int start, int count, PixelFormat format) {
        for (int i = 0; i < count; i++) {
            samples[start + i] = format.sample((high[i] & 0xFF) << 8 | low[i] & 0xFF);
        }
    }

    /// Section G.2: the first segment has the highest bytes.
    private static void join(RunLengthSegment[] planes, int[] samples, int start, int count, PixelFormat format) {
        for (RunLengthSegment plane : planes) {
            byte[] bytes = plane.read(count);
            for (int i = 0; i < count; i++) {
                samples[start + i] = samples[start + i] << 8 | bytes[i] & 0xFF;
            }
        }
        for (int i = start; i < start + count; i++) {
            samples[i] = format.sample(samples[i]);
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
