package io.pleura.ingest.check;

import io.pleura.schemas.ReasonCode;
import io.pleura.schemas.SeriesUid;
import io.pleura.schemas.SopInstanceUid;
import io.pleura.schemas.StudyUid;
import java.util.List;
import java.util.Optional;

/// Whether an object goes on to be scored.
public sealed interface Decision {

    /// A frontal chest radiograph, as far as its header tells.
    ///
    /// @param viewPosition as stated
    /// @param unstated names of the rules that let it pass though it does not state what they ask for
    record Eligible(
            StudyUid study,
            SeriesUid series,
            SopInstanceUid instance,
            String sopClassUid,
            String transferSyntaxUid,
            String modality,
            Optional<String> viewPosition,
            int rows,
            int columns,
            List<String> unstated)
            implements Decision {

        public Eligible {
            unstated = List.copyOf(unstated);
        }
    }

    /// @param detail for an engineer: tags, UIDs, codes and numbers; nothing that identifies a patient
    /// @param rule the eligibility rule that refused, if one did
    record Refused(ReasonCode reason, String detail, Optional<String> rule) implements Decision {

        /// For what it is, whatever the rules say.
        public Refused(ReasonCode reason, String detail) {
            this(reason, detail, Optional.empty());
        }
    }
}
