package io.pleura.imaging.blob;

import io.pleura.schemas.ContentHash;
import io.pleura.schemas.ReasonCode;

/// The bytes under this hash have another one.
public final class BlobAlteredException extends BlobException {
    private static final long serialVersionUID = 1L;

    public BlobAlteredException(ContentHash hash) {
        super(ReasonCode.BLOB_ALTERED, hash, "no longer has its hash");
    }
}
