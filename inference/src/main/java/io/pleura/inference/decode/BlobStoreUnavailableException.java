package io.pleura.inference.decode;

/// A blob cannot be had, or the store as a whole, which says nothing about any one radiograph: wait and try again.
public final class BlobStoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean whole;

    /// Of one blob, while the store can be read.
    public BlobStoreUnavailableException(String message) {
        super(message);
        whole = false;
    }

    BlobStoreUnavailableException(String message, Throwable cause, boolean whole) {
        super(message, cause);
        this.whole = whole;
    }

    /// Whether it is known to be the whole store.
    public boolean isOfWholeStore() {
        return whole;
    }
}
