package io.pleura.ingest.store;

import java.io.IOException;

/// A file of the index is not as it was written.
public final class DamagedEntryException extends IOException {

    private static final long serialVersionUID = 1;

    DamagedEntryException() {
        super("damaged index entry");
    }
}
