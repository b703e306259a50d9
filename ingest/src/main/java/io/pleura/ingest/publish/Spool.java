package io.pleura.ingest.publish;

import io.pleura.schemas.SopInstanceUid;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/// Claims whose senders have heard of success and whose events are not in the log yet: those on their way there, and
/// those that wait until Kafka is back. So that there are not too many, and nobody overtakes who waits. The claims
/// themselves are on disk; this is what is known of them in memory, a hundred bytes each. Safe for use by many threads.
final class Spool {

    private final int limit;
    private final int mostUnderWay;
    private final Set<SopInstanceUid> underWay = new HashSet<>();
    private final Set<SopInstanceUid> waiting;

    /// @param limit of those that may be added
    /// @param mostUnderWay of those that may be on their way at a time
    /// @param left of an earlier life, however many: they wait
    Spool(int limit, int mostUnderWay, Collection<SopInstanceUid> left) {
        this.limit = limit;
        this.mostUnderWay = mostUnderWay;
        waiting = new HashSet<>(left);
    }

    synchronized boolean hasRoom() {
        return waiting.size() + underWay.size() < limit;
    }

    /// Notes that an event is on its way to the log.
    ///
    /// @return false when there is no room for one more
    synchronized boolean depart(SopInstanceUid instance) {
        return hasRoom() && underWay.size() < mostUnderWay && underWay.add(instance);
    }

    /// An event on its way did not arrive, as far as anybody knows.
    ///
    /// @return false when it was not on its way
    synchronized boolean strand(SopInstanceUid instance) {
        return underWay.remove(instance) && waiting.add(instance);
    }

    /// @return false when there is no room for one that is not here yet
    synchronized boolean add(SopInstanceUid instance) {
        return holds(instance) || (hasRoom() && waiting.add(instance));
    }

    synchronized void remove(Collection<SopInstanceUid> published) {
        published.forEach(waiting::remove);
        published.forEach(underWay::remove);
    }

    synchronized boolean holds(SopInstanceUid instance) {
        return waiting.contains(instance) || underWay.contains(instance);
    }

    synchronized boolean isUnderWay(SopInstanceUid instance) {
        return underWay.contains(instance);
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

    /// Who waits for Kafka; a copy.
    synchronized Set<SopInstanceUid> waiting() {
        return new HashSet<>(waiting);
    }
}
