package io.pleura.imaging.blob;

import io.pleura.schemas.ContentHash;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.util.List;

/// Writes one blob and hashes it on the way. One thread; use with try-with-resources.
public final class BlobWriter extends OutputStream {

    private final BlobStore store;
    private final TempFolder.TempFile file;
    private final SequentialFile content;
    private long sizeBytes;
    private boolean open = true;
    private boolean finished;

    BlobWriter(BlobStore store, TempFolder.TempFile file) {
        this.store = store;
        this.file = file;
        this.content = new SequentialFile(file, AlignedBuffers.SHARED);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        requireUnfinished();
        sizeBytes += length;
        content.write(bytes, offset, length);
    }

    /// Writes what a source has at the moment, waiting for the first byte, without a copy in between where that can be.
    ///
    /// @param maxBytes at least one
    /// @return how many bytes that were; -1 at the source's end
    public int readFrom(ReadableByteChannel source, long maxBytes) throws IOException {
        requireUnfinished();
        int count = content.readFrom(source, maxBytes);
        sizeBytes += Math.max(count, 0);
        return count;
    }

    private void requireUnfinished() throws IOException {
        if (!open || finished) {
            throw new IOException("the blob is finished");
        }
    }

    /// The hash of what was written, for those who must know it before they decide what becomes of the blob. Nothing
    /// can be written afterwards.
    public ContentHash finish() {
        finished = true;
        return content.hash();
    }

    /// What was written, for those who must look at it before they decide what becomes of the blob. Nothing can be
    /// written afterwards.
    public byte[] bytes() throws IOException {
        complete();
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(sizeBytes));
        while (bytes.hasRemaining()) { // by this channel: to close another would give up the lock
            if (file.channel().read(bytes, bytes.position()) < 0) {
                throw new EOFException("a file that is being written has become shorter");
            }
        }
        return bytes.array();
    }

    /// Makes the blob durable. After it returns, a crash of the machine cannot lose it.
    public StoredBlob commit() throws IOException {
        return commitTo(store);
    }

    /// The same, but into another store on the same file system: the quarantine.
    public StoredBlob commitTo(BlobStore target) throws IOException {
        StoredBlob blob = placeIn(target);
        target.confirm(List.of(blob.hash()));
        return blob;
    }

    /// The first half of [#commit], for those who have something else to sync: the bytes are durable and at their
    /// address; that they are there is durable after [#confirm].
    public StoredBlob place() throws IOException {
        return placeIn(store);
    }

    /// The second half of [#commit].
    public void confirm() throws IOException {
        store.confirm(List.of(finish()));
    }

    /// Nothing is written any more, and all of it is with the file system.
    private ContentHash complete() throws IOException {
        if (!open) {
            throw new IOException("the blob is committed or discarded");
        }
        content.complete();
        return finish();
    }

    private StoredBlob placeIn(BlobStore target) throws IOException {
        ContentHash hash = complete();
        target.place(file, hash);
        open = false;
        file.close();
        return new StoredBlob(hash, sizeBytes);
    }

    /// Discards what was not committed.
    @Override
    public void close() throws IOException {
        if (open) {
            open = false;
            content.close();
            Files.deleteIfExists(file.path());
            file.close();
        }
    }
}
