package io.pleura.alerting.triage;

import io.pleura.alerting.triage.TriageEvent.ActionTaken;
import java.util.List;

/// What the rules make of an event.
public sealed interface Decision {

    /// @param outputs what to write, in this order, together with the state
    record Changed(StudyState state, List<Output> outputs) implements Decision {
        public Changed {
            outputs = List.copyOf(outputs);
        }
    }

    record Ignored(Reason reason) implements Decision {}

    sealed interface Output {

        /// The alert as it now stands, for worklists and notifications.
        record Publish(Alert alert) implements Output {}

        /// What the timer did, for the audit.
        record Audit(ActionTaken action) implements Output {}
    }

    /// Why an event changes nothing. All are expected; each is counted under its name.
    enum Reason {
        /// A negative score never creates, changes or closes an alert.
        NEGATIVE_SCORE,
        /// A radiograph with this SOP Instance UID has been counted.
        IMAGE_ALREADY_COUNTED,
        /// There is no alert to act on.
        NO_SUCH_ALERT,
        /// An action with this id has been applied.
        ACTION_ALREADY_APPLIED,
        /// The alert is in the state that the action would bring it to.
        ALREADY_IN_STATE,
        /// A radiograph came that the user had not seen: what was decided without it does not count.
        VIEW_OUTDATED,
        /// Dismissing and commenting need a reason.
        REASON_MISSING,
        /// The timer's own record, read back from the audit log.
        OWN_RECORD,
        /// An action that this version does not know.
        UNKNOWN_ACTION,
        /// The alert was acted on, or its due time moved, before the time came.
        NO_LONGER_DUE
    }
}
