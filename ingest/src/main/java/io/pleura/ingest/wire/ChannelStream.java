package io.pleura.ingest.wire;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/// A stream that is a channel too: it has one way to read, into buffers wherever their memory is. It lies on top of
/// something that others go on with, so that there is nothing to close. One thread.
public abstract class ChannelStream extends InputStream implements ReadableByteChannel {

    private final byte[] one = new byte[1];

    /// Reads what there is, and waits for the first byte.
    ///
    /// @return -1 at the end, 0 where the target has no room
    @Override
    public abstract int read(ByteBuffer target) throws IOException;

    @Override
    public final int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public final int read(byte[] target, int offset, int length) throws IOException {
        return read(ByteBuffer.wrap(target, offset, length));
    }

    @Override
    public final boolean isOpen() {
        return true;
    }

    @Override
    public final void close() {}
}
