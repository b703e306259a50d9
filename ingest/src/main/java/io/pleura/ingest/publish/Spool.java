package io.pleura.ingest.publish;

import io.pleura.schemas.SopInstanceUid;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/// Which claims wait for Kafka, so that there are not too many and nobody overtakes them. The claims themselves are on
/// disk; this is what is known of them in memory, a hundred bytes each. Safe for use by many threads.
final class Spool {

    private final int limit;
    private final Set<SopInstanceUid> waiting;

    /// @param limit of those that may be added
    /// @param left of an earlier life, however many
    Spool(int limit, Collection<SopInstanceUid> left) {
        this.limit = limit;
        waiting = new HashSet<>(left);
    }

    synchronized boolean hasRoom() {
        return waiting.size() < limit;
    }

    /// @return false when there is no room for one that does not wait yet
    synchronized boolean add(SopInstanceUid instance) {
        return waiting.contains(instance) || (waiting.size() < limit && waiting.add(instance));
    }

    synchronized void remove(Collection<SopInstanceUid> published) {
        published.forEach(waiting::remove);
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    synchronized int size() {
        return waiting.size();
    }

    /// A copy.
    synchronized Set<SopInstanceUid> waiting() {
        return new HashSet<>(waiting);
    }
}
