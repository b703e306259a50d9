package io.pleura.alerting.notify;

import io.pleura.alerting.triage.Alert;
import io.pleura.alerting.triage.AlertChange;
import io.pleura.alerting.triage.Finding;
import io.pleura.alerting.triage.Laterality;
import io.pleura.alerting.triage.Priority;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the world outside is told of a change; the JSON of a notification has these names. Nothing of it identifies a
/// patient: who may know that follows the link and logs in.
///
/// @param alertVersion together with the alert's id it names this notification once and for all
/// @param score calibrated probability, 0 to 1; the highest of all radiographs
/// @param laterality side on the radiograph with that score alone: who is told of one side only is told of `sides`
/// @param sides every side that any radiograph of the alert shows, BILATERAL for both
/// @param sidesStated false when the file of a radiograph that names a side does not state the sides: it is
///     told as if the patient faced the usual way, and whoever shows it says so; null when there is no side, or
///     nobody noted it
/// @param page where a clinician looks at the alert and acts
public record Notification(
        String alertId,
        String studyUid,
        long alertVersion,
        AlertChange change,
        Priority priority,
        int escalationLevel,
        float score,
        Laterality laterality,
        Laterality sides,
        @Nullable Boolean sidesStated,
        Instant receivedAt,
        Instant changedAt,
        String modelName,
        String modelVersion,
        URI page,
        String warning) {

    static Notification of(Alert alert, URI page, String warning) {
        Finding lead = alert.lead();
        return new Notification(
                alert.id().value(),
                alert.id().study().value(),
                alert.version(),
                alert.change(),
                alert.priority(),
                alert.escalationLevel(),
                lead.score(),
                lead.laterality(),
                alert.sides(),
                alert.sidesStated(),
                alert.receivedAt(),
                alert.changedAt(),
                lead.model().name(),
                lead.model().version(),
                page.resolve("#alert=" + alert.id()),
                warning);
    }

    /// The same for each attempt, so that a receiver can tell a repetition from news.
    String idempotencyKey() {
        return alertId + ":" + alertVersion;
    }
}
