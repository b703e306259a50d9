package io.pleura.inference.publish;

import io.pleura.events.BytesAt;
import io.pleura.events.RadiographReceived;
import io.pleura.events.ReplayRequested;
import io.pleura.inference.lanes.Task;
import io.pleura.inference.score.Finding;
import io.pleura.schemas.ReasonCode;
import java.time.Instant;

/// What became of one task. Every task has exactly one outcome, and every outcome is one record.
public sealed interface Outcome {

    Task task();

    record Scored(Task task, RadiographReceived radiograph, Finding finding, StageTimes times, Instant at)
            implements Outcome {}

    /// @param detail for an engineer: tags, UIDs and numbers only
    record Refused(Task task, ReasonCode reason, String detail, BytesAt bytesAt, Instant at) implements Outcome {}

    record Replayed(Task task, ReplayRequested request, Finding finding, StageTimes times, Instant at)
            implements Outcome {}

    /// @param failure why the radiograph could not be scored again
    record ReplayFailed(Task task, ReplayRequested request, String failure, Instant at) implements Outcome {}
}
