package io.pleura.ingest.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/// What a transport connection brings. A little of it is buffered, for headers; long values are read past the
/// buffer, into memory outside the heap without a copy where the connection can do that.
///
/// One thread.
final class TransportInput extends InputStream {

    private static final int BUFFER_BYTES = 4 << 10;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;

    /// @param in read as a channel where it is one too, but only what is [there already][InputStream#available], so
    /// that waiting is left to the stream and its timeout
    TransportInput(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        return filled() ? buffer[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (position == limit && length >= BUFFER_BYTES) {
            return in.read(target, offset, length);
        }
        if (length == 0) {
            return 0;
        }
        if (!filled()) {
            return -1;
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(buffer, position, target, offset, count);
        position += count;
        return count;
    }

    /// Reads what there is, and waits for the first byte.
    ///
    /// @param target has room
    /// @return -1 at the end
    int read(ByteBuffer target) throws IOException {
        if (target.hasArray()) {
            int count = read(target.array(), target.arrayOffset() + target.position(), target.remaining());
            target.position(target.position() + Math.max(count, 0));
            return count;
        }
        if (position == limit && in instanceof ReadableByteChannel channel && in.available() > 0) {
            return channel.read(target);
        }
        if (!filled()) {
            return -1;
        }
        int count = Math.min(target.remaining(), limit - position);
        target.put(buffer, position, count);
        position += count;
        return count;
    }

    /// The four bytes of a big-endian number.
    int readInt() throws IOException {
        return readByte() << 24 | readByte() << 16 | readByte() << 8 | readByte();
    }

    /// @return 0..255
    int readByte() throws IOException {
        int value = read();
        if (value < 0) {
            throw new EOFException();
        }
        return value;
    }

    /// Sees to it that there is a byte; false at the end.
    private boolean filled() throws IOException {
        if (position == limit) {
            int count = in.read(buffer, 0, buffer.length);
            position = 0;
            limit = Math.max(count, 0);
        }
        return position < limit;
    }
}
