package io.pleura.ingest.receive.dimse;

import io.pleura.ingest.wire.ChannelStream;
import io.pleura.ingest.wire.FragmentStream;
import io.pleura.ingest.wire.MemoryChannel;
import java.io.IOException;
import java.nio.ByteBuffer;

/// A data set on its way in as the Part 10 file it becomes: behind the File Meta Information that nobody sent (PS3.10
/// section 7.1). As a channel it gives the data set from where it lies. One thread.
final class ReceivedFile extends ChannelStream {

    private final MemoryChannel meta;
    private final FragmentStream dataSet;

    ReceivedFile(byte[] fileMeta, FragmentStream dataSet) {
        this.meta = new MemoryChannel(fileMeta);
        this.dataSet = dataSet;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int count = meta.read(target);
        return count < 0 ? dataSet.read(target) : count;
    }
}
