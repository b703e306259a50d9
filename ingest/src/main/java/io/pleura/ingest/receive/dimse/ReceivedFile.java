package io.pleura.ingest.receive.dimse;

import io.pleura.ingest.wire.FragmentStream;
import io.pleura.ingest.wire.MemoryChannel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/// A data set on its way in as the Part 10 file it becomes: behind the File Meta Information that nobody sent (PS3.10
/// section 7.1). As a channel it gives the data set from where it lies. One thread.
final class ReceivedFile extends InputStream implements ReadableByteChannel {

    private final MemoryChannel meta;
    private final FragmentStream dataSet;

    ReceivedFile(byte[] fileMeta, FragmentStream dataSet) {
        this.meta = new MemoryChannel(fileMeta);
        this.dataSet = dataSet;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        return read(ByteBuffer.wrap(target, offset, length));
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int count = meta.read(target);
        return count < 0 ? dataSet.read(target) : count;
    }

    @Override
    public boolean isOpen() {
        return dataSet.isOpen();
    }

    /// Whoever reads the association goes on with it.
    @Override
    public void close() {}
}
