package io.pleura.alerting.triage;

import io.pleura.schemas.AlertId;
import io.pleura.schemas.StudyUid;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Everything that can change an alert.
public sealed interface TriageEvent {

    AlertId alert();

    /// A radiograph was scored.
    ///
    /// @param positive the score reached the operating point's threshold
    record ImageScored(StudyUid study, Priority priority, boolean positive, Finding finding) implements TriageEvent {
        @Override
        public AlertId alert() {
            return AlertId.of(study);
        }
    }

    /// Somebody did something to the alert.
    ///
    /// @param id the same action sent twice has the same id
    /// @param by the user's name at login
    /// @param seenVersion the alert's version on the user's screen; null when not stated
    record ActionTaken(
            String id,
            AlertId alert,
            Action action,
            String by,
            @Nullable String reason,
            @Nullable Long seenVersion,
            Instant at)
            implements TriageEvent {}

    /// A time at which the alert was to escalate has passed.
    record EscalationDue(AlertId alert, Instant due) implements TriageEvent {}
}
