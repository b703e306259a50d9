package io.pleura.inference.score;

/// A model that cannot be used. The message says why and what to do about it.
public final class ModelException extends Exception {

    private static final long serialVersionUID = 1L;

    ModelException(String message) {
        super(message);
    }

    ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
