package io.pleura.imaging.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Sequential DCT-based JPEG with Huffman coding (ITU-T T.81 annex F): baseline (8 bits) and extended (8 or 12 bits),
/// one component.
///
/// Own code because there is no pure Java library: the JDK's reader, to which TwelveMonkeys delegates, is native
/// libjpeg and knows 8 bits only.
final class JpegSequential {

    /// Figure A.6: position in the block of each coefficient in zigzag order.
    private static final int[] ZIGZAG = {
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14,
        21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60,
        61, 54, 47, 55, 62, 63
    };

    private final JpegFrame frame;
    private final int[] quantization;
    private final JpegHuffmanTable acTable;
    private final JpegBits bits;
    private final float[] block = new float[64];
    private final InverseDct inverseDct = new InverseDct();

    private JpegSequential(byte[] bytes, JpegFrame frame) {
        this.frame = frame;
        this.quantization = required(frame.quantization(), "quantization");
        this.acTable = required(frame.acTable(), "Huffman");
        this.bits = new JpegBits(bytes, frame.scanStart());
    }

    /// @return samples of the frame's precision, unsigned
    static short[] decode(byte[] bytes, JpegFrame frame) {
        if (frame.precision() != 8 && frame.precision() != 12) {
            throw new Undecodable("a DCT-based image of " + frame.precision() + " bits");
        }
        return new JpegSequential(bytes, frame).decode();
    }

    private short[] decode() {
        int blockRows = (frame.rows() + 7) / 8;
        int blockColumns = (frame.columns() + 7) / 8;
        if (4L * bits.length() < (long) blockRows * blockColumns) { // a block takes two bits at least
            throw new Undecodable("the JPEG image is too short for its size");
        }
        short[] samples = new short[frame.rows() * frame.columns()];
        int prediction = 0;
        int untilRestart = frame.restartInterval();
        for (int y = 0; y < blockRows; y++) {
            for (int x = 0; x < blockColumns; x++) {
                if (frame.restartInterval() > 0 && untilRestart-- == 0) {
                    bits.restart();
                    prediction = 0;
                    untilRestart = frame.restartInterval() - 1;
                }
                prediction = readBlock(prediction);
                inverseDct.transform(block);
                store(samples, 8 * y, 8 * x);
            }
            bits.requireWithin();
        }
        bits.requireEnd();
        return samples;
    }

    /// Section F.2.2: the DC difference, then run lengths of zeros and AC coefficients. Dequantized on the way.
    ///
    /// @return the DC coefficient, which predicts the next
    private int readBlock(int prediction) {
        Arrays.fill(block, 0);
        int category = frame.dcTable().decode(bits);
        if (category > 15) {
            throw new Undecodable("no DC category " + category);
        }
        int dc = prediction + bits.readSigned(category);
        block[0] = (float) dc * quantization[0];
        for (int k = 1; k < 64; k++) {
            int symbol = acTable.decode(bits);
            int run = symbol >> 4;
            int size = symbol & 0x0F;
            if (size == 0) {
                if (run != 15) {
                    break; // end of block
                }
                k += 15;
                continue;
            }
            k += run;
            if (k > 63) {
                throw new Undecodable("a run of zeros leaves the block");
            }
            block[ZIGZAG[k]] = (float) bits.readSigned(size) * quantization[k];
        }
        return dc;
    }

    /// Section F.2.1.5 (level shift) and clamping; what lies beyond the image is dropped.
    private void store(short[] samples, int top, int left) {
        int maximum = (1 << frame.precision()) - 1;
        float shift = (1 << frame.precision() - 1) + 0.5f;
        int height = Math.min(8, frame.rows() - top);
        int width = Math.min(8, frame.columns() - left);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int value = (int) Math.floor(block[8 * y + x] + shift);
                samples[(top + y) * frame.columns() + left + x] = (short) Math.clamp(value, 0, maximum);
            }
        }
    }

    private static <T> T required(@Nullable T table, String what) {
        if (table == null) {
            throw new Undecodable("a " + what + " table is missing");
        }
        return table;
    }
}
