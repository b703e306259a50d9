package io.pleura.ingest.store;

import io.pleura.imaging.blob.BlobWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/// Writes what is read from a sender to a copy, up to a limit. Beyond it the stream pretends to end.
///
/// What nobody here wants to see is [skipped][#skip] on its way to the copy, and goes there without a detour where the
/// source is a [ReadableByteChannel] too.
final class TeeStream extends InputStream {

    private static final int PIECE_BYTES = 128 << 10; // as much as a socket gives at once

    private final InputStream source;
    private final BlobWriter copy;
    private final long maxBytes;
    private byte[] piece = {};
    private long count;
    private boolean cutOff;

    TeeStream(InputStream source, BlobWriter copy, long maxBytes) {
        this.source = source;
        this.copy = copy;
        this.maxBytes = maxBytes;
    }

    /// Bytes so far.
    long count() {
        return count;
    }

    /// Whether there was more than allowed.
    boolean cutOff() {
        return cutOff;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (cutOff) {
            return -1;
        }
        int read = readSource(buffer, offset, length);
        if (read <= 0) {
            return read;
        }
        if (count + read > maxBytes) {
            cutOff = true;
            return -1;
        }
        count += read;
        copy.write(buffer, offset, read);
        return read;
    }

    /// Passes by what the source has at the moment, waiting for the first byte.
    ///
    /// @return how many bytes that were; 0 at the end
    @Override
    public long skip(long most) throws IOException {
        if (most <= 0 || cutOff) {
            return 0;
        }
        if (!(source instanceof ReadableByteChannel channel)) {
            piece = piece.length == 0 ? new byte[PIECE_BYTES] : piece;
            return Math.max(read(piece, 0, (int) Math.min(most, piece.length)), 0);
        }
        if (count == maxBytes) {
            return read() < 0 ? 0 : 1; // all that is allowed has come: whether there is more decides
        }
        int passed = copy.readFrom(new Sender(channel), Math.min(most, maxBytes - count));
        count += Math.max(passed, 0);
        return Math.max(passed, 0);
    }

    /// Tells the sender's failures from those of the copy.
    private record Sender(ReadableByteChannel channel) implements ReadableByteChannel {

        @Override
        public int read(ByteBuffer target) throws IOException {
            try {
                return channel.read(target);
            } catch (IOException e) {
                throw new TransferInterruptedException(e);
            }
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private int readSource(byte[] buffer, int offset, int length) throws TransferInterruptedException {
        try {
            return source.read(buffer, offset, length);
        } catch (IOException e) {
            throw new TransferInterruptedException(e);
        }
    }
}
