package io.pleura.ingest.scu;

import io.pleura.ingest.wire.Pdu.AssociateReject;
import java.io.IOException;

/// The peer answered with A-ASSOCIATE-RJ.
public final class AssociationRejectedException extends IOException {

    private static final long serialVersionUID = 1;

    private final transient AssociateReject rejection;

    AssociationRejectedException(AssociateReject rejection) {
        super("association rejected: %s (result %d, source %d, reason %d)"
                .formatted(rejection.meaning(), rejection.result(), rejection.source(), rejection.reason()));
        this.rejection = rejection;
    }

    /// Result, source and reason of PS3.8 table 9-21.
    public AssociateReject rejection() {
        return rejection;
    }
}
