package io.pleura.imaging.blob;

import io.pleura.schemas.ContentHash;

/// A blob that is durably stored.
public record StoredBlob(ContentHash hash, long sizeBytes) {}
