package io.pleura.ingest.wire;

import io.pleura.ingest.wire.Pdu.UserInformation;
import java.util.List;

/// How Pleura names itself on an association (PS3.7 annex D.3.3.2).
public final class Implementation {

    /// Made from a random UUID (PS3.5 annex B.2), so that it needs no registered root.
    public static final String CLASS_UID = "2.25.264739216450913372186412985711263084541";

    /// VR SH: at most 16 characters.
    public static final String VERSION_NAME = "PLEURA";

    public static final String VERIFICATION_SOP_CLASS = "1.2.840.10008.1.1";

    private Implementation() {}

    /// @param maxLengthBytes longest P-DATA-TF content that we take
    public static UserInformation user(int maxLengthBytes) {
        return user(maxLengthBytes, List.of());
    }

    /// @param items wishes, or answers to the peer's
    public static UserInformation user(int maxLengthBytes, List<UserItem> items) {
        return new UserInformation(maxLengthBytes, CLASS_UID, VERSION_NAME, items);
    }
}
