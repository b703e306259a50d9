package io.pleura.ingest.scu;

/// The peer's answer to one C-STORE (PS3.4 table B.2-1).
///
/// @param code Status (0000,0900)
/// @param comment Error Comment (0000,0902), empty when there was none
public record StoreStatus(int code, String comment) {

    /// "Refused: SOP class not supported": what we say ourselves when the peer took no presentation context for the
    /// object.
    public static final int NO_PRESENTATION_CONTEXT = 0x0122;

    public boolean success() {
        return code == 0;
    }

    /// The peer is out of resources (0xA7xx): the same object may be taken later.
    public boolean retryable() {
        return (code & 0xff00) == 0xa700;
    }

    @Override
    public String toString() {
        return "0x%04X%s".formatted(code, comment.isEmpty() ? "" : " " + comment);
    }
}
