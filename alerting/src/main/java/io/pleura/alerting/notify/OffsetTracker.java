package io.pleura.alerting.notify;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// Which records are finished, out of order, and up to where a partition may be committed: only past what is finished.
/// Safe for use by many threads. Holds one entry for each record in hand.
final class OffsetTracker<P> {

    private final Map<P, TreeMap<Long, Boolean>> inHand = new HashMap<>();
    private final Map<P, Long> committable = new HashMap<>();

    /// Records of a partition begin in the order of their offsets.
    synchronized void begin(P partition, long offset) {
        inHand.computeIfAbsent(partition, key -> new TreeMap<>()).put(offset, false);
    }

    synchronized void finish(P partition, long offset) {
        TreeMap<Long, Boolean> offsets = inHand.get(partition);
        if (offsets == null || offsets.replace(offset, true) == null) {
            return;
        }
        while (!offsets.isEmpty() && offsets.firstEntry().getValue()) {
            committable.put(partition, offsets.pollFirstEntry().getKey() + 1);
        }
    }

    /// Where each partition may be committed.
    synchronized Map<P, Long> committable() {
        return Map.copyOf(committable);
    }

    /// These were committed.
    synchronized void committed(Map<P, Long> offsets) {
        offsets.forEach(committable::remove);
    }

    synchronized void forget(P partition) {
        inHand.remove(partition);
        committable.remove(partition);
    }

    /// Records that are unfinished, or finished behind one that is not.
    synchronized int inHand() {
        return inHand.values().stream().mapToInt(TreeMap::size).sum();
    }
}
