package io.pleura.ingest;

import io.pleura.schemas.ContentHash;
import io.pleura.schemas.ReasonCode;
import java.util.regex.Pattern;

/// What the sender is told about one object.
public sealed interface Outcome {

    /// As far as they could be read; empty strings otherwise.
    record Identity(String sopClassUid, String sopInstanceUid) {

        public static final Identity UNKNOWN = new Identity("", "");
        private static final Pattern LIKE_A_UID = Pattern.compile("[0-9.]{1,128}");

        /// Whether both look like UIDs, so that they may be shown: anything else can be text that a sender put there.
        public boolean isNamed() {
            return looksLikeAUid(sopClassUid) && looksLikeAUid(sopInstanceUid);
        }

        private static boolean looksLikeAUid(String value) {
            return LIKE_A_UID.matcher(value).matches();
        }
    }

    Identity identity();

    /// Bytes and event are durable: in the log, or on disk until Kafka is back.
    ///
    /// @param again true when both were before
    record Stored(Identity identity, ContentHash hash, boolean again) implements Outcome {}

    /// @param detail for an engineer, without patient data; may go into logs and Error Comment (0000,0902)
    record Refused(Identity identity, ReasonCode reason, String detail) implements Outcome {}
}
