package io.pleura.schemas;

import org.apache.kafka.common.errors.SerializationException;

/// The event's schema is none that this release knows, so a newer one wrote it. Unlike what is no event at all, it must
/// not be passed over: it waits, uncommitted, for a reader of that release.
public final class UnknownSchemaException extends SerializationException {

    private static final long serialVersionUID = 1L;

    UnknownSchemaException(String message, Throwable cause) {
        super(message, cause);
    }
}
