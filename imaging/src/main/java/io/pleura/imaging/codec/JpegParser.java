package io.pleura.imaging.codec;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads marker segments (ITU-T T.81 annex B) up to the first scan, and those between the scans of a progressive image.
/// One use, one thread.
final class JpegParser {

    static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int DQT = 0xDB;
    private static final int DHT = 0xC4;
    private static final int DRI = 0xDD;
    private static final int JPG = 0xC8;
    private static final int DAC = 0xCC;
    private static final int JPEG_LS = 0xF7;

    /// A symbol is a byte, and has one code.
    private static final int MAX_SYMBOLS = 256;

    private final JpegReader in;

    private int process;
    private int precision;
    private int rows;
    private int columns;
    private int quantizationSelector;
    private int restartInterval;
    private final int[] @Nullable [] quantizations = new int[4][];
    private final @Nullable JpegHuffmanTable[] dcTables = new JpegHuffmanTable[4];
    private final @Nullable JpegHuffmanTable[] acTables = new JpegHuffmanTable[4];

    JpegParser(byte[] bytes) {
        this.in = new JpegReader(bytes);
    }

    /// Up to the first scan.
    JpegFrame parse() {
        if (!in.passStart()) {
            throw new Undecodable("not a JPEG image");
        }
        return nextScan().orElseThrow(() -> new Undecodable("a JPEG image without scan"));
    }

    /// Over the entropy-coded data of the scan before, up to the next one; empty at the end of the image.
    Optional<JpegFrame> nextScan() {
        for (int marker = in.nextMarker(); marker != EOI; marker = in.nextMarker()) {
            if (JpegReader.isRestart(marker)) {
                continue;
            }
            int end = in.segmentEnd();
            switch (marker) {
                case DQT -> readQuantization(end);
                case DHT -> readHuffman(end);
                case DRI -> restartInterval = in.uint16();
                case SOS -> {
                    JpegFrame scan = readScan(end);
                    in.moveTo(end);
                    return Optional.of(scan);
                }
                default -> {
                    if (marker >= 0xC0 && marker <= 0xCF && marker != JPG && marker != DAC || marker == JPEG_LS) {
                        readFrame(marker);
                    }
                }
            }
            in.moveTo(end);
        }
        return Optional.empty();
    }

    /// Section B.2.2.
    private void readFrame(int marker) {
        if (marker < 0xC0 || marker > 0xC3) {
            throw new Undecodable("JPEG process SOF" + (marker - 0xC0) + " is not that of the transfer syntax");
        }
        process = marker;
        precision = in.uint8();
        rows = in.uint16();
        columns = in.uint16();
        int components = in.uint8();
        if (components != 1) {
            throw new Undecodable(components + " components in a monochrome image");
        }
        in.uint16(); // component identifier and sampling factors, which do not matter for a single one
        quantizationSelector = in.uint8();
        if (precision < 2 || precision > 16 || columns == 0 || quantizationSelector > 3) {
            throw new Undecodable("an impossible JPEG frame header");
        }
    }

    /// Section B.2.3.
    private JpegFrame readScan(int end) {
        int components = in.uint8();
        in.uint8(); // component selector
        int tables = in.uint8();
        int selection = in.uint8();
        int selectionEnd = in.uint8();
        int approximation = in.uint8();
        if (process == 0 || components != 1 || (tables >> 4) > 3 || (tables & 0x0F) > 3) {
            throw new Undecodable("an impossible JPEG scan header");
        }
        return new JpegFrame(
                process,
                precision,
                rows == 0 ? in.linesBehind(end) : rows,
                columns,
                quantizations[quantizationSelector],
                dcTables[tables >> 4],
                acTables[tables & 0x0F],
                selection,
                selectionEnd,
                approximation >> 4,
                approximation & 0x0F,
                restartInterval,
                end);
    }

    /// Section B.2.4.1.
    private void readQuantization(int end) {
        while (in.position() < end) {
            int selector = in.uint8();
            if ((selector & 0x0F) > 3) {
                throw new Undecodable("an impossible quantization table");
            }
            int[] steps = new int[64];
            for (int i = 0; i < steps.length; i++) {
                steps[i] = selector >> 4 == 0 ? in.uint8() : in.uint16();
            }
            quantizations[selector & 0x0F] = steps;
        }
    }

    /// Section B.2.4.2.
    private void readHuffman(int end) {
        while (in.position() < end) {
            int selector = in.uint8();
            if ((selector & 0x0F) > 3 || selector >> 4 > 1) {
                throw new Undecodable("an impossible Huffman table");
            }
            int[] counts = new int[16];
            for (int i = 0; i < counts.length; i++) {
                counts[i] = in.uint8();
            }
            int[] symbols = new int[Arrays.stream(counts).sum()];
            if (symbols.length > MAX_SYMBOLS) {
                throw new Undecodable("an impossible Huffman table");
            }
            for (int i = 0; i < symbols.length; i++) {
                symbols[i] = in.uint8();
            }
            JpegHuffmanTable table = new JpegHuffmanTable(counts, symbols);
            (selector >> 4 == 0 ? dcTables : acTables)[selector & 0x0F] = table;
        }
    }
}
