package io.pleura.imaging.frame;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Shares the part of the heap that images may fill, so that large ones wait for each other and none of them can
/// exhaust it: what an image takes is known before it is decoded, from [Radiographs#memoryBytes]. Safe for use by many
/// threads; first come, first served.
public final class MemoryBudget {

    private static final long MEBIBYTE = 1 << 20;

    /// What is left over serves Kafka's buffers, the model's inputs and the service itself.
    private static final double SHARE_OF_HEAP = 0.6;

    private final int total;
    private final Semaphore free;

    public MemoryBudget(long bytes) {
        total = mebibytes(bytes);
        free = new Semaphore(total, true);
    }

    public static MemoryBudget ofThisHeap() {
        return new MemoryBudget((long) (Runtime.getRuntime().maxMemory() * SHARE_OF_HEAP));
    }

    /// Whether an image of that size can be had at all; one that cannot must not be waited for.
    public boolean holds(long bytes) {
        return mebibytes(bytes) <= total;
    }

    public void take(long bytes) throws InterruptedException {
        free.acquire(mebibytes(bytes));
    }

    /// @return false when others held too much all the time; then nothing is taken
    public boolean take(long bytes, Duration patience) throws InterruptedException {
        return free.tryAcquire(mebibytes(bytes), patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    public void giveBack(long bytes) {
        free.release(mebibytes(bytes));
    }

    private static int mebibytes(long bytes) {
        return Math.toIntExact(bytes / MEBIBYTE + 1);
    }
}
