package io.pleura.imaging.codec;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// Encodes small one-component JPEG images (ITU-T T.81) with plain Huffman tables, so that the decoders' tests need no
/// files: lossless with every predictor, and sequential of 8 or 12 bits with quantization steps of 1.
public final class JpegTestEncoder {

    private static final int NONE = Integer.MIN_VALUE;
    private static final int[] ZIGZAG_ROWS = new int[64];
    private static final int[] ZIGZAG_COLUMNS = new int[64];

    static {
        int index = 0;
        for (int diagonal = 0; diagonal < 15; diagonal++) {
            for (int i = 0; i <= diagonal; i++) {
                int row = diagonal % 2 == 0 ? diagonal - i : i;
                int column = diagonal - row;
                if (row < 8 && column < 8) {
                    ZIGZAG_ROWS[index] = row;
                    ZIGZAG_COLUMNS[index++] = column;
                }
            }
        }
    }

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private long buffer;
    private int buffered;

    private JpegTestEncoder() {}

    /// Process 14: the 17 categories of table H.2 as codes of 5 bits.
    public static byte[] lossless(
            int[] samples, int columns, int precision, int predictor, int pointTransform, int restartRows) {
        JpegTestEncoder encoder = new JpegTestEncoder();
        int rows = samples.length / columns;
        encoder.start(0xC3, precision, rows, columns, restartRows * columns);
        encoder.huffmanTable(0x00, codes(5, 17));
        encoder.segment(0xDA, 1, 1, 0x00, predictor, 0, pointTransform);
        int[] shifted = Arrays.stream(samples).map(s -> s >> pointTransform).toArray();
        for (int i = 0; i < samples.length; i++) {
            int row = i / columns;
            boolean restarted = restartRows > 0 && row % restartRows == 0;
            if (restarted && row > 0 && i % columns == 0) {
                encoder.align();
                encoder.marker(0xD0 + (row / restartRows - 1) % 8);
            }
            int prediction = prediction(shifted, i, columns, predictor, row == 0 || restarted);
            encoder.difference(
                    shifted[i] - (prediction == NONE ? 1 << precision - pointTransform - 1 : prediction), 5, 0);
        }
        return encoder.end();
    }

    private static int prediction(int[] samples, int i, int columns, int predictor, boolean firstRow) {
        boolean firstColumn = i % columns == 0;
        if (firstRow) {
            return firstColumn ? NONE : samples[i - 1];
        }
        int b = samples[i - columns];
        if (firstColumn) {
            return b;
        }
        int a = samples[i - 1];
        int c = samples[i - columns - 1];
        return switch (predictor) {
            case 1 -> a;
            case 2 -> b;
            case 3 -> c;
            case 4 -> a + b - c;
            case 5 -> a + ((b - c) >> 1);
            case 6 -> b + ((a - c) >> 1);
            default -> (a + b) >> 1;
        };
    }

    /// Processes 1 (8 bits) and 4 (12 bits), by the definition of the DCT (section A.3.3).
    public static byte[] sequential(int[] samples, int columns, int precision, int restartBlocks) {
        JpegTestEncoder encoder = new JpegTestEncoder();
        int rows = samples.length / columns;
        int[] steps = new int[65];
        Arrays.fill(steps, 1, 65, 1);
        encoder.start(precision == 8 ? 0xC0 : 0xC1, precision, rows, columns, restartBlocks);
        encoder.segment(0xDB, steps);
        encoder.huffmanTable(0x00, codes(5, 17));
        // Run and size as codes of 9 and 10 bits: short and long ones in the decoder's eyes.
        int[] lengths = new int[16];
        lengths[8] = 128;
        lengths[9] = 128;
        encoder.huffmanTable(0x10, new Codes(lengths));
        encoder.segment(0xDA, 1, 1, 0x00, 0, 63, 0);
        int dc = 0;
        int block = 0;
        for (int top = 0; top < rows; top += 8) {
            for (int left = 0; left < columns; left += 8) {
                if (restartBlocks > 0 && block > 0 && block % restartBlocks == 0) {
                    encoder.align();
                    encoder.marker(0xD0 + (block / restartBlocks - 1) % 8);
                    dc = 0;
                }
                int[] coefficients = coefficients(samples, columns, rows, top, left, 1 << precision - 1);
                encoder.difference(coefficients[0] - dc, 5, 0);
                dc = coefficients[0];
                encoder.alternating(coefficients);
                block++;
            }
        }
        return encoder.end();
    }

    /// 8 bits by the JDK's libjpeg: process 1, or a progressive one (process 2) of the same coefficients in six scans
    /// of all four kinds.
    public static byte[] libjpeg(int[] samples, int columns, boolean progressive) {
        BufferedImage image = new BufferedImage(columns, samples.length / columns, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSamples(0, 0, image.getWidth(), image.getHeight(), 0, samples);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam wanted = writer.getDefaultWriteParam();
        wanted.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), wanted);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    private static int[] coefficients(int[] samples, int columns, int rows, int top, int left, int shift) {
        int[] coefficients = new int[64];
        for (int k = 0; k < 64; k++) {
            int v = ZIGZAG_ROWS[k];
            int u = ZIGZAG_COLUMNS[k];
            double sum = 0;
            for (int y = 0; y < 8; y++) {
                for (int x = 0; x < 8; x++) {
                    int row = Math.min(top + y, rows - 1);
                    int column = Math.min(left + x, columns - 1);
                    sum += (samples[row * columns + column] - shift)
                            * Math.cos((2 * x + 1) * u * Math.PI / 16)
                            * Math.cos((2 * y + 1) * v * Math.PI / 16);
                }
            }
            double scale = (u == 0 ? Math.sqrt(0.5) : 1) * (v == 0 ? Math.sqrt(0.5) : 1) / 4;
            coefficients[k] = (int) Math.round(scale * sum);
        }
        return coefficients;
    }

    private void alternating(int[] coefficients) {
        int run = 0;
        for (int k = 1; k < 64; k++) {
            if (coefficients[k] == 0) {
                run++;
                continue;
            }
            for (; run > 15; run -= 16) {
                runSize(0xF0);
            }
            int size = category(coefficients[k]);
            runSize(run << 4 | size);
            magnitude(coefficients[k], size);
            run = 0;
        }
        if (run > 0) {
            runSize(0x00);
        }
    }

    private void runSize(int symbol) {
        // Codes of 9 bits count up from 0; those of 10 bits go on where they end.
        if (symbol < 128) {
            bits(symbol, 9);
        } else {
            bits(256 + symbol - 128, 10);
        }
    }

    private void difference(int difference, int codeBits, int firstCode) {
        int wrapped = (short) difference == -32768 ? 32768 : (short) difference;
        int size = wrapped == 32768 ? 16 : category(wrapped);
        bits(firstCode + size, codeBits);
        if (size < 16) {
            magnitude(wrapped, size);
        }
    }

    private void magnitude(int value, int size) {
        bits(value < 0 ? value - 1 + (1 << size) : value, size);
    }

    private static int category(int value) {
        return 32 - Integer.numberOfLeadingZeros(Math.abs(value));
    }

    private record Codes(int[] lengths) {}

    private static Codes codes(int length, int count) {
        int[] lengths = new int[16];
        lengths[length - 1] = count;
        return new Codes(lengths);
    }

    private void start(int frame, int precision, int rows, int columns, int restartInterval) {
        marker(0xD8);
        segment(0xFE, 'x'); // a comment, to be passed over
        segment(0xDD, restartInterval >> 8, restartInterval & 0xFF);
        segment(frame, precision, rows >> 8, rows & 0xFF, columns >> 8, columns & 0xFF, 1, 1, 0x11, 0);
    }

    private void huffmanTable(int selector, Codes codes) {
        int count = Arrays.stream(codes.lengths()).sum();
        segment(
                0xC4,
                IntStream.concat(
                                IntStream.concat(IntStream.of(selector), Arrays.stream(codes.lengths())),
                                IntStream.range(0, count))
                        .toArray());
    }

    private void segment(int marker, int... content) {
        marker(marker);
        out.write((content.length + 2) >> 8);
        out.write(content.length + 2);
        for (int value : content) {
            out.write(value);
        }
    }

    private void marker(int code) {
        out.write(0xFF);
        out.write(code);
    }

    private void bits(int value, int count) {
        buffer = buffer << count | value & (1L << count) - 1;
        buffered += count;
        while (buffered >= 8) {
            int next = (int) (buffer >> buffered - 8) & 0xFF;
            out.write(next);
            if (next == 0xFF) {
                out.write(0);
            }
            buffered -= 8;
        }
    }

    /// Fills the last byte with ones (section F.1.2.3).
    private void align() {
        if (buffered > 0) {
            bits(0xFF, 8 - buffered);
        }
    }

    private byte[] end() {
        align();
        marker(0xD9);
        return out.toByteArray();
    }
}
