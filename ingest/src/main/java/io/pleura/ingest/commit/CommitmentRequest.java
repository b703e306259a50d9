package io.pleura.ingest.commit;

import io.pleura.schemas.ContentHash;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/// A request for storage commitment (PS3.4 section J.3.2) that is still to be reported on.
///
/// @param transactionUid chosen by the requester
/// @param aeTitle the requester's
/// @param attempts associations made so far to deliver the report
/// @param due when the next attempt is to be made
public record CommitmentRequest(
        String transactionUid, String aeTitle, List<Reference> references, int attempts, Instant due) {

    /// An instance that the requester wants to delete its copy of.
    public record Reference(String sopClassUid, String sopInstanceUid) {}

    public CommitmentRequest {
        references = List.copyOf(references);
    }

    /// Tells requests apart, those of different requesters too; fit for a file name.
    public String name() {
        return ContentHash.of((aeTitle + "\n" + transactionUid).getBytes(StandardCharsets.UTF_8))
                .value();
    }

    CommitmentRequest attempted(Instant next) {
        return new CommitmentRequest(transactionUid, aeTitle, references, attempts + 1, next);
    }
}
