package io.pleura.alerting.worklist;

import io.pleura.schemas.AlertId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// One reader of the feed: what had changed when it subscribed, then what changes. Read by one thread.
/// Close it, or the worklist keeps filling its queue.
public final class FeedSubscription implements AutoCloseable {

    private final Worklist worklist;
    private final BlockingQueue<FeedItem> queue;
    private volatile List<FeedItem.Changed> backlog = List.of();
    private volatile List<AlertId> held = List.of();
    private volatile boolean overrun;

    FeedSubscription(Worklist worklist, int capacity) {
        this.worklist = worklist;
        queue = new ArrayBlockingQueue<>(capacity);
    }

    void begin(List<FeedItem.Changed> changedBefore, List<AlertId> heldNow) {
        backlog = changedBefore;
        held = heldNow;
    }

    void offer(FeedItem item) {
        if (!queue.offer(item)) {
            overrun = true;
        }
    }

    /// Everything that changed between the reader's cursor and the moment it subscribed, oldest first.
    public List<FeedItem.Changed> backlog() {
        return backlog;
    }

    /// Every alert that the worklist held at the moment that the reader subscribed: what it has beside them is gone.
    public List<AlertId> held() {
        return held;
    }

    /// The next change, or nothing when there is none within `wait`.
    public Optional<FeedItem> next(Duration wait) throws InterruptedException {
        return Optional.ofNullable(queue.poll(wait.toMillis(), TimeUnit.MILLISECONDS));
    }

    /// The reader fell behind and has missed changes: disconnect it, it can resume from its cursor.
    public boolean isOverrun() {
        return overrun;
    }

    @Override
    public void close() {
        worklist.unsubscribe(this);
    }
}
