package io.pleura.ingest.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// Sends over a bare TCP connection, without a copy what lies outside the heap. Has the one buffer there that PDUs are
/// put together in.
///
/// One thread. Closing it leaves the connection open.
public final class TransportOutput extends OutputStream {

    private final SocketChannel channel;
    private ByteBuffer buffer = ByteBuffer.allocateDirect(0);

    /// @param channel in blocking mode
    public TransportOutput(SocketChannel channel) {
        this.channel = channel;
    }

    /// An empty buffer of just this size, until the next is asked for.
    ByteBuffer buffer(int bytes) {
        if (buffer.capacity() < bytes) {
            buffer = ByteBuffer.allocateDirect(bytes);
        }
        return buffer.slice(0, bytes);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        write(ByteBuffer.wrap(bytes, offset, length));
    }

    void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
