package io.pleura.imaging.codec;

import org.jspecify.annotations.Nullable;

/// Reads the marker segments of a JPEG-LS image (ITU-T T.87 annex C) up to its scan. One use, one thread.
final class JpegLsParser {

    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int DRI = 0xDD;
    private static final int SOF55 = 0xF7;
    private static final int LSE = 0xF8;

    /// Kinds of LSE segments (section C.2.4.1).
    private static final int PRESET_PARAMETERS = 1;

    private static final int OVERSIZE_DIMENSIONS = 4;

    private final JpegReader in;
    private @Nullable Size size;
    private final int[] preset = new int[5];
    private int restartInterval;

    private record Size(int precision, int rows, int columns) {}

    JpegLsParser(byte[] bytes) {
        this.in = new JpegReader(bytes);
    }

    JpegLsFrame parse() {
        if (in.nextMarker() != SOI) {
            throw new Undecodable("not a JPEG-LS image");
        }
        while (true) {
            int marker = in.nextMarker();
            if (marker == EOI) {
                throw new Undecodable("a JPEG-LS image without scan");
            }
            int start = in.position();
            int end = in.segmentEnd();
            switch (marker) {
                case LSE -> readPreset();
                case DRI -> restartInterval = readRestartInterval(end - start);
                case SOS -> {
                    return readScan(end);
                }
                default -> {
                    if (marker == SOF55 || isFrameOfAnotherProcess(marker)) {
                        size = readFrame(marker);
                    }
                }
            }
            in.moveTo(end);
        }
    }

    /// SOF0 to SOF15 but for DHT, JPG and DAC (ITU-T T.81 table B.1).
    private static boolean isFrameOfAnotherProcess(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    /// Section C.2.2.
    private Size readFrame(int marker) {
        if (marker != SOF55) {
            throw new Undecodable("JPEG process SOF" + (marker - 0xC0) + " is not that of the transfer syntax");
        }
        Size frame = new Size(in.uint8(), in.uint16(), in.uint16());
        int components = in.uint8();
        if (components != 1) {
            throw new Undecodable(components + " components in a monochrome image");
        }
        if (frame.precision < 2 || frame.precision > 16 || frame.rows == 0 || frame.columns == 0) {
            throw new Undecodable("an impossible JPEG-LS frame header");
        }
        return frame;
    }

    /// Section C.2.4.1.1.
    private void readPreset() {
        int kind = in.uint8();
        if (kind != PRESET_PARAMETERS) {
            throw new Undecodable(
                    kind == OVERSIZE_DIMENSIONS
                            ? "a JPEG-LS image of oversize dimensions"
                            : "a JPEG-LS image with a mapping table");
        }
        for (int i = 0; i < preset.length; i++) {
            preset[i] = in.uint16();
        }
    }

    /// Section C.2.5: a number of 2 to 4 bytes; the minimum coded unit of one component is a line.
    private int readRestartInterval(int segmentBytes) {
        int interval = 0;
        if (segmentBytes < 4 || segmentBytes > 6) {
            throw new Undecodable("an impossible JPEG-LS restart interval");
        }
        for (int i = 2; i < segmentBytes; i++) {
            interval = interval << 8 | in.uint8();
        }
        return interval & Integer.MAX_VALUE;
    }

    /// Section C.2.3.
    private JpegLsFrame readScan(int end) {
        int components = in.uint8();
        in.uint8(); // component selector
        int mappingTable = in.uint8();
        int near = in.uint8();
        in.uint8(); // interleaving, which does not matter for a single component
        int pointTransform = in.uint8() & 0x0F;
        Size frame = size;
        if (frame == null || components != 1) {
            throw new Undecodable("an impossible JPEG-LS scan header");
        }
        if (mappingTable != 0) {
            throw new Undecodable("a JPEG-LS image with a mapping table");
        }
        if (pointTransform != 0) {
            throw new Undecodable("a JPEG-LS image with a point transform");
        }
        JpegLsParameters parameters =
                JpegLsParameters.of(frame.precision, near, preset[0], preset[1], preset[2], preset[3], preset[4]);
        return new JpegLsFrame(frame.rows, frame.columns, frame.precision, parameters, restartInterval, end);
    }
}
