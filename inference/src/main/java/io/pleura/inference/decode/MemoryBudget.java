package io.pleura.inference.decode;

import java.util.concurrent.Semaphore;

/// Shares the part of the heap that images may fill, so that large ones wait for each other and none of them can
/// exhaust it. Safe for use by many threads; first come, first served.
final class MemoryBudget {

    private static final long MEBIBYTE = 1 << 20;

    /// What is left over serves Kafka's buffers, the model's inputs and the service itself.
    private static final double SHARE_OF_HEAP = 0.6;

    private final int total;
    private final Semaphore free;

    MemoryBudget(long bytes) {
        total = mebibytes(bytes);
        free = new Semaphore(total, true);
    }

    static MemoryBudget ofThisHeap() {
        return new MemoryBudget((long) (Runtime.getRuntime().maxMemory() * SHARE_OF_HEAP));
    }

    /// Whether an image of that size can be had at all.
    boolean holds(long bytes) {
        return mebibytes(bytes) <= total;
    }

    void take(long bytes) throws InterruptedException {
        free.acquire(mebibytes(bytes));
    }

    void giveBack(long bytes) {
        free.release(mebibytes(bytes));
    }

    private static int mebibytes(long bytes) {
        return Math.toIntExact(bytes / MEBIBYTE + 1);
    }
}
