package io.pleura.imaging.codec;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// Encodes small one-component images as JPEG-LS, step by step as ITU-T T.87 annex A has it, with comparisons and loops
/// where the decoder has tables and masks.
public final class JpegLsTestEncoder {

    private static final int[] J = {
        0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15
    };

    /// The parameters of a scan; the thresholds as they are meant, not 0 for a default.
    public record Coding(int precision, int maximum, int near, int t1, int t2, int t3, int reset, int restartLines) {

        /// Lossless, with the thresholds of section C.2.4.1.1.1 for 8 to 16 bits.
        public static Coding lossless(int precision) {
            int factor = Math.min(16, 1 << precision - 8);
            return new Coding(precision, (1 << precision) - 1, 0, factor + 2, 4 * factor + 3, 17 * factor + 4, 64, 0);
        }

        /// The thresholds grow with NEAR.
        public Coding near(int other) {
            return new Coding(
                    precision, maximum, other, t1 + 3 * other, t2 + 5 * other, t3 + 7 * other, reset, restartLines);
        }

        public Coding restarts(int lines) {
            return new Coding(precision, maximum, near, t1, t2, t3, reset, lines);
        }

        int range() {
            return (maximum + 2 * near) / (2 * near + 1) + 1;
        }
    }

    private final Coding coding;
    private final int errorBits;
    private final int limit;
    private final int[] a = new int[367];
    private final int[] b = new int[367];
    private final int[] c = new int[367];
    private final int[] n = new int[367];
    private final int[] negatives = new int[367];
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int runIndex;
    private int buffer;
    private int free = 8;

    private JpegLsTestEncoder(Coding coding) {
        this.coding = coding;
        errorBits = ceilLog2(coding.range());
        int sampleBits = Math.max(2, ceilLog2(coding.maximum + 1));
        limit = 2 * (sampleBits + Math.max(8, sampleBits));
    }

    /// @param stated whether the parameters are written (LSE), or are the defaults
    public static byte[] encode(int[] samples, int columns, Coding coding, boolean stated) {
        int rows = samples.length / columns;
        JpegLsTestEncoder encoder = new JpegLsTestEncoder(coding);
        encoder.bytes(0xFF, 0xD8, 0xFF, 0xF7, 0, 11, coding.precision, rows >> 8, rows & 0xFF);
        encoder.bytes(columns >> 8, columns & 0xFF, 1, 1, 0x11, 0);
        if (stated) {
            encoder.bytes(0xFF, 0xF8, 0, 13, 1);
            for (int value : new int[] {coding.maximum, coding.t1, coding.t2, coding.t3, coding.reset}) {
                encoder.bytes(value >> 8, value & 0xFF);
            }
        }
        if (coding.restartLines > 0) {
            encoder.bytes(0xFF, 0xDD, 0, 4, coding.restartLines >> 8, coding.restartLines & 0xFF);
        }
        encoder.bytes(0xFF, 0xDA, 0, 8, 1, 1, 0, coding.near, 0, 0);
        encoder.scan(samples, rows, columns);
        encoder.bytes(0xFF, 0xD9);
        return encoder.out.toByteArray();
    }

    private void scan(int[] samples, int rows, int columns) {
        int[] above = new int[columns + 2];
        start();
        for (int row = 0; row < rows; row++) {
            if (coding.restartLines > 0 && row > 0 && row % coding.restartLines == 0) {
                align();
                bytes(0xFF, 0xD0 + (row / coding.restartLines - 1) % 8);
                above = new int[columns + 2];
                start();
            }
            above[columns + 1] = above[columns];
            int[] line = new int[columns + 2];
            line[0] = above[1];
            System.arraycopy(samples, row * columns, line, 1, columns);
            line(above, line, columns);
            above = line;
        }
        align();
    }

    private void start() {
        Arrays.fill(a, Math.max(2, (coding.range() + 32) / 64));
        Arrays.fill(b, 0);
        Arrays.fill(c, 0);
        Arrays.fill(n, 1);
        Arrays.fill(negatives, 0);
        runIndex = 0;
    }

    /// Leaves in the line what a decoder will see.
    private void line(int[] above, int[] line, int columns) {
        for (int x = 1; x <= columns; x++) {
            int q1 = region(above[x + 1] - above[x]);
            int q2 = region(above[x] - above[x - 1]);
            int q3 = region(above[x - 1] - line[x - 1]);
            if (q1 == 0 && q2 == 0 && q3 == 0) {
                x = run(above, line, x, columns);
            } else {
                int sign = q1 < 0 || q1 == 0 && (q2 < 0 || q2 == 0 && q3 < 0) ? -1 : 1;
                regular(above, line, x, sign, sign * (81 * q1 + 9 * q2 + q3));
            }
        }
    }

    private int region(int d) {
        int size = Math.abs(d);
        int region = size <= coding.near ? 0 : size < coding.t1 ? 1 : size < coding.t2 ? 2 : size < coding.t3 ? 3 : 4;
        return d < 0 ? -region : region;
    }

    private void regular(int[] above, int[] line, int x, int sign, int q) {
        int ra = line[x - 1];
        int rb = above[x];
        int rc = above[x - 1];
        int px = rc >= Math.max(ra, rb) ? Math.min(ra, rb) : rc <= Math.min(ra, rb) ? Math.max(ra, rb) : ra + rb - rc;
        px = Math.clamp(px + sign * c[q], 0, coding.maximum);
        int error = modulo(quantized(sign * (line[x] - px)));
        line[x] = reconstructed(px, sign * error);
        int k = 0;
        while (n[q] << k < a[q]) {
            k++;
        }
        boolean inverted = coding.near == 0 && k == 0 && 2 * b[q] <= -n[q];
        int mapped = inverted ? error >= 0 ? 2 * error + 1 : -2 * (error + 1) : error >= 0 ? 2 * error : -2 * error - 1;
        golomb(mapped, k, limit);
        b[q] += error * (2 * coding.near + 1);
        a[q] += Math.abs(error);
        halve(q);
        n[q]++;
        if (b[q] <= -n[q]) {
            b[q] = Math.max(b[q] + n[q], 1 - n[q]);
            c[q] = Math.max(-128, c[q] - 1);
        } else if (b[q] > 0) {
            b[q] = Math.min(b[q] - n[q], 0);
            c[q] = Math.min(127, c[q] + 1);
        }
    }

    private void halve(int q) {
        if (n[q] == coding.reset) {
            a[q] >>= 1;
            b[q] >>= 1;
            n[q] >>= 1;
            negatives[q] >>= 1;
        }
    }

    private int quantized(int error) {
        int step = 2 * coding.near + 1;
        return error > 0 ? (error + coding.near) / step : -((coding.near - error) / step);
    }

    private int modulo(int error) {
        int range = coding.range();
        int positive = error < 0 ? error + range : error;
        return positive >= (range + 1) / 2 ? positive - range : positive;
    }

    private int reconstructed(int px, int error) {
        int step = 2 * coding.near + 1;
        int value = px + error * step;
        if (value < -coding.near) {
            value += coding.range() * step;
        } else if (value > coding.maximum + coding.near) {
            value -= coding.range() * step;
        }
        return Math.clamp(value, 0, coding.maximum);
    }

    /// @return the last column that is coded
    private int run(int[] above, int[] line, int start, int columns) {
        int ra = line[start - 1];
        int x = start;
        int length = 0;
        while (x <= columns && Math.abs(line[x] - ra) <= coding.near) {
            line[x++] = ra;
            length++;
        }
        while (length >= 1 << J[runIndex]) {
            bits(1, 1);
            length -= 1 << J[runIndex];
            runIndex = Math.min(31, runIndex + 1);
        }
        if (x > columns) {
            if (length > 0) {
                bits(1, 1);
            }
            return columns;
        }
        bits(0, 1);
        bits(length, J[runIndex]);
        interruption(above, line, x);
        runIndex = Math.max(0, runIndex - 1);
        return x;
    }

    private void interruption(int[] above, int[] line, int x) {
        int ra = line[x - 1];
        int rb = above[x];
        int alike = Math.abs(ra - rb) <= coding.near ? 1 : 0;
        int px = alike == 1 ? ra : rb;
        int sign = alike == 0 && ra > rb ? -1 : 1;
        int error = modulo(quantized(sign * (line[x] - px)));
        line[x] = reconstructed(px, sign * error);
        int q = 365 + alike;
        int temp = a[q] + (alike == 1 ? n[q] / 2 : 0);
        int k = 0;
        while (n[q] << k < temp) {
            k++;
        }
        int map = 0;
        if (k == 0 && error > 0 && 2 * negatives[q] < n[q]
                || error < 0 && 2 * negatives[q] >= n[q]
                || error < 0 && k != 0) {
            map = 1;
        }
        int mapped = 2 * Math.abs(error) - alike - map;
        golomb(mapped, k, limit - J[runIndex] - 1);
        if (error < 0) {
            negatives[q]++;
        }
        a[q] += (mapped + 1 - alike) / 2;
        halve(q);
        n[q]++;
    }

    private void golomb(int mapped, int k, int limit) {
        int most = limit - errorBits - 1;
        if (mapped >> k < most) {
            bits(0, mapped >> k);
            bits(1, 1);
            bits(mapped & (1 << k) - 1, k);
        } else {
            bits(0, most);
            bits(1, 1);
            bits(mapped - 1, errorBits);
        }
    }

    private void bits(int value, int count) {
        for (int i = count - 1; i >= 0; i--) {
            buffer = buffer << 1 | (i < 32 ? value >>> i & 1 : 0);
            if (--free == 0) {
                out.write(buffer);
                free = (buffer & 0xFF) == 0xFF ? 7 : 8;
                buffer = 0;
            }
        }
    }

    /// A scan does not end with 0xFF: its stuffed bit is written.
    private void align() {
        while (free < 8) {
            bits(0, 1);
        }
    }

    private void bytes(int... values) {
        Arrays.stream(values).forEach(out::write);
    }

    private static int ceilLog2(int value) {
        int bits = 0;
        while (1 << bits < value) {
            bits++;
        }
        return bits;
    }
}
