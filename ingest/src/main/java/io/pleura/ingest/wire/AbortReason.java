package io.pleura.ingest.wire;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Why the service provider aborts (PS3.8 table 9-26).
public enum AbortReason {
    NOT_SPECIFIED(0),
    UNRECOGNIZED_PDU(1),
    UNEXPECTED_PDU(2),
    UNRECOGNIZED_PDU_PARAMETER(4),
    UNEXPECTED_PDU_PARAMETER(5),
    INVALID_PDU_PARAMETER_VALUE(6);

    private final int code;

    AbortReason(int code) {
        this.code = code;
    }

    /// Nothing for a code that is reserved.
    static Optional<AbortReason> of(int code) {
        return Arrays.stream(values()).filter(reason -> reason.code == code).findAny();
    }

    public int code() {
        return code;
    }

    /// As the standard writes it.
    String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ').replace("pdu", "PDU");
    }
}
