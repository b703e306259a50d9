package io.pleura.inference.lanes;

import io.pleura.events.RadiographReceived;
import io.pleura.events.ReplayRequested;
import io.pleura.schemas.EventSerde;
import io.pleura.schemas.Topic;
import io.pleura.schemas.UnknownSchemaException;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;

/// Turns a record's bytes into [Work]; whatever is no event of the lane becomes [Work.Unreadable].
///
/// An event of a schema that this release does not know is another matter: it was written by a newer one, so it
/// must wait for a newer worker, and refusing it would refuse every radiograph during an upgrade.
final class WorkReader {

    private static final EventSerde<RadiographReceived> RECEIVED = EventSerde.of(Topic.RADIOGRAPHS_STAT);
    private static final EventSerde<ReplayRequested> REPLAY = EventSerde.of(Topic.RADIOGRAPHS_REPLAY);

    private WorkReader() {}

    /// Empty for an event of an unknown, so newer, schema.
    static Optional<Work> read(Lane lane, ConsumerRecord<String, byte[]> message) {
        byte[] bytes = message.value();
        Instant since = Instant.ofEpochMilli(message.timestamp());
        if (bytes == null) {
            return Optional.of(new Work.Unreadable(since, "the record has no value"));
        }
        try {
            return Optional.of(
                    switch (lane) {
                        case STAT, ROUTINE -> new Work.Score(RECEIVED.fromBytes(bytes));
                        case REPLAY -> new Work.Rescore(REPLAY.fromBytes(bytes));
                    });
        } catch (UnknownSchemaException e) {
            return Optional.empty();
        } catch (SerializationException e) {
            String detail = "the record's " + bytes.length + " bytes are no event of this topic";
            return Optional.of(new Work.Unreadable(since, detail));
        }
    }
}
