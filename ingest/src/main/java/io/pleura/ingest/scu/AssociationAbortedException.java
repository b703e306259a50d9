package io.pleura.ingest.scu;

import java.io.IOException;

/// The peer aborted the association, or broke its rules so that we did.
public final class AssociationAbortedException extends IOException {

    private static final long serialVersionUID = 1;

    AssociationAbortedException(String message) {
        super(message);
    }
}
