package io.pleura.ingest.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// One command set or data set, put together from its fragments (PS3.8 annex E) while it is read.
///
/// One thread, on top of a [PduReader]. Ends after the last fragment; what the peer still has in the same PDU is a
/// protocol error unless it belongs to the same message, in which case the next stream takes it from there.
///
/// As a channel it fills the buffers that it is given from where the bytes lie. What is left of the message is read by
/// whoever owns the [PduReader].
public final class FragmentStream extends ChannelStream {

    /// Blocks until the next P-DATA-TF PDU has begun; throws when something else came.
    @FunctionalInterface
    public interface NextData {
        void await() throws IOException;
    }

    private final PduReader reader;
    private final NextData nextData;
    private final boolean command;
    private int contextId;
    private boolean lastFragment;
    private boolean inValue;

    private FragmentStream(PduReader reader, NextData nextData, boolean command, int contextId) {
        this.reader = reader;
        this.nextData = nextData;
        this.command = command;
        this.contextId = contextId;
    }

    /// The command set that comes next, on whichever presentation context.
    public static FragmentStream ofCommand(PduReader reader, NextData nextData) {
        return new FragmentStream(reader, nextData, true, 0);
    }

    /// The data set that follows the command set of the same presentation context.
    public static FragmentStream ofDataSet(PduReader reader, NextData nextData, int contextId) {
        return new FragmentStream(reader, nextData, false, contextId);
    }

    /// The presentation context; 0 until the first fragment of a command was seen.
    public int contextId() {
        return contextId;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (!target.hasRemaining()) {
            return 0;
        }
        while (inFragment()) {
            int count = reader.read(target);
            if (count >= 0) {
                return count;
            }
            inValue = false;
        }
        return -1;
    }

    /// Reads to the end and returns how many bytes that were.
    public long drain() throws IOException {
        byte[] sink = new byte[8192];
        long count = 0;
        for (int read = read(sink, 0, sink.length); read >= 0; read = read(sink, 0, sink.length)) {
            count += read;
        }
        return count;
    }

    /// Sees to it that there is a fragment to read from; false behind the last.
    private boolean inFragment() throws IOException {
        if (!inValue && !lastFragment) {
            nextFragment();
        }
        return inValue;
    }

    private void nextFragment() throws IOException {
        @Nullable PresentationDataValue value = reader.nextValue();
        while (value == null) {
            nextData.await();
            value = reader.nextValue();
        }
        if (value.command() != command) {
            throw new InvalidPduException(
                    AbortReason.UNEXPECTED_PDU_PARAMETER,
                    command ? "data set fragment before its command" : "command fragment within a data set");
        }
        if (contextId == 0) {
            contextId = value.contextId();
        } else if (value.contextId() != contextId) {
            throw new InvalidPduException(
                    AbortReason.UNEXPECTED_PDU_PARAMETER,
                    "fragment on presentation context " + value.contextId() + " within a message on " + contextId);
        }
        lastFragment = value.last();
        inValue = true;
    }
}
