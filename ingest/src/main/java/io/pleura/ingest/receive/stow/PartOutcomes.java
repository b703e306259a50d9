package io.pleura.ingest.receive.stow;

import io.pleura.ingest.Outcome;
import io.pleura.ingest.PendingOutcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// What became of the parts of a request, in their order. Those of the last ones may be on their way into the log
/// together, so that many refusals do not wait for Kafka one by one. One thread.
final class PartOutcomes {

    /// All requests at once leave most of the publisher's queue to others.
    static final int MOST_PENDING = 50;

    private final List<Outcome> known = new ArrayList<>();
    private final Deque<PendingOutcome> pending = new ArrayDeque<>();

    void add(PendingOutcome next) {
        if (pending.size() == MOST_PENDING) {
            known.add(pending.remove().await());
        }
        pending.add(next);
    }

    int count() {
        return known.size() + pending.size();
    }

    /// Waits for those that are on their way.
    List<Outcome> await() {
        while (!pending.isEmpty()) {
            known.add(pending.remove().await());
        }
        return known;
    }
}
