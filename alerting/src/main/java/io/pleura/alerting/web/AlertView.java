package io.pleura.alerting.web;

import io.pleura.alerting.triage.Alert;
import io.pleura.alerting.triage.AlertChange;
import io.pleura.alerting.triage.AlertState;
import io.pleura.alerting.triage.Finding;
import io.pleura.alerting.triage.Laterality;
import io.pleura.alerting.triage.Priority;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A line of the worklist.
///
/// @param score the highest of all radiographs
/// @param laterality side on the radiograph with that score alone
/// @param sides every side that any radiograph of the alert shows, BILATERAL for both
/// @param sidesStated false when the file of a radiograph that names a side does not state the sides: it is
///     told as if the patient faced the usual way, and whoever shows it says so; null when there is no side, or
///     nobody noted it
public record AlertView(
        String alertId,
        String studyUid,
        long version,
        AlertState state,
        AlertChange change,
        Priority priority,
        int escalationLevel,
        @Nullable Instant escalateAt,
        float score,
        Laterality laterality,
        Laterality sides,
        @Nullable Boolean sidesStated,
        int imageCount,
        Instant receivedAt,
        Instant raisedAt,
        Instant changedAt,
        String operatingPoint,
        float threshold,
        String modelName,
        String modelVersion) {

    static AlertView of(Alert alert) {
        Finding lead = alert.lead();
        return new AlertView(
                alert.id().value(),
                alert.id().study().value(),
                alert.version(),
                alert.state(),
                alert.change(),
                alert.priority(),
                alert.escalationLevel(),
                alert.escalateAt(),
                lead.score(),
                lead.laterality(),
                alert.sides(),
                alert.sidesStated(),
                alert.images().size(),
                alert.receivedAt(),
                alert.raisedAt(),
                alert.changedAt(),
                lead.operatingPoint(),
                lead.threshold(),
                lead.model().name(),
                lead.model().version());
    }
}
