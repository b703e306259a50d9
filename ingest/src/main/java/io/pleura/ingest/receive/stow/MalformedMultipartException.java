package io.pleura.ingest.receive.stow;

import java.io.IOException;

/// The request body is not what RFC 2046 section 5.1 describes.
final class MalformedMultipartException extends IOException {

    private static final long serialVersionUID = 1;

    MalformedMultipartException(String message) {
        super(message);
    }
}
