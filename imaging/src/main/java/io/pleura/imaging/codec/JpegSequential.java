package io.pleura.imaging.codec;

/// Sequential DCT-based JPEG with Huffman coding (ITU-T T.81 annex F): baseline (8 bits) and extended (8 or 12 bits),
/// one component.
///
/// Own code because there is no pure Java library: the JDK's reader, to which TwelveMonkeys delegates, is native
/// libjpeg and knows 8 bits only.
final class JpegSequential {

    /// Of a block: a code for its DC difference and one for its end.
    private static final int LEAST_BITS = 2;

    private final JpegFrame frame;
    private final JpegHuffmanTable dcTable;
    private final JpegHuffmanTable acTable;
    private final JpegBits bits;
    private final JpegBlocks blocks;

    private JpegSequential(byte[] bytes, JpegFrame frame) {
        this.frame = frame;
        dcTable = frame.requiredDcTable();
        acTable = frame.requiredAcTable();
        bits = new JpegBits(bytes, frame.scanStart());
        blocks = new JpegBlocks(frame, bytes, LEAST_BITS);
    }

    /// @return samples of the frame's precision, unsigned
    static short[] decode(byte[] bytes, JpegFrame frame) {
        return new JpegSequential(bytes, frame).decode();
    }

    private short[] decode() {
        int prediction = 0;
        for (int y = 0; y < blocks.rows(); y++) {
            for (int x = 0; x < blocks.columns(); x++) {
                if (frame.restartsBefore(y * blocks.columns() + x)) {
                    bits.restart();
                    prediction = 0;
                }
                prediction = readBlock(prediction);
                blocks.end(y, x);
            }
            bits.requireWithin();
        }
        bits.requireEnd();
        return blocks.samples();
    }

    /// Section F.2.2: the DC difference, then run lengths of zeros and AC coefficients.
    ///
    /// @return the DC coefficient, which predicts the next
    private int readBlock(int prediction) {
        blocks.begin();
        int dc = prediction + bits.readDcDifference(dcTable);
        blocks.coefficient(0, dc);
        for (int k = 1; k < JpegBlocks.COEFFICIENTS; k++) {
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
            if (k >= JpegBlocks.COEFFICIENTS) {
                throw new Undecodable("a run of zeros leaves the block");
            }
            blocks.coefficient(k, bits.readSigned(size));
        }
        return dc;
    }
}
