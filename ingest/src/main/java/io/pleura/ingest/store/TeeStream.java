package io.pleura.ingest.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Writes what is read from a sender to a copy, up to a limit. Beyond it the stream pretends to end.
final class TeeStream extends InputStream {

    private final InputStream source;
    private final OutputStream copy;
    private final long maxBytes;
    private long count;
    private boolean cutOff;

    TeeStream(InputStream source, OutputStream copy, long maxBytes) {
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

    private int readSource(byte[] buffer, int offset, int length) throws TransferInterruptedException {
        try {
            return source.read(buffer, offset, length);
        } catch (IOException e) {
            throw new TransferInterruptedException(e);
        }
    }
}
