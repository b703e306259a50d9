package io.pleura.imaging.blob;

import io.pleura.schemas.ContentHash;
import io.pleura.schemas.ReasonCode;

/// There is no blob of this hash.
public final class BlobMissingException extends BlobException {
    private static final long serialVersionUID = 1L;

    public BlobMissingException(ContentHash hash) {
        super(ReasonCode.BLOB_MISSING, hash, "is not in the store");
    }
}
