package io.pleura.inference.decode;

/// The blob store as a whole cannot be read, which says nothing about any one radiograph: wait and try again.
public final class BlobStoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BlobStoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
