package io.pleura.ingest.wire;

import java.io.IOException;

/// The peer sent what is no PDU, or one with values that the standard or our limits do not allow.
public final class InvalidPduException extends IOException {

    private static final long serialVersionUID = 1;

    private final AbortReason reason;

    public InvalidPduException(AbortReason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public AbortReason reason() {
        return reason;
    }
}
