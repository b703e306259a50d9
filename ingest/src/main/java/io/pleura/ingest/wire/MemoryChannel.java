package io.pleura.ingest.wire;

import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/// Bytes in memory as a channel. One thread; there is nothing to close.
public final class MemoryChannel implements ReadableByteChannel {

    private final ByteBuffer left;

    public MemoryChannel(byte[] bytes) {
        left = ByteBuffer.wrap(bytes);
    }

    @Override
    public int read(ByteBuffer target) {
        if (!left.hasRemaining()) {
            return -1;
        }
        int count = Math.min(left.remaining(), target.remaining());
        target.put(left.slice(left.position(), count));
        left.position(left.position() + count);
        return count;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {}
}
