package io.pleura.imaging.codec;

/// The entropy-coded bits of a scan (ITU-T T.81 sections B.1.1.5 and F.2.2.5): stuffed zero bytes taken out, stopping
/// at markers. Beyond the end it gives zeros, which [#requireWithin] detects.
final class JpegBits {

    private final byte[] bytes;
    private int position;
    private long buffer;
    private int available;
    private int invented;

    JpegBits(byte[] bytes, int position) {
        this.bytes = bytes;
        this.position = position;
    }

    /// Of the whole image, in bytes.
    int length() {
        return bytes.length;
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

    /// Throws when bits were used that are not there.
    void requireWithin() {
        if (available < invented) {
            throw new Undecodable("the entropy-coded data breaks off");
        }
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

    private void fill() {
        while (available <= 48) {
            int next = 0;
            if (position < bytes.length) {
                next = Byte.toUnsignedInt(bytes[position]);
                if (next != 0xFF) {
                    position++;
                } else if (position + 1 < bytes.length && bytes[position + 1] == 0) {
                    position += 2;
                } else {
                    next = 0;
                    invented += 8;
                }
            } else {
                invented += 8;
            }
            buffer = buffer << 8 | next;
            available += 8;
        }
    }
}
