package io.pleura.alerting.web;

import io.pleura.alerting.triage.Action;
import io.pleura.alerting.triage.Alert;
import io.pleura.alerting.triage.TriageEvent.ActionTaken;
import io.pleura.schemas.AlertId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a browser asks to be done to an alert.
///
/// @param action ACKNOWLEDGE, DISMISS, COMMENT or RETURN
/// @param reason needed to dismiss and to comment, at most [#MAX_REASON_LENGTH] characters
/// @param actionId a UUID made by the browser; sent again after a lost answer, the action still counts once
/// @param version of the alert on the user's screen, needed to acknowledge and to dismiss, so that nobody dismisses a
///     radiograph that came a moment ago
public record ActionRequest(
        @Nullable String action,
        @Nullable String reason,
        @Nullable String actionId,
        @Nullable Long version) {

    static final int MAX_REASON_LENGTH = 500;

    /// The action, or what is wrong with the request.
    sealed interface Checked {
        record Valid(ActionTaken action) implements Checked {}

        record Invalid(String message) implements Checked {}

        /// The alert has a radiograph that the user has not seen.
        record Outdated() implements Checked {}
    }

    Checked check(Alert current, String by, Instant at) {
        AlertId alert = current.id();
        String stated = reason == null || reason.isBlank() ? null : reason.strip();
        if (!isUuid(actionId)) {
            return new Checked.Invalid("actionId must be a UUID");
        }
        if (stated != null && stated.length() > MAX_REASON_LENGTH) {
            return new Checked.Invalid("reason has more than " + MAX_REASON_LENGTH + " characters");
        }
        Action wanted = wanted();
        boolean decides = wanted == Action.ACKNOWLEDGE || wanted == Action.DISMISS;
        if (decides && version == null) {
            return new Checked.Invalid(wanted + " needs the version of the alert that was on the screen");
        }
        if (decides && current.hasImageSince(version)) {
            return new Checked.Outdated();
        }
        if (wanted.needsReason() && stated == null) {
            return new Checked.Invalid(wanted + " needs a reason");
        }
        return switch (wanted) {
            case ACKNOWLEDGE, DISMISS, COMMENT, RETURN -> valid(alert, wanted, by, stated, at);
            case ESCALATE, UNKNOWN -> new Checked.Invalid("action must be ACKNOWLEDGE, DISMISS, COMMENT or RETURN");
        };
    }

    private Checked valid(AlertId alert, Action wanted, String by, @Nullable String stated, Instant at) {
        return new Checked.Valid(
                new ActionTaken(UUID.fromString(actionId).toString(), alert, wanted, by, stated, version, at));
    }

    private Action wanted() {
        for (Action known : Action.values()) {
            if (known.name().equals(action)) {
                return known;
            }
        }
        return Action.UNKNOWN;
    }

    private static boolean isUuid(@Nullable String text) {
        try {
            return text != null && text.length() == 36 && UUID.fromString(text) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
