package io.pleura.inference.lanes;

import java.time.Instant;
import org.apache.kafka.common.TopicPartition;

/// One record of a lane, taken or waiting to be taken.
///
/// @param key the record's key, the Study Instance UID
/// @param takenIn when this worker first saw it
/// @param deadline when scoring should begin at the latest, see [LaneSchedule]
public record Task(
        Lane lane, TopicPartition partition, long offset, String key, Work work, Instant takenIn, Instant deadline) {

    /// Names the record in logs and rejections.
    public String position() {
        return partition + "-" + offset;
    }
}
