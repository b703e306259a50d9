package io.pleura.imaging.blob;

import io.pleura.schemas.ContentHash;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/// A file that is written once, from its beginning to its end, and hashed on the way. Full buffers are written by
/// threads of their own, past the page cache, while the next one fills; what has come is hashed by another. When the
/// end comes nearly all is hashed and on disk already, so that a large file keeps its sender no longer waiting than a
/// small one, and files that nobody may read soon do not push out of memory what is read now. The rest, and everything
/// where there is no buffer to be had, is hashed and written at once, as usual.
///
/// One thread uses it; the threads behind it touch what is filled only, and no buffer is filled again before they are
/// done with it.
final class SequentialFile implements Closeable {

    /// Buffers of one file that are hashed or written at a time, beside the one that fills.
    private static final int MAX_UNDER_WAY = 3;

    private static final int PIECE_BYTES = 64 << 10;

    /// Less is hashed in less time than a thread takes to start.
    private static final int FEWEST_HASHED_BYTES = 64 << 10;

    /// Less is copied in less time than the disk takes to answer.
    private static final int FEWEST_UNCACHED_BYTES = 64 << 10;

    /// A thread for each step, which wants nothing of what its maker's thread carries.
    private static final ThreadFactory THREADS =
            Thread.ofVirtual().inheritInheritableThreadLocals(false).factory();

    private static final Executor STEPS = step -> THREADS.newThread(step).start();
    private static final CompletableFuture<@Nullable Void> NOTHING = CompletableFuture.completedFuture(null);

    private final TempFolder.TempFile file;
    private final AlignedBuffers buffers;
    private final Deque<UnderWay> underWay = new ArrayDeque<>();

    /// Each step of hashing follows the one before; a thread that has waited for this one may use the digest.
    private final MessageDigest digest = ContentHash.newDigest();

    private CompletableFuture<@Nullable Void> hashed = NOTHING;
    private CompletableFuture<@Nullable Void> restWritten = NOTHING;
    private @Nullable ByteBuffer filling;

    /// How far into the buffer that fills hashing has been begun.
    private int hashedTo;

    private @Nullable ContentHash hash;
    private long position;

    /// A full buffer, and when it may be filled again.
    private record UnderWay(ByteBuffer buffer, CompletableFuture<@Nullable Void> done) {}

    SequentialFile(TempFolder.TempFile file, AlignedBuffers buffers) {
        this.file = file;
        this.buffers = buffers;
        filling = buffers.take().orElse(null);
    }

    void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer current = filling;
        int from = offset;
        int end = offset + length;
        while (from < end && current != null) {
            int count = Math.min(end - from, current.remaining());
            current.put(bytes, from, count);
            from += count;
            current = unlessFull(current);
        }
        if (from < end) {
            writeNow(ByteBuffer.wrap(bytes, from, end - from));
        }
    }

    /// Takes what a source has at the moment, waiting for the first byte.
    ///
    /// @param maxBytes at least one
    /// @param source fills the buffer it is given from where it lies: nothing is copied in between
    /// @return how many bytes came; -1 at the source's end
    int readFrom(ReadableByteChannel source, long maxBytes) throws IOException {
        ByteBuffer current = filling;
        if (current == null) {
            ByteBuffer piece = ByteBuffer.allocate((int) Math.min(maxBytes, PIECE_BYTES));
            int count = source.read(piece);
            writeNow(piece.flip());
            return count;
        }
        current.limit((int) Math.min(current.capacity(), current.position() + maxBytes));
        int count;
        try {
            count = source.read(current);
        } finally {
            current.limit(current.capacity());
        }
        unlessFull(current);
        return count;
    }

    /// The hash of all that was written. Nothing can be written afterwards; what is left begins to be, meanwhile.
    ContentHash hash() {
        if (hash == null) {
            if (filling != null) {
                writeRest(filling.duplicate().flip());
            }
            hashed.join();
            if (filling != null) {
                digest.update(unhashed(filling));
            }
            hash = ContentHash.ofDigest(digest.digest());
        }
        return hash;
    }

    /// Sees to it that all bytes are with the file system, ready to be forced.
    void complete() throws IOException {
        hash();
        try {
            awaitWritten(restWritten);
            while (!underWay.isEmpty()) {
                buffers.giveBack(reclaimed());
            }
        } finally {
            close();
        }
    }

    /// Lets go of the buffers; the file itself is its owner's.
    @Override
    public void close() {
        hashed.join();
        restWritten.exceptionally(ignored -> null).join(); // when it failed, nobody wants it any more
        while (!underWay.isEmpty()) {
            try {
                buffers.giveBack(reclaimed());
            } catch (IOException e) {
                continue;
            }
        }
        if (filling != null) {
            buffers.giveBack(filling);
            filling = null;
        }
    }

    /// The buffer to go on with.
    private ByteBuffer unlessFull(ByteBuffer current) throws IOException {
        if (current.hasRemaining()) {
            if (hashed.isDone() && current.position() - hashedTo >= FEWEST_HASHED_BYTES) {
                hashBehind(current);
            }
            return current;
        }
        FileChannel channel = file.uncached().orElse(file.channel());
        Optional<ByteBuffer> next = underWay.size() < MAX_UNDER_WAY ? buffers.take() : Optional.empty();
        if (next.isEmpty() && underWay.isEmpty()) { // all others are in use by others
            hashed.join();
            digest.update(unhashed(current));
            ByteBuffer full = current.flip();
            write(channel, full, position);
            position += full.position();
            hashedTo = 0;
            return full.clear();
        }
        hashBehind(current);
        ByteBuffer full = current.flip();
        long at = position;
        position += full.remaining();
        CompletableFuture<@Nullable Void> written = started(() -> write(channel, full, at));
        underWay.add(new UnderWay(full, CompletableFuture.allOf(hashed, written)));
        filling = null; // until there is one again, whatever fails
        hashedTo = 0;
        ByteBuffer following = next.isPresent() ? next.get() : reclaimed();
        filling = following;
        return following;
    }

    /// Has hashed what has come into a buffer since the last time.
    private void hashBehind(ByteBuffer current) {
        ByteBuffer bytes = unhashed(current);
        hashedTo = current.position();
        hashed = hashed.thenRunAsync(() -> digest.update(bytes), STEPS);
    }

    private ByteBuffer unhashed(ByteBuffer current) {
        return current.duplicate().flip().position(hashedTo);
    }

    /// Waits for the buffer that has been under way longest; it is empty then, and the caller's.
    private ByteBuffer reclaimed() throws IOException {
        UnderWay oldest = underWay.removeFirst();
        try {
            awaitWritten(oldest.done());
            return oldest.buffer().clear();
        } catch (IOException e) {
            buffers.giveBack(oldest.buffer());
            throw e;
        }
    }

    private static void awaitWritten(CompletableFuture<@Nullable Void> written) throws IOException {
        try {
            written.join();
        } catch (CompletionException e) {
            // Whoever logs the failure shows this alone, and a full disk is mended otherwise than a broken one.
            throw new IOException("a write behind the sender's back failed: " + e.getCause(), e.getCause());
        }
    }

    /// The last buffer, which is not full: as much past the page cache as may go there, and is worth it.
    private void writeRest(ByteBuffer rest) {
        int aligned = rest.remaining() / AlignedBuffers.ALIGNMENT_BYTES * AlignedBuffers.ALIGNMENT_BYTES;
        Optional<FileChannel> uncached = aligned < FEWEST_UNCACHED_BYTES ? Optional.empty() : file.uncached();
        int direct = uncached.isPresent() ? aligned : 0;
        long at = position;
        restWritten = started(() -> {
            if (uncached.isPresent()) {
                write(uncached.get(), rest.slice(0, direct), at);
            }
            write(file.channel(), rest.slice(direct, rest.remaining() - direct), at + direct);
        });
    }

    /// Waits for the disk, or for room in the page cache.
    @FunctionalInterface
    private interface Writing {
        void run() throws IOException;
    }

    private static CompletableFuture<@Nullable Void> started(Writing writing) {
        CompletableFuture<@Nullable Void> written = new CompletableFuture<>();
        STEPS.execute(() -> {
            try {
                writing.run();
                written.complete(null);
            } catch (IOException | RuntimeException e) {
                written.completeExceptionally(e);
            }
        });
        return written;
    }

    private void writeNow(ByteBuffer bytes) throws IOException {
        int count = bytes.remaining();
        digest.update(bytes.duplicate());
        write(file.channel(), bytes, position);
        position += count;
    }

    private static void write(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }
}
