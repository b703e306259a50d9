package io.pleura.ingest.publish;

import io.pleura.ingest.store.Claim;
import io.pleura.schemas.SopInstanceUid;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/// Claims whose senders have heard of success and whose events are not in the log yet: those on their way there, and
/// those that wait until Kafka is back. So that there are not too many, and nobody overtakes who waits. The claims
/// themselves are on disk; this is what is known of them in memory, a hundred bytes each. Safe for use by many threads.
final class Spool {

    /// One that waits.
    ///
    /// @param sequence of its claim
    /// @param sent whether its event may have been sent, and may be in the log
    record Waiting(long sequence, SopInstanceUid instance, boolean sent) {}

    private static final Comparator<Waiting> FIRST_COME_FIRST = Comparator.comparingLong(Waiting::sequence)
            .thenComparing(waiting -> waiting.instance().value());

    private final int limit;
    private final int mostUnderWay;
    private final Map<SopInstanceUid, Long> underWay = new HashMap<>();
    private final Map<SopInstanceUid, Waiting> waiting = new HashMap<>();
    private final NavigableSet<Waiting> queue = new TreeSet<>(FIRST_COME_FIRST);

    /// @param limit of those that may be added
    /// @param mostUnderWay of those that may be on their way at a time without having waited
    Spool(int limit, int mostUnderWay) {
        this.limit = limit;
        this.mostUnderWay = mostUnderWay;
    }

    synchronized boolean hasRoom() {
        return waiting.size() + underWay.size() < limit;
    }

    /// Notes that an event is on its way to the log.
    ///
    /// @return false when there is no room for one more
    synchronized boolean depart(Claim claim) {
        boolean room = hasRoom() && underWay.size() < mostUnderWay;
        if (room) {
            underWay.put(claim.instance(), claim.sequence());
        }
        return room;
    }

    /// Has an event wait that was never sent, or may have been.
    ///
    /// @return false when there is no room for one that is not here yet
    synchronized boolean add(Claim claim, boolean sent) {
        if (!holds(claim.instance()) && !hasRoom()) {
            return false;
        }
        adopt(claim, sent);
        return true;
    }

    /// The same, room or no room: of an earlier life, or one whose sender heard of no success.
    synchronized void adopt(Claim claim, boolean sent) {
        if (!holds(claim.instance())) {
            await(new Waiting(claim.sequence(), claim.instance(), sent));
        }
    }

    /// One that waited is on its way.
    synchronized void board(SopInstanceUid instance) {
        Waiting one = waiting.remove(instance);
        if (one != null) {
            queue.remove(one);
            underWay.put(instance, one.sequence());
        }
    }

    /// An event on its way did not arrive, as far as anybody knows: it waits in its old place.
    synchronized void strand(SopInstanceUid instance) {
        Long sequence = underWay.remove(instance);
        if (sequence != null) {
            await(new Waiting(sequence, instance, true));
        }
    }

    synchronized void remove(SopInstanceUid instance) {
        underWay.remove(instance);
        Waiting one = waiting.remove(instance);
        if (one != null) {
            queue.remove(one);
        }
    }

    synchronized boolean holds(SopInstanceUid instance) {
        return waiting.containsKey(instance) || underWay.containsKey(instance);
    }

    synchronized boolean isWaiting(SopInstanceUid instance) {
        return waiting.containsKey(instance);
    }

    /// Whether nobody waits for Kafka.
    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    /// How many wait for Kafka.
    synchronized int size() {
        return waiting.size();
    }

    /// Events on their way.
    synchronized int underWay() {
        return underWay.size();
    }

    /// Who has waited longest; a copy.
    synchronized List<Waiting> first(int most) {
        return queue.stream().limit(most).toList();
    }

    private void await(Waiting one) {
        waiting.put(one.instance(), one);
        queue.add(one);
    }
}
