package io.pleura.imaging.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The entropy-coded bits of a JPEG-LS scan (ITU-T T.87 section A.1): after a byte 0xFF the next one has seven bits,
/// its first being 0; where that is 1, a marker stands. From there on it gives zeros, which [#requireWithin] detects.
///
/// The innermost loop works on copies of `buffer` and `available` and puts them back before it calls anything here.
final class JpegLsBits {

    /// What [#refill] leaves in the buffer at least.
    static final int LEAST = 32;

    /// Bits of the last byte, and of one that makes the frame's length even.
    private static final int MOST_PADDING = 16;

    private static final VarHandle BIG_ENDIAN = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    /// The next bits, first one highest, zeros after the last.
    long buffer;

    int available;

    private final byte[] bytes;
    private int position;
    private int invented;

    JpegLsBits(byte[] bytes, int position) {
        this.bytes = bytes;
        this.position = position;
    }

    void refill() {
        while (available < LEAST) {
            if (position + 4 <= bytes.length) {
                int word = (int) BIG_ENDIAN.get(bytes, position);
                // No byte is 0xFF: none of the complement's is 0, so that taking 1 from each borrows nowhere.
                if (((~word - 0x01010101) & word & 0x80808080) == 0) {
                    buffer |= Integer.toUnsignedLong(word) << LEAST - available;
                    available += 32;
                    position += 4;
                    return;
                }
            }
            refillByte();
        }
    }

    private void refillByte() {
        int next = position < bytes.length ? Byte.toUnsignedInt(bytes[position]) : 0xFF;
        if (next != 0xFF) {
            append(next, 8);
            position++;
        } else if (position + 1 < bytes.length && bytes[position + 1] >= 0) {
            append(0xFF << 7 | bytes[position + 1], 15);
            position += 2;
        } else {
            append(0, 8);
            invented += 8;
        }
    }

    private void append(int bits, int count) {
        buffer |= (long) bits << Long.SIZE - available - count;
        available += count;
    }

    /// @param count 0 to 31
    int read(int count) {
        refill();
        int value = (int) (buffer >>> 1 >>> Long.SIZE - 1 - count);
        buffer <<= count;
        available -= count;
        return value;
    }

    /// Section A.5.3: a limited-length Golomb code.
    ///
    /// @param parameter k
    /// @param mostZeros so many announce a value that stands for itself, less one
    int readGolomb(int parameter, int mostZeros, int errorBits) {
        int zeros = 0;
        while (read(1) == 0) {
            if (++zeros > mostZeros) {
                requireWithin();
                throw new Undecodable("no such JPEG-LS code");
            }
        }
        return zeros < mostZeros ? zeros << parameter | read(parameter) : read(errorBits) + 1;
    }

    /// Throws when bits were used that are not there.
    void requireWithin() {
        if (available < invented) {
            throw new Undecodable("the entropy-coded data breaks off");
        }
    }

    /// Throws when more is left than padding: a damaged image seldom ends where its code does.
    void requireEnd() {
        requireWithin();
        refill();
        if (available - invented >= MOST_PADDING) {
            throw new Undecodable("the entropy-coded data goes on after the image");
        }
    }

    /// Byte-aligns and passes the marker RSTm that must follow (ITU-T T.81 section F.2.2.5).
    void restart() {
        requireWithin();
        available = 0;
        buffer = 0;
        invented = 0;
        // The buffer ends where the marker stands, or some bytes before.
        while (position + 1 < bytes.length) {
            boolean marker = bytes[position] == (byte) 0xFF && bytes[position + 1] < 0;
            if (marker && (bytes[position + 1] & 0xF8) == 0xD0) {
                position += 2;
                return;
            }
            if (marker && bytes[position + 1] != (byte) 0xFF) {
                break;
            }
            position++;
        }
        throw new Undecodable("a restart marker is missing");
    }
}
