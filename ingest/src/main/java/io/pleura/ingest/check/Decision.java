package io.pleura.ingest.check;

import io.pleura.schemas.ReasonCode;
import io.pleura.schemas.SeriesUid;
import io.pleura.schemas.SopInstanceUid;
import io.pleura.schemas.StudyUid;
import java.util.Optional;

/// Whether an object goes on to be scored.
public sealed interface Decision {

    /// A frontal chest radiograph, as far as its header tells.
    ///
    /// @param viewPosition as stated
    record Eligible(
            StudyUid study,
            SeriesUid series,
            SopInstanceUid instance,
            String sopClassUid,
            String transferSyntaxUid,
            String modality,
            Optional<String> viewPosition,
            int rows,
            int columns)
            implements Decision {}

    /// @param detail for an engineer: tags, UIDs, codes and numbers; nothing that identifies a patient
    record Refused(ReasonCode reason, String detail) implements Decision {}
}
