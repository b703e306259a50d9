package io.pleura.standalone.audit;

import io.pleura.schemas.RecordPlace;

/// A record that is no event of its topic, or one of a schema that this release does not know.
///
/// @param key empty where it has none
record UnreadableRecord(RecordPlace place, String key, String why) {

    @Override
    public String toString() {
        return place + ": " + why;
    }
}
