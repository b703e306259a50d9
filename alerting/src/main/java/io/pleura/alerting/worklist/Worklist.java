package io.pleura.alerting.worklist;

import io.pleura.alerting.triage.Alert;
import io.pleura.alerting.triage.AlertState;
import io.pleura.schemas.AlertId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The alerts as they stand, in memory, and the feed of their changes. One thread writes, any number read.
///
/// New alerts stay for as long as they are new. Closed ones (acknowledged, dismissed) go once they have not changed for
/// `keepClosed`, and the ones unchanged for longest go while there are more than `maxClosed`. They stay in the log.
public final class Worklist {

    /// Most urgent first: new before closed, STAT first, then the highest escalation level, then the longest wait.
    private static final Comparator<Alert> MOST_URGENT_FIRST = Comparator.comparing(Alert::state)
            .thenComparing(Alert::priority)
            .thenComparing(Comparator.comparing(Alert::escalationLevel).reversed())
            .thenComparing(Alert::receivedAt)
            .thenComparing(alert -> alert.id().value());

    private final Duration keepClosed;
    private final int maxClosed;
    private final int partitions;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<AlertId, Position> alerts = new HashMap<>();
    private final Set<FeedSubscription> subscriptions = ConcurrentHashMap.newKeySet();
    private FeedCursor cursor;

    private record Position(Alert alert, int partition, long offset) {}

    public Worklist(int partitions, Duration keepClosed, int maxClosed) {
        this.partitions = partitions;
        this.keepClosed = keepClosed;
        this.maxClosed = maxClosed;
        cursor = FeedCursor.start(partitions);
    }

    /// Takes over the alert from the record at that place, and tells the subscribers.
    public void apply(int partition, long offset, Alert alert) {
        lock.lock();
        try {
            cursor = cursor.after(partition, offset);
            alerts.put(alert.id(), new Position(alert, partition, offset));
            tell(new FeedItem.Changed(alert, cursor));
        } finally {
            lock.unlock();
        }
    }

    public Optional<Alert> find(AlertId id) {
        lock.lock();
        try {
            return Optional.ofNullable(alerts.get(id)).map(Position::alert);
        } finally {
            lock.unlock();
        }
    }

    public List<Alert> mostUrgentFirst() {
        lock.lock();
        try {
            return alerts.values().stream()
                    .map(Position::alert)
                    .sorted(MOST_URGENT_FIRST)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    public int size() {
        lock.lock();
        try {
            return alerts.size();
        } finally {
            lock.unlock();
        }
    }

    public int subscriptions() {
        return subscriptions.size();
    }

    /// Starts a feed with everything that changed after `resumeFrom`; with every alert where that is not this log's
    /// cursor.
    ///
    /// @param resumeFrom a cursor as text, from any instance, or anything else to start over
    public FeedSubscription subscribe(String resumeFrom, int queueCapacity) {
        FeedSubscription subscription = new FeedSubscription(this, queueCapacity);
        lock.lock();
        try {
            FeedCursor seen = FeedCursor.decode(resumeFrom, partitions)
                    .filter(known -> known.isWithin(cursor))
                    .orElse(FeedCursor.start(partitions));
            subscription.begin(changedSince(seen), List.copyOf(alerts.keySet()));
            subscriptions.add(subscription);
            return subscription;
        } finally {
            lock.unlock();
        }
    }

    void unsubscribe(FeedSubscription subscription) {
        subscriptions.remove(subscription);
    }

    /// Each item's cursor moves over the item alone, so that a reader cut off in the middle resumes at the right place.
    private List<FeedItem.Changed> changedSince(FeedCursor seen) {
        List<Position> changed = alerts.values().stream()
                .filter(position -> !seen.hasSeen(position.partition(), position.offset()))
                .sorted(Comparator.comparing(Position::partition).thenComparing(Position::offset))
                .toList();
        List<FeedItem.Changed> items = new ArrayList<>(changed.size());
        FeedCursor at = seen;
        for (Position position : changed) {
            at = at.after(position.partition(), position.offset());
            items.add(new FeedItem.Changed(position.alert(), at));
        }
        return items;
    }

    /// Applies the limits, and tells the subscribers what went; the writer calls it now and then.
    public void evict(Instant now) {
        lock.lock();
        try {
            for (AlertId gone : evictable(now.minus(keepClosed))) {
                alerts.remove(gone);
                tell(new FeedItem.Gone(gone));
            }
        } finally {
            lock.unlock();
        }
    }

    private void tell(FeedItem item) {
        subscriptions.forEach(subscription -> subscription.offer(item));
    }

    private Set<AlertId> evictable(Instant oldest) {
        List<Alert> closed = alerts.values().stream()
                .map(Position::alert)
                .filter(alert -> alert.state() != AlertState.NEW)
                .sorted(Comparator.comparing(Alert::changedAt))
                .toList();
        int surplus = closed.size() - maxClosed;
        return IntStream.range(0, closed.size())
                .filter(index ->
                        index < surplus || closed.get(index).changedAt().isBefore(oldest))
                .mapToObj(index -> closed.get(index).id())
                .collect(Collectors.toSet());
    }
}
