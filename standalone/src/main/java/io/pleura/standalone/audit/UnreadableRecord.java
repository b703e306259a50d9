package io.pleura.standalone.audit;

import io.pleura.schemas.RecordPlace;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;

/// A record that is no event of its topic, or one of a schema that this release does not know.
///
/// @param key empty where it has none
record UnreadableRecord(RecordPlace place, String key, String why) {

    static UnreadableRecord of(ConsumerRecord<String, byte[]> record, SerializationException e) {
        String key = record.key() == null ? "" : record.key();
        return new UnreadableRecord(RecordPlace.of(record), key, String.valueOf(e.getMessage()));
    }

    /// One line about it.
    ///
    /// @param passOver those that whoever asks knows of
    String line(Set<RecordPlace> passOver) {
        return (passOver.contains(place) ? "passed over: " : "cannot be read: ") + this;
    }

    @Override
    public String toString() {
        return place + ": " + why;
    }
}
