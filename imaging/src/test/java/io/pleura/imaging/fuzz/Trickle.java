package io.pleura.imaging.fuzz;

import java.io.InputStream;

/// Gives bytes as a network does: now one, now a few, seldom what was asked for.
public final class Trickle extends InputStream {

    private static final int[] PIECES = {1, 7, 2, 64, 3, 1, 1000, 5};

    private final byte[] bytes;
    private int position;
    private int piece;

    public Trickle(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public int read() {
        return position < bytes.length ? Byte.toUnsignedInt(bytes[position++]) : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (position == bytes.length) {
            return -1;
        }
        int count = Math.min(Math.min(length, bytes.length - position), PIECES[piece++ % PIECES.length]);
        System.arraycopy(bytes, position, target, offset, count);
        position += count;
        return count;
    }
}
