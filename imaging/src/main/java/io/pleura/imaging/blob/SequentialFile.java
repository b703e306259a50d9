package io.pleura.imaging.blob;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/// A file that is written once, from its beginning to its end. What fills a large buffer goes past the page
/// cache, while the next buffer fills: it is on disk already when the end comes and all is forced, so that
/// syncing a large file takes no longer than syncing a small one, and files that nobody may read soon do not push
/// out of memory what is read now. The rest, and everything where the file system or the number of buffers does
/// not allow it, is written as usual.
///
/// One thread.
final class SequentialFile implements Closeable {

    /// A thread for each large write, which wants nothing of what its maker's thread carries.
    private static final ThreadFactory WRITERS =
            Thread.ofVirtual().inheritInheritableThreadLocals(false).factory();

    private final TempFolder.TempFile file;
    private final AlignedBuffers buffers;
    private @Nullable ByteBuffer filling;
    private @Nullable ByteBuffer other;
    private @Nullable Future<?> writing;
    private long position;

    SequentialFile(TempFolder.TempFile file, AlignedBuffers buffers) {
        this.file = file;
        this.buffers = buffers;
        filling = buffers.take().orElse(null);
    }

    void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int end = offset + length;
        while (from < end && filling != null) {
            int count = Math.min(end - from, filling.remaining());
            filling.put(bytes, from, count);
            from += count;
            if (!filling.hasRemaining()) {
                writeFull(filling);
            }
        }
        if (from < end) {
            writeNow(file.channel(), ByteBuffer.wrap(bytes, from, end - from));
        }
    }

    /// Writes what is left. All bytes are with the file system then, ready to be forced.
    void complete() throws IOException {
        awaitWriting();
        if (filling != null) {
            writeNow(file.channel(), filling.flip());
        }
        giveBack();
    }

    /// Lets go of the buffers; the file itself is its owner's.
    @Override
    public void close() {
        try {
            awaitWriting();
        } catch (IOException e) {
            writing = null; // it failed, and nobody wants it any more
        }
        giveBack();
    }

    private void writeFull(ByteBuffer full) throws IOException {
        awaitWriting();
        full.flip();
        Optional<FileChannel> uncached = file.uncached();
        if (other == null) {
            other = uncached.isPresent() ? buffers.take().orElse(null) : null;
        }
        ByteBuffer next = other;
        if (uncached.isEmpty() || next == null) {
            writeNow(uncached.orElse(file.channel()), full);
            full.clear();
            return;
        }
        long at = position;
        position += full.remaining();
        FutureTask<Void> task = new FutureTask<>(() -> {
            writeAt(uncached.get(), full, at);
            return null;
        });
        WRITERS.newThread(task).start();
        writing = task;
        filling = next.clear();
        other = full;
    }

    private void writeNow(FileChannel channel, ByteBuffer bytes) throws IOException {
        int count = bytes.remaining();
        writeAt(channel, bytes, position);
        position += count;
    }

    private static void writeAt(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    private void awaitWriting() throws IOException {
        Future<?> current = writing;
        if (current == null) {
            return;
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    current.get();
                    writing = null;
                    return;
                } catch (InterruptedException e) {
                    interrupted = true; // the buffer is in use until the write has ended
                } catch (ExecutionException e) {
                    writing = null;
                    throw new IOException("a write past the cache failed", e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void giveBack() {
        if (filling != null) {
            buffers.giveBack(filling);
            filling = null;
        }
        if (other != null) {
            buffers.giveBack(other);
            other = null;
        }
    }
}
