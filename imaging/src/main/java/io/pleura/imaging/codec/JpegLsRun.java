package io.pleura.imaging.codec;

import java.util.Arrays;

/// Run mode of a JPEG-LS scan (ITU-T T.87 section A.7): as many samples as the code says are like the one to the left,
/// and the one that ends the run is coded by itself. Near-lossless, "like" means within NEAR. One thread.
final class JpegLsRun {

    /// J: bits by which a run's length is counted, more the longer runs have been (A.2.1).
    private static final int[] LENGTH_BITS = {
        0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15
    };

    private final JpegLsBits bits;
    private final JpegLsParameters parameters;
    private final int errorBits;
    private final int limit;

    /// A, N and Nn (sum of error magnitudes, occurrences, negative errors) of a sample that ends a run: the first
    /// context is of those where the sample above differs from the run, the second of those where it is alike.
    private final int[] magnitudes = new int[2];

    private final int[] counts = new int[2];
    private final int[] negatives = new int[2];
    private int index;

    JpegLsRun(JpegLsBits bits, JpegLsParameters parameters) {
        this.bits = bits;
        this.parameters = parameters;
        this.errorBits = parameters.errorBits();
        this.limit = parameters.limit();
    }

    /// A of each context at the start (A.2.1).
    static int initialMagnitude(JpegLsParameters parameters) {
        return Math.max(2, parameters.range() + 32 >> 6);
    }

    void start() {
        Arrays.fill(magnitudes, initialMagnitude(parameters));
        Arrays.fill(counts, 1);
        Arrays.fill(negatives, 0);
        index = 0;
    }

    /// @param last column of the line
    /// @return the column after the run and the sample that ended it
    int decode(int[] above, int[] line, int start, int last) {
        int left = line[start - 1];
        int end = runEnd(start, last);
        Arrays.fill(line, start, end, left);
        if (end > last) {
            return end;
        }
        line[end] = interruption(left, above[end]);
        index = Math.max(0, index - 1);
        return end + 1;
    }

    /// Section A.7.1.2: each 1 stands for 2^J samples, or for all that are left of the line; a 0 comes before the
    /// number of the remaining ones.
    private int runEnd(int start, int last) {
        int column = start;
        while (bits.read(1) == 1) {
            int length = 1 << LENGTH_BITS[index];
            if (length > last + 1 - column) {
                return last + 1;
            }
            column += length;
            index = Math.min(LENGTH_BITS.length - 1, index + 1);
            if (column > last) {
                return column;
            }
        }
        column += bits.read(LENGTH_BITS[index]);
        if (column > last) {
            throw new Undecodable("a JPEG-LS run leaves its line");
        }
        return column;
    }

    /// Section A.7.2.
    private int interruption(int left, int overhead) {
        int alike = Math.abs(left - overhead) <= parameters.near() ? 1 : 0;
        int count = counts[alike];
        int magnitude = magnitudes[alike] + (alike == 1 ? count >> 1 : 0);
        int parameter = JpegLsScan.golombParameter(count, magnitude);
        int mostZeros = limit - LENGTH_BITS[index] - 1 - errorBits - 1;
        int mapped = bits.readGolomb(parameter, mostZeros, errorBits);
        if (mapped >>> errorBits > 1) {
            throw new Undecodable("an impossible JPEG-LS prediction error");
        }
        int doubled = mapped + alike;
        boolean negativeIfEven = parameter != 0 || 2 * negatives[alike] >= count;
        int error = doubled + 1 >> 1;
        if ((doubled & 1) == 1 == negativeIfEven) {
            error = -error;
        }
        learn(alike, mapped, error);
        return reconstruct(alike == 1 ? left : overhead, alike == 0 && left > overhead ? -error : error);
    }

    private void learn(int alike, int mapped, int error) {
        negatives[alike] += error < 0 ? 1 : 0;
        magnitudes[alike] += mapped + 1 - alike >> 1;
        if (counts[alike] == parameters.reset()) {
            magnitudes[alike] >>= 1;
            counts[alike] >>= 1;
            negatives[alike] >>= 1;
        }
        counts[alike]++;
    }

    /// Section A.4.4 backwards: errors are counted round the range of the samples.
    private int reconstruct(int prediction, int error) {
        int near = parameters.near();
        int wrap = parameters.range() * parameters.step();
        int value = prediction + error * parameters.step();
        if (value < -near) {
            value += wrap;
        } else if (value > parameters.maximum() + near) {
            value -= wrap;
        }
        return Math.clamp(value, 0, parameters.maximum());
    }
}
