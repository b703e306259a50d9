package io.pleura.inference.lanes;

import io.pleura.events.RadiographReceived;
import io.pleura.events.ReplayRequested;
import java.time.Instant;

/// What a record asks of the worker.
public sealed interface Work {

    /// When the wait began.
    Instant since();

    record Score(RadiographReceived radiograph) implements Work {
        @Override
        public Instant since() {
            return radiograph.getReceivedAt();
        }
    }

    record Rescore(ReplayRequested request) implements Work {
        @Override
        public Instant since() {
            return request.getRequestedAt();
        }
    }

    /// The record is no event of its lane. It still has an offset to commit, so it is refused, not skipped.
    ///
    /// @param detail says what was wrong without quoting the bytes
    record Unreadable(Instant since, String detail) implements Work {}
}
