package io.pleura.imaging.blob;

import io.pleura.schemas.ContentHash;
import io.pleura.schemas.ReasonCode;

/// A blob cannot be had as it was stored. Trouble with the file system itself stays an IOException.
public abstract sealed class BlobException extends Exception
        permits BlobMissingException, BlobAlteredException, BlobTooLargeException {
    private static final long serialVersionUID = 1L;

    private final ReasonCode reason;

    BlobException(ReasonCode reason, ContentHash hash, String what) {
        super("blob " + hash + " " + what);
        this.reason = reason;
    }

    public ReasonCode reason() {
        return reason;
    }
}
