package io.pleura.ingest.receive.dimse;

import io.pleura.ingest.wire.FragmentStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/// A data set on its way in as the Part 10 file it becomes: behind the File Meta Information that nobody sent (PS3.10
/// section 7.1). As a channel it gives the data set from where it lies. One thread.
final class ReceivedFile extends InputStream implements ReadableByteChannel {

    private final ByteBuffer meta;
    private final FragmentStream dataSet;

    ReceivedFile(byte[] fileMeta, FragmentStream dataSet) {
        this.meta = ByteBuffer.wrap(fileMeta);
        this.dataSet = dataSet;
    }

    @Override
    public int read() throws IOException {
        return meta.hasRemaining() ? meta.get() & 0xff : dataSet.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (!meta.hasRemaining()) {
            return dataSet.read(target, offset, length);
        }
        int count = Math.min(meta.remaining(), length);
        meta.get(target, offset, count);
        return count;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (!meta.hasRemaining()) {
            return dataSet.read(target);
        }
        if (!target.hasRemaining()) {
            return 0;
        }
        target.put(meta.get());
        return 1;
    }

    @Override
    public boolean isOpen() {
        return dataSet.isOpen();
    }

    /// Whoever reads the association goes on with it.
    @Override
    public void close() {}
}
