package io.pleura.inference.lanes;

import io.pleura.schemas.RecordPlace;
import java.time.Instant;
import org.apache.kafka.common.TopicPartition;

/// One record of a lane, taken or waiting to be taken.
///
/// @param key the record's key, the Study Instance UID
/// @param takenIn when this worker first saw it
/// @param deadline when scoring should begin at the latest, see [LaneSchedule]
public record Task(
        Lane lane, TopicPartition partition, long offset, String key, Work work, Instant takenIn, Instant deadline) {

    /// Names the record in logs, health and rejections, as everywhere: `radiographs.stat-3@17`.
    public String position() {
        return new RecordPlace(partition, offset).toString();
    }
}
