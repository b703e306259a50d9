package io.pleura.imaging.blob;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// Buffers that the disk can read without a copy: outside the heap, aligned, made once and used again. So many and no
/// more: who finds none writes without. Safe for use by many threads.
final class AlignedBuffers {

    static final int BUFFER_BYTES = 512 << 10;

    /// 32 MiB, for sixteen blobs at a time.
    static final AlignedBuffers SHARED = new AlignedBuffers(64);

    /// Of every file system that is known; one that wants more is written to without these buffers.
    static final int ALIGNMENT_BYTES = 4096;

    private final int most;
    private final AtomicInteger made = new AtomicInteger();
    private final ConcurrentLinkedQueue<ByteBuffer> free = new ConcurrentLinkedQueue<>();

    AlignedBuffers(int most) {
        this.most = most;
    }

    /// An empty one, until it is [given back][#giveBack].
    Optional<ByteBuffer> take() {
        ByteBuffer buffer = free.poll();
        if (buffer != null) {
            return Optional.of(buffer.clear());
        }
        if (made.getAndIncrement() >= most) {
            made.decrementAndGet();
            return Optional.ofNullable(free.poll()).map(ByteBuffer::clear);
        }
        return Optional.of(ByteBuffer.allocateDirect(BUFFER_BYTES + ALIGNMENT_BYTES)
                .alignedSlice(ALIGNMENT_BYTES)
                .slice(0, BUFFER_BYTES));
    }

    /// Nobody may write or read it any more.
    void giveBack(ByteBuffer buffer) {
        free.add(buffer);
    }
}
