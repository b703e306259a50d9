package io.pleura.ingest.receive.stow;

import java.io.IOException;

/// What was to come took longer than it may.
final class TooSlowException extends IOException {

    private static final long serialVersionUID = 1;

    TooSlowException(String message) {
        super(message);
    }
}
