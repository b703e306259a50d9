package io.pleura.ingest.store;

import io.pleura.imaging.blob.BlobException;
import io.pleura.imaging.blob.BlobStore;
import io.pleura.schemas.ContentHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/// Whether two files of different bytes are the same instance. An object that comes by C-STORE gets its File Meta
/// Information from us, the same object in a file has that of whoever wrote the file; and a modality and a router that
/// compresses what passes send one image in two transfer syntaxes (see [SameImage]).
///
/// Reads both files into memory; one comparison at a time, so that memory stays bounded.
public final class SameInstance {

    private static final Logger LOG = Logger.getLogger(SameInstance.class);
    private static final int MAX_BYTES = 128 << 20;
    private static final int PREAMBLE_BYTES = 128;
    private static final byte[] PREFIX = {'D', 'I', 'C', 'M'};

    /// Tag, VR and length of File Meta Information Group Length (0002,0000), then its value.
    private static final int GROUP_LENGTH_AT = PREAMBLE_BYTES + 4 + 8;

    private final BlobStore blobs;
    private final ReentrantLock oneAtATime = new ReentrantLock();

    public SameInstance(BlobStore blobs) {
        this.blobs = blobs;
    }

    /// Whether the object at hand is a stored one.
    public boolean asStored(ContentHash stored, Intake intake) throws IOException {
        if (intake.sizeBytes() > MAX_BYTES) {
            return false;
        }
        oneAtATime.lock();
        try {
            byte[] known = blobs.read(stored, MAX_BYTES);
            byte[] other = intake.bytes(MAX_BYTES);
            return sameDataSet(known, other) || SameImage.in(known, other);
        } catch (BlobException e) {
            // What is missing, altered or too long is not known to be the same.
            LOG.errorf("a radiograph that is stored cannot be compared with one of its UID: %s", e.getMessage());
            return false;
        } finally {
            oneAtATime.unlock();
        }
    }

    static boolean sameDataSet(byte[] first, byte[] second) {
        int firstStart = dataSetStart(first);
        int secondStart = dataSetStart(second);
        return Arrays.equals(first, firstStart, first.length, second, secondStart, second.length);
    }

    /// PS3.10 section 7.1; the whole file where there is no group length to go by.
    private static int dataSetStart(byte[] file) {
        int metaStart = GROUP_LENGTH_AT + Integer.BYTES;
        if (file.length < metaStart
                || !Arrays.equals(file, PREAMBLE_BYTES, PREAMBLE_BYTES + PREFIX.length, PREFIX, 0, PREFIX.length)) {
            return 0;
        }
        ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        long start = metaStart + Integer.toUnsignedLong(buffer.getInt(GROUP_LENGTH_AT));
        boolean groupLength = buffer.getInt(PREAMBLE_BYTES + PREFIX.length) == 0x0000_0002;
        return groupLength && start <= file.length ? (int) start : 0;
    }
}
