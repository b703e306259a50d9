package io.pleura.imaging.blob;

import io.pleura.schemas.ContentHash;
import io.pleura.schemas.ReasonCode;

/// The blob is larger than the reader wants to hold.
public final class BlobTooLargeException extends BlobException {
    private static final long serialVersionUID = 1L;

    public BlobTooLargeException(ContentHash hash, long maxBytes) {
        super(ReasonCode.LIMIT_EXCEEDED, hash, "has more than " + maxBytes + " bytes");
    }
}
