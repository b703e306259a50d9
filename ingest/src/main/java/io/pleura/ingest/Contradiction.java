package io.pleura.ingest;

import io.pleura.ingest.Arrival.Announced;
import io.pleura.ingest.check.Decision.Refused;
import io.pleura.ingest.check.ObjectHeader;
import io.pleura.schemas.ReasonCode;
import java.util.Optional;

/// What a sender says of an object, against itself and against the object. Pure.
final class Contradiction {

    private Contradiction() {}

    /// Whether the request alone is wrong, whatever its data set is (PS3.7 section 9.1.1.1, PS3.4 section B.2.2).
    static Optional<Refused> within(Arrival arrival) {
        return arrival.announced().flatMap(Contradiction::within);
    }

    private static Optional<Refused> within(Announced announced) {
        if (announced.sopClassUid().isEmpty()) {
            return refused(ReasonCode.MISSING_IDENTIFIER, "no Affected SOP Class UID (0000,0002)");
        }
        if (announced.sopInstanceUid().isEmpty()) {
            return refused(ReasonCode.MISSING_IDENTIFIER, "no Affected SOP Instance UID (0000,1000)");
        }
        return announced.sopClassUid().equals(announced.contextSopClassUid())
                ? Optional.empty()
                : refused(ReasonCode.SOP_CLASS_MISMATCH, "(0000,0002) is not that of the context");
    }

    /// Whether the object is another one than the sender said.
    static Optional<Refused> between(Arrival arrival, ObjectHeader header) {
        if (arrival.announced()
                .map(Announced::sopClassUid)
                .filter(uid -> !uid.equals(header.sopClassUid()))
                .isPresent()) {
            return refused(ReasonCode.SOP_CLASS_MISMATCH, "(0008,0016) is not the announced one");
        }
        if (arrival.announced()
                .map(Announced::sopInstanceUid)
                .filter(uid -> !uid.equals(header.sopInstanceUid()))
                .isPresent()) {
            return refused(ReasonCode.SOP_INSTANCE_MISMATCH, "(0008,0018) is not the announced one");
        }
        if (arrival.study()
                .filter(study -> !study.value().equals(header.studyUid()))
                .isPresent()) {
            return refused(
                    ReasonCode.SOP_INSTANCE_MISMATCH, "Study Instance UID (0020,000D) is not that of the request");
        }
        return Optional.empty();
    }

    private static Optional<Refused> refused(ReasonCode reason, String detail) {
        return Optional.of(new Refused(reason, detail));
    }
}
