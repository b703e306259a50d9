package io.pleura.standalone.audit;

import io.pleura.events.RadiographScored;
import java.time.Instant;

/// What tells a score from all others: its radiograph, which may have been scored more than once, and when.
record ScoreName(String sopInstanceUid, Instant scoredAt) {

    static ScoreName of(RadiographScored score) {
        return new ScoreName(score.getSopInstanceUid(), score.getScoredAt());
    }
}
