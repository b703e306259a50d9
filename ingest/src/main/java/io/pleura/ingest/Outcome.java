package io.pleura.ingest;

import io.pleura.schemas.ContentHash;
import io.pleura.schemas.ReasonCode;

/// What the sender is told about one object.
public sealed interface Outcome {

    /// As far as they could be read; empty strings otherwise.
    record Identity(String sopClassUid, String sopInstanceUid) {

        public static final Identity UNKNOWN = new Identity("", "");
    }

    Identity identity();

    /// Bytes and event are durable: in the log, or on disk until Kafka is back.
    ///
    /// @param again true when both were before
    record Stored(Identity identity, ContentHash hash, boolean again) implements Outcome {}

    /// @param detail for an engineer, without patient data; may go into logs and Error Comment (0000,0902)
    record Refused(Identity identity, ReasonCode reason, String detail) implements Outcome {}
}
