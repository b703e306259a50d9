package io.pleura.training.data;

import java.io.IOException;

/// Says that an image or a row is to be left out; becomes a {@link BadRow}.
public final class BadRowException extends IOException {

    private static final long serialVersionUID = 1;

    private final BadRow.Reason reason;

    BadRowException(BadRow.Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    BadRow.Reason reason() {
        return reason;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
