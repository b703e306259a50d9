package io.pleura.imaging.codec;

import org.jspecify.annotations.Nullable;

/// Reads the marker segments of a JPEG-LS image (ITU-T T.87 annex C) up to its scan. One use, one thread.
final class JpegLsParser {

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
    private Oversize oversize = new Oversize(0, 0);
    private final int[] preset = new int[5];
    private int restartInterval;

    /// Of a frame whose own fields are 0; section C.2.4.1.4.
    private record Oversize(int rows, int columns) {}

    private record Size(int precision, int rows, int columns) {}

    JpegLsParser(byte[] bytes) {
        this.in = new JpegReader(bytes);
    }

    JpegLsFrame parse() {
        if (!in.passStart()) {
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
                case LSE -> readParameters();
                case DRI -> restartInterval = in.uint(end - start - 2, "JPEG-LS restart interval");
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
        if (frame.precision < 2 || frame.precision > 16) {
            throw new Undecodable("an impossible JPEG-LS frame header");
        }
        return frame;
    }

    /// Sections C.2.4.1.1 and C.2.4.1.4.
    private void readParameters() {
        switch (in.uint8()) {
            case PRESET_PARAMETERS -> {
                for (int i = 0; i < preset.length; i++) {
                    preset[i] = in.uint16();
                }
            }
            case OVERSIZE_DIMENSIONS -> {
                int bytes = in.uint8();
                oversize = new Oversize(in.uint(bytes, "JPEG-LS image size"), in.uint(bytes, "JPEG-LS image size"));
            }
            default -> throw new Undecodable("a JPEG-LS image with a mapping table");
        }
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
        int columns = frame.columns == 0 ? oversize.columns : frame.columns;
        int rows = frame.rows == 0 ? oversize.rows : frame.rows;
        if (columns == 0) {
            throw new Undecodable("an impossible JPEG-LS frame header");
        }
        return new JpegLsFrame(
                rows == 0 ? in.linesBehind(end) : rows, columns, frame.precision, parameters, restartInterval, end);
    }
}
