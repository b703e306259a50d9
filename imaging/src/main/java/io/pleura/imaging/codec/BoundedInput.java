package io.pleura.imaging.codec;

import javax.imageio.stream.ImageInputStreamImpl;

/// A frame as a library reads it: so much of it, and no further. Libraries written for sound files may go round in
/// circles in a damaged one, or at its end, where reading gives -1 for ever; here that ends the decoding.
final class BoundedInput extends ImageInputStreamImpl {

    /// What a reader may ask for beyond the end: it looks ahead, and pads the last codeword.
    private static final int MAX_READS_AT_END = 4096;

    /// How often, on average, each byte may be read.
    private static final int MAX_PASSES = 64;

    private final byte[] bytes;
    private long budget;
    private int readsAtEnd;

    BoundedInput(byte[] bytes) {
        this.bytes = bytes;
        this.budget = (long) MAX_PASSES * bytes.length + MAX_READS_AT_END;
    }

    @Override
    public int read() {
        bitOffset = 0;
        if (streamPos >= bytes.length) {
            return atEnd();
        }
        spend(1);
        return Byte.toUnsignedInt(bytes[(int) streamPos++]);
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        bitOffset = 0;
        if (streamPos >= bytes.length) {
            return atEnd();
        }
        int count = (int) Math.min(length, bytes.length - streamPos);
        spend(count);
        System.arraycopy(bytes, (int) streamPos, target, offset, count);
        streamPos += count;
        return count;
    }

    /// An EOFException here is one that JJ2000 would print, with its stack, before it ends its thread.
    @Override
    public void readFully(byte[] target, int offset, int length) {
        int read = 0;
        while (read < length) {
            int count = read(target, offset + read, length - read);
            if (count < 0) {
                throw new Undecodable("the frame breaks off");
            }
            read += count;
        }
    }

    @Override
    public long length() {
        return bytes.length;
    }

    private int atEnd() {
        if (++readsAtEnd > MAX_READS_AT_END) {
            throw new Undecodable("the frame breaks off");
        }
        return -1;
    }

    private void spend(int count) {
        budget -= count;
        if (budget < 0) {
            throw new Undecodable("the frame makes its decoder go round in circles");
        }
    }
}
