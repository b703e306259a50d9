package io.pleura.imaging.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The entropy-coded bits of a scan (ITU-T T.81 sections B.1.1.5 and F.2.2.5): stuffed zero bytes taken out, stopping
/// at markers. Beyond the end it gives zeros, which [#requireWithin] detects.
final class JpegBits {

    /// As many as the longest code and its difference take.
    private static final int LEAST = 32;

    /// Bits of the last byte, and of one that makes the frame's length even.
    private static final int MOST_PADDING = 16;

    private static final VarHandle BIG_ENDIAN = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] bytes;
    private int position;

    /// The next bits are the lowest `available` ones.
    private long buffer;

    private int available;
    private int invented;

    JpegBits(byte[] bytes, int position) {
        this.bytes = bytes;
        this.position = position;
    }

    /// The next bits (at most 16), left where they are.
    int peek(int count) {
        if (available < count) {
            fill();
        }
        return (int) (buffer >>> available - count) & (1 << count) - 1;
    }

    /// Drops bits that were peeked.
    void skip(int count) {
        available -= count;
    }

    int read(int count) {
        int value = peek(count);
        available -= count;
        return value;
    }

    /// Section F.2.2.1, RECEIVE and EXTEND: a signed number of a category.
    int readSigned(int category) {
        if (category == 0) {
            return 0;
        }
        int value = read(category);
        return value < 1 << category - 1 ? value - (1 << category) + 1 : value;
    }

    /// Section F.2.2.1: the difference of a DC coefficient from the one before.
    int readDcDifference(JpegHuffmanTable table) {
        int category = table.decode(this);
        if (category > 15) {
            throw new Undecodable("no DC category " + category);
        }
        return readSigned(category);
    }

    /// Differences of a lossless scan (sections H.1.2.2 and F.2.2.1): each a category and so many bits, without a
    /// branch where the code is short. Works on copies of the buffer, which [#fill] and the long way round need
    /// put back.
    void readDifferences(JpegHuffmanTable table, int[] target) {
        long ahead = buffer;
        int left = available;
        for (int i = 0; i < target.length; i++) {
            if (left < LEAST) {
                buffer = ahead;
                available = left;
                fill();
                ahead = buffer;
                left = available;
            }
            int entry = table.lookup((int) (ahead >>> left - JpegHuffmanTable.LOOKUP_BITS));
            int category = entry & 0xFF;
            if (entry != 0 && category < 16) {
                left -= (entry >> 8) + category;
                int value = (int) (ahead >>> left) & (1 << category) - 1;
                int negative = value - (1 << category >> 1) >> 31;
                target[i] = value + (negative & 1 - (1 << category));
            } else {
                buffer = ahead;
                available = left;
                target[i] = readDifference(table);
                ahead = buffer;
                left = available;
            }
        }
        buffer = ahead;
        available = left;
    }

    /// Table H.2: category 16 stands for 32768 alone.
    private int readDifference(JpegHuffmanTable table) {
        int category = table.decode(this);
        if (category > 16) {
            throw new Undecodable("no difference category " + category);
        }
        return category == 16 ? 32768 : readSigned(category);
    }

    /// Throws when bits were used that are not there.
    void requireWithin() {
        if (available < invented) {
            throw new Undecodable("the entropy-coded data breaks off");
        }
    }

    /// Throws when more is left than padding and no EOI comes behind it: a frame whose rest was never written is filled
    /// with zeros, which are samples, too. Some writers leave bytes before EOI, or EOI out.
    void requireEnd() {
        requireWithin();
        fill();
        if (available - invented < MOST_PADDING) {
            return;
        }
        for (int at = position; at + 1 < bytes.length; at++) {
            if (bytes[at] == (byte) 0xFF && bytes[at + 1] == (byte) JpegParser.EOI) {
                return;
            }
        }
        throw new Undecodable("no end of image behind the entropy-coded data");
    }

    /// Section F.2.2.5: byte-aligns and passes the RST marker that must follow.
    void restart() {
        requireWithin();
        // Bytes of the buffer that belong beyond the marker do not exist: filling stops at markers.
        available = 0;
        invented = 0;
        buffer = 0;
        while (position + 1 < bytes.length) {
            int marker = Byte.toUnsignedInt(bytes[position + 1]);
            if (bytes[position] == (byte) 0xFF && marker >= 0xD0 && marker <= 0xD7) {
                position += 2;
                return;
            }
            if (bytes[position] == (byte) 0xFF && marker != 0 && marker != 0xFF) {
                break;
            }
            position++;
        }
        throw new Undecodable("a restart marker is missing");
    }

    /// Leaves more than [#LEAST] bits in the buffer.
    private void fill() {
        while (available <= LEAST) {
            if (position + 4 <= bytes.length) {
                int word = (int) BIG_ENDIAN.get(bytes, position);
                // No byte is 0xFF: none of the complement's is 0, so that taking 1 from each borrows nowhere.
                if (((~word - 0x01010101) & word & 0x80808080) == 0) {
                    buffer = buffer << 32 | Integer.toUnsignedLong(word);
                    available += 32;
                    position += 4;
                    return;
                }
            }
            fillByte();
        }
    }

    private void fillByte() {
        int next = position < bytes.length ? Byte.toUnsignedInt(bytes[position]) : 0xFF;
        if (next != 0xFF) {
            position++;
        } else if (position + 1 < bytes.length && bytes[position + 1] == 0) {
            position += 2;
        } else {
            next = 0;
            invented += 8;
        }
        buffer = buffer << 8 | next;
        available += 8;
    }
}
