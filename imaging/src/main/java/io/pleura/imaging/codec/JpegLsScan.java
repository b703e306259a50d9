package io.pleura.imaging.codec;

import java.util.Arrays;

/// Decodes the scan of a one-component JPEG-LS image (ITU-T T.87 annexes A and B). One use, one thread.
///
/// Each sample is predicted from its neighbours: Ra to the left, Rb above, Rc above left, Rd above right. The
/// prediction is corrected by what was learnt in the same context, a class of gradients between them.
final class JpegLsScan {

    /// Signed combinations of three gradients in nine regions, of which those of opposite signs share one (A.3.4).
    private static final int CONTEXTS = 365;

    /// Each context has four cells: A, sum of error magnitudes; B, sum of errors; C, correction; N, occurrences.
    private static final int CELLS = 4;

    private static final int B = 1;
    private static final int C = 2;
    private static final int N = 3;
    private static final int LEAST_CORRECTION = -128;
    private static final int LARGEST_CORRECTION = 127;

    private final JpegLsFrame frame;
    private final JpegLsBits bits;
    private final JpegLsRun run;
    private final int[] contexts = new int[CELLS * CONTEXTS];

    /// Region -4..4 of each gradient, which is MAXVAL less than its index.
    private final byte[] regions;

    private final int maximum;
    private final int near;
    private final int step;
    private final int wrap;
    private final int reset;
    private final int mostZeros;
    private final int errorBits;

    private JpegLsScan(byte[] bytes, JpegLsFrame frame) {
        JpegLsParameters parameters = frame.parameters();
        this.frame = frame;
        bits = new JpegLsBits(bytes, frame.scanStart());
        run = new JpegLsRun(bits, parameters);
        regions = regions(parameters);
        maximum = parameters.maximum();
        near = parameters.near();
        step = parameters.step();
        wrap = parameters.range() * step;
        reset = parameters.reset();
        errorBits = parameters.errorBits();
        mostZeros = parameters.limit() - errorBits - 1;
    }

    /// @return samples of 0 to MAXVAL, unsigned
    static short[] decode(byte[] bytes, JpegLsFrame frame) {
        if (8L * bytes.length < frame.rows()) { // a line takes a bit at least
            throw new Undecodable("the JPEG-LS image is too short for its size");
        }
        return new JpegLsScan(bytes, frame).decode();
    }

    /// Section A.3.3, figure A.5.
    private static byte[] regions(JpegLsParameters parameters) {
        int largest = parameters.maximum();
        byte[] regions = new byte[2 * largest + 1];
        for (int gradient = parameters.near() + 1; gradient <= largest; gradient++) {
            int region = 1;
            region += gradient >= parameters.threshold1() ? 1 : 0;
            region += gradient >= parameters.threshold2() ? 1 : 0;
            region += gradient >= parameters.threshold3() ? 1 : 0;
            regions[largest + gradient] = (byte) region;
            regions[largest - gradient] = (byte) -region;
        }
        return regions;
    }

    /// Two lines take turns, each with a cell more at either end for the neighbours that the first and the last sample
    /// lack (A.2.1): above the first line all are 0; left of a line stands what is above its first sample.
    private short[] decode() {
        int columns = frame.columns();
        short[] samples = new short[frame.rows() * columns];
        int[] above = new int[columns + 2];
        int[] line = new int[columns + 2];
        start();
        for (int row = 0; row < frame.rows(); row++) {
            if (row > 0 && frame.restartInterval() > 0 && row % frame.restartInterval() == 0) {
                bits.restart();
                Arrays.fill(above, 0);
                start();
            }
            above[columns + 1] = above[columns];
            line[0] = above[1];
            int column = 1;
            while (column <= columns) {
                column = decodeRegular(above, line, column);
                if (column <= columns) {
                    column = run.decode(above, line, column, columns);
                }
            }
            bits.requireWithin();
            for (int i = 0; i < columns; i++) {
                samples[row * columns + i] = (short) line[1 + i];
            }
            int[] next = above;
            above = line;
            line = next;
        }
        bits.requireEnd();
        return samples;
    }

    /// Section A.2.1, item 3.
    private void start() {
        int magnitude = JpegLsRun.initialMagnitude(frame.parameters());
        for (int i = 0; i < contexts.length; i += CELLS) {
            contexts[i] = magnitude;
            contexts[i + B] = 0;
            contexts[i + C] = 0;
            contexts[i + N] = 1;
        }
        run.start();
    }

    /// Regular mode (A.4 to A.6), until the line ends or neighbours are alike, which starts a run. Kept in one
    /// piece and almost without branches, because each sample waits for the one before.
    ///
    /// @return the column where it ended
    private int decodeRegular(int[] above, int[] line, int start) {
        int last = frame.columns();
        int left = line[start - 1];
        int aboveLeft = above[start - 1];
        int overhead = above[start];
        long buffer = bits.buffer;
        int available = bits.available;
        int column = start;
        for (; column <= last; column++) {
            int aboveRight = above[column + 1];
            int gradients = 81 * regions[aboveRight - overhead + maximum]
                    + 9 * regions[overhead - aboveLeft + maximum]
                    + regions[aboveLeft - left + maximum];
            if (gradients == 0) {
                break;
            }
            int sign = gradients >> 31;
            int context = CELLS * ((gradients ^ sign) - sign);
            int magnitudes = contexts[context];
            int errors = contexts[context + B];
            int correction = contexts[context + C];
            int count = contexts[context + N];

            // A.4.1: the median of left, overhead and the plane through the three. A.4.2: corrected and clamped.
            int prediction =
                    Math.max(Math.min(left, overhead), Math.min(Math.max(left, overhead), left + overhead - aboveLeft));
            prediction = Math.max(0, Math.min(maximum, prediction + (correction ^ sign) - sign));

            int parameter = golombParameter(count, magnitudes);

            // A.5.3: zeros, a one, and k bits.
            if (available < JpegLsBits.LEAST) {
                bits.buffer = buffer;
                bits.available = available;
                bits.refill();
                buffer = bits.buffer;
                available = bits.available;
            }
            int zeros = Long.numberOfLeadingZeros(buffer);
            int length = zeros + 1 + parameter;
            int mapped;
            if (zeros < mostZeros && length <= available) {
                mapped = (zeros - 1 << parameter) + (int) (buffer << zeros >>> 63 - parameter);
                buffer <<= length;
                available -= length;
            } else {
                bits.buffer = buffer;
                bits.available = available;
                mapped = bits.readGolomb(parameter, mostZeros, errorBits);
                buffer = bits.buffer;
                available = bits.available;
            }
            if (mapped >>> errorBits > 1) {
                throw new Undecodable("an impossible JPEG-LS prediction error");
            }

            // A.5.2: errors alternate in sign; which comes first depends on what was met so far.
            int swap = (parameter | near) == 0 ? 2 * errors + count - 1 >> 31 : 0;
            int error = mapped >>> 1 ^ -(mapped & 1) ^ swap;

            int value = prediction + ((error ^ sign) - sign) * step;
            value += (value + near >> 31 & wrap) - (maximum + near - value >> 31 & wrap);
            aboveLeft = overhead; // of the next sample, as are the following two
            overhead = aboveRight;
            left = Math.max(0, Math.min(maximum, value));
            line[column] = left;

            // A.6.1: what was learnt. A.6.2: the correction, so that errors average out between -N and 0.
            magnitudes += Math.abs(error);
            errors += error * step;
            if (count == reset) {
                magnitudes >>= 1;
                errors >>= 1;
                count >>= 1;
            }
            count++;
            int below = errors + count - 1 >> 31;
            int beyond = -errors >> 31;
            contexts[context] = magnitudes;
            contexts[context + B] = Math.max(1 - count, Math.min(0, errors + (count & below) - (count & beyond)));
            contexts[context + C] =
                    Math.max(LEAST_CORRECTION, Math.min(LARGEST_CORRECTION, correction + below - beyond));
            contexts[context + N] = count;
        }
        bits.buffer = buffer;
        bits.available = available;
        return column;
    }

    /// Section A.5.1: the smallest k with N * 2^k >= A. Both have their highest bit in the same place, or k is
    /// one more.
    static int golombParameter(int count, int magnitudes) {
        int parameter = Math.max(0, Integer.numberOfLeadingZeros(count) - Integer.numberOfLeadingZeros(magnitudes));
        return parameter + ((count << parameter) - magnitudes >>> 31);
    }
}
