package io.pleura.imaging.codec;

import java.util.Arrays;
import java.util.Optional;

/// Progressive DCT-based JPEG with Huffman coding (ITU-T T.81 annex G), 8 or 12 bits, one component. DICOM has no
/// transfer syntax for it any more, but secondary captures bring it under that of baseline.
///
/// Each scan brings some bits of some coefficients of all blocks; the samples come when all bits are there.
final class JpegProgressive {

    /// Writers use about ten. A scan of few bytes passes over all blocks, so that their number must have a bound.
    private static final int MOST_SCANS = 100;

    private static final int MOST_POINT_TRANSFORM = 13;

    /// Of a block: a code for its DC difference.
    private static final int LEAST_BITS = 1;

    private static final int NOT_THERE = -1;

    private final byte[] bytes;
    private final JpegBlocks blocks;

    /// Block after block, each in zigzag order.
    private final short[] coefficients;

    /// Of each coefficient: how many of its low bits no scan has brought yet.
    private final int[] missingBits = new int[JpegBlocks.COEFFICIENTS];

    private JpegProgressive(byte[] bytes, JpegFrame frame) {
        this.bytes = bytes;
        blocks = new JpegBlocks(frame, bytes, LEAST_BITS);
        coefficients = new short[Math.multiplyExact(blocks.rows() * blocks.columns(), JpegBlocks.COEFFICIENTS)];
        Arrays.fill(missingBits, NOT_THERE);
    }

    /// @param first the frame up to its first scan
    /// @param parser stands behind it
    /// @return samples of the frame's precision, unsigned
    static short[] decode(byte[] bytes, JpegFrame first, JpegParser parser) {
        JpegProgressive image = new JpegProgressive(bytes, first);
        int scans = 0;
        for (Optional<JpegFrame> scan = Optional.of(first); scan.isPresent(); scan = parser.nextScan()) {
            if (++scans > MOST_SCANS) {
                throw new Undecodable("a JPEG image of more than " + MOST_SCANS + " scans");
            }
            image.read(scan.get());
        }
        return image.samples();
    }

    /// Section G.1.1.1: DC apart from AC and before it, and each coefficient's bits in order, the highest first.
    private void read(JpegFrame scan) {
        int first = scan.selection();
        int last = scan.selectionEnd();
        boolean possible =
                first == 0 ? last == 0 : first <= last && last < JpegBlocks.COEFFICIENTS && missingBits[0] != NOT_THERE;
        if (!possible || scan.pointTransform() > MOST_POINT_TRANSFORM) {
            throw new Undecodable("an impossible JPEG scan header");
        }
        for (int k = first; k <= last; k++) {
            boolean isNext = missingBits[k] == NOT_THERE
                    ? scan.refined() == 0
                    : scan.refined() == missingBits[k] && scan.pointTransform() == scan.refined() - 1;
            if (!isNext) {
                throw new Undecodable("a JPEG scan out of order");
            }
            missingBits[k] = scan.pointTransform();
        }
        pass(scan).overAllBlocks();
    }

    private Pass pass(JpegFrame scan) {
        if (scan.selection() == 0) {
            return scan.refined() == 0 ? new FirstDc(scan) : new MoreDc(scan);
        }
        return scan.refined() == 0 ? new FirstAc(scan) : new MoreAc(scan);
    }

    private short[] samples() {
        if (Arrays.stream(missingBits).anyMatch(missing -> missing != 0)) { // it would look blurred, and whole
            throw new Undecodable("the last scans of a JPEG image are missing");
        }
        for (int y = 0, start = 0; y < blocks.rows(); y++) {
            for (int x = 0; x < blocks.columns(); x++, start += JpegBlocks.COEFFICIENTS) {
                for (int k = 0; k < JpegBlocks.COEFFICIENTS; k++) {
                    blocks.coefficient(k, coefficients[start + k]);
                }
                blocks.end(y, x);
            }
        }
        return blocks.samples();
    }

    /// What one scan does to the coefficients.
    private abstract class Pass {

        final JpegFrame scan;
        final JpegBits bits;

        Pass(JpegFrame scan) {
            this.scan = scan;
            bits = new JpegBits(bytes, scan.scanStart());
        }

        /// @param start of the block's coefficients
        abstract void overBlock(int start);

        abstract void restart();

        final void overAllBlocks() {
            for (int start = 0; start < coefficients.length; start += JpegBlocks.COEFFICIENTS) {
                if (scan.restartsBefore(start / JpegBlocks.COEFFICIENTS)) {
                    bits.restart();
                    restart();
                }
                overBlock(start);
            }
            bits.requireWithin();
        }
    }

    /// Section G.1.2.1: as in sequential images, without the low bits.
    private final class FirstDc extends Pass {

        private final JpegHuffmanTable table;
        private int prediction;

        FirstDc(JpegFrame scan) {
            super(scan);
            table = scan.requiredDcTable();
        }

        @Override
        void overBlock(int start) {
            prediction += bits.readDcDifference(table);
            coefficients[start] = (short) (prediction << scan.pointTransform());
        }

        @Override
        void restart() {
            prediction = 0;
        }
    }

    /// Section G.1.2.1: one more bit.
    private final class MoreDc extends Pass {

        MoreDc(JpegFrame scan) {
            super(scan);
        }

        @Override
        void overBlock(int start) {
            coefficients[start] |= (short) (bits.read(1) << scan.pointTransform());
        }

        @Override
        void restart() {}
    }

    /// Symbols of a run of zeros and a size, and runs of blocks that end, as both kinds of AC scans have them.
    private abstract class AcPass extends Pass {

        private static final int LONGEST_RUN = 15;

        private final JpegHuffmanTable table;

        /// Blocks that get no coefficient any more, with the one in hand.
        private int blocksThatEnd;

        AcPass(JpegFrame scan) {
            super(scan);
            table = scan.requiredAcTable();
        }

        @Override
        final void overBlock(int start) {
            int k = scan.selection();
            while (blocksThatEnd == 0 && k <= scan.selectionEnd()) {
                int symbol = table.decode(bits);
                if (!isEnd(symbol)) {
                    k = take(start, k, symbol >> 4, symbol & 0x0F) + 1;
                }
            }
            if (blocksThatEnd > 0) {
                end(start, k);
                blocksThatEnd--;
            }
        }

        /// Takes what a symbol says of the block from the k-th coefficient on.
        ///
        /// @return the last coefficient that it speaks of
        abstract int take(int start, int k, int run, int size);

        /// The block gets no coefficient any more from the k-th on.
        abstract void end(int start, int k);

        /// Whether a symbol ends this block and some behind it, whose number follows.
        private boolean isEnd(int symbol) {
            int run = symbol >> 4;
            if ((symbol & 0x0F) > 0 || run == LONGEST_RUN) {
                return false;
            }
            blocksThatEnd = (1 << run) + bits.read(run);
            return true;
        }

        final void requireIn(int k) {
            if (k > scan.selectionEnd()) {
                throw new Undecodable("a run of zeros leaves the block");
            }
        }

        @Override
        final void restart() {
            blocksThatEnd = 0;
        }
    }

    /// Section G.1.2.2: runs of zeros, and coefficients without their low bits.
    private final class FirstAc extends AcPass {

        FirstAc(JpegFrame scan) {
            super(scan);
        }

        @Override
        int take(int start, int k, int run, int size) {
            int found = k + run;
            if (size > 0) {
                requireIn(found);
                coefficients[start + found] = (short) (bits.readSigned(size) << scan.pointTransform());
            }
            return found;
        }

        @Override
        void end(int start, int k) {}
    }

    /// Section G.1.2.3: one more bit of each coefficient that has some already, on the way over zeros to those that get
    /// their first.
    private final class MoreAc extends AcPass {

        MoreAc(JpegFrame scan) {
            super(scan);
        }

        @Override
        int take(int start, int k, int run, int size) {
            if (size > 1) {
                throw new Undecodable("a coefficient gets more than one bit in a JPEG scan that refines");
            }
            int first = size == 0 ? 0 : (2 * bits.read(1) - 1) << scan.pointTransform();
            int found = refine(start, k, run);
            if (first != 0) {
                requireIn(found);
                coefficients[start + found] = (short) first;
            }
            return found;
        }

        @Override
        void end(int start, int k) {
            refine(start, k, JpegBlocks.COEFFICIENTS);
        }

        /// @param zeros to pass over
        /// @return where the zero behind them is, or behind the last coefficient of the scan
        private int refine(int start, int from, int zeros) {
            int left = zeros;
            int k = from;
            while (k <= scan.selectionEnd() && (coefficients[start + k] != 0 || left-- > 0)) {
                refine(start + k);
                k++;
            }
            return k;
        }

        private void refine(int index) {
            int value = coefficients[index];
            if (value != 0 && bits.read(1) == 1) {
                coefficients[index] += (short) (Integer.signum(value) << scan.pointTransform());
            }
        }
    }
}
