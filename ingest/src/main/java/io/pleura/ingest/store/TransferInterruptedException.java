package io.pleura.ingest.store;

import java.io.IOException;

/// The sender stopped in the middle of an object. There is nothing to keep and nobody to answer.
public final class TransferInterruptedException extends IOException {

    private static final long serialVersionUID = 1;

    public TransferInterruptedException(IOException cause) {
        super(cause);
    }
}
