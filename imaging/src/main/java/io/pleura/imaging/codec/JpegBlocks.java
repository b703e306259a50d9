package io.pleura.imaging.codec;

import java.util.Arrays;

/// The samples of a DCT-based image, which come from blocks of 8 x 8 coefficients (ITU-T T.81 section A.3). One thread.
final class JpegBlocks {

    /// Of a block.
    static final int COEFFICIENTS = 64;

    private static final int EDGE = 8;

    /// Figure A.6: position in the block of each coefficient in zigzag order.
    private static final int[] ZIGZAG = {
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14,
        21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60,
        61, 54, 47, 55, 62, 63
    };

    private final JpegFrame frame;
    private final int[] quantization;
    private final short[] samples;
    private final float[] block = new float[COEFFICIENTS];
    private final InverseDct inverseDct = new InverseDct();

    /// @param bytes of the whole image
    /// @param leastBits that a block takes in this process
    JpegBlocks(JpegFrame frame, byte[] bytes, int leastBits) {
        if (frame.precision() != 8 && frame.precision() != 12) {
            throw new Undecodable("a DCT-based image of " + frame.precision() + " bits");
        }
        this.frame = frame;
        quantization = frame.requiredQuantization();
        if (8L * bytes.length < (long) leastBits * rows() * columns()) {
            throw new Undecodable("the JPEG image is too short for its size");
        }
        samples = new short[frame.rows() * frame.columns()];
    }

    /// Of blocks.
    int rows() {
        return (frame.rows() + EDGE - 1) / EDGE;
    }

    /// Of blocks.
    int columns() {
        return (frame.columns() + EDGE - 1) / EDGE;
    }

    /// Begins a block whose coefficients are all zero.
    void begin() {
        Arrays.fill(block, 0);
    }

    /// @param index in zigzag order
    /// @param value quantized
    void coefficient(int index, int value) {
        block[ZIGZAG[index]] = (float) value * quantization[index];
    }

    /// Inverse DCT, level shift (section F.2.1.5) and clamping; what lies beyond the image is dropped.
    void end(int row, int column) {
        inverseDct.transform(block);
        int maximum = (1 << frame.precision()) - 1;
        float shift = (1 << frame.precision() - 1) + 0.5f;
        int top = EDGE * row;
        int left = EDGE * column;
        int height = Math.min(EDGE, frame.rows() - top);
        int width = Math.min(EDGE, frame.columns() - left);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int value = (int) Math.floor(block[EDGE * y + x] + shift);
                samples[(top + y) * frame.columns() + left + x] = (short) Math.clamp(value, 0, maximum);
            }
        }
    }

    /// Of the frame's precision, unsigned.
    short[] samples() {
        return samples;
    }
}
