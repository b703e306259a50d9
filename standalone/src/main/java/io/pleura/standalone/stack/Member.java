package io.pleura.standalone.stack;

import java.util.Locale;

/// The processes of a stack, in the order in which they start; they stop in the opposite one.
public enum Member {
    BROKER,
    INGEST,
    INFERENCE,
    ALERTING;

    /// As in log and process-id file names.
    public String lowerCaseName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
