package io.pleura.ingest.receive.dimse;

import io.pleura.ingest.wire.UserItem;
import io.pleura.ingest.wire.UserItem.CommonExtendedNegotiation;
import java.util.List;
import java.util.regex.Pattern;

/// Storage SOP classes that are negotiated (PS3.4 annex B.5): all of them. What is no radiograph is refused instance by
/// instance with a reason, because a sender whose presentation context is refused tells nobody which objects it did
/// not send.
final class StorageSopClasses {

    /// Under this root the standard has storage SOP classes only (PS3.6 annex A).
    private static final Pattern STANDARD = Pattern.compile("1\\.2\\.840\\.10008\\.5\\.1\\.4\\.1\\.1(\\.[0-9]+)+");

    private static final String STORAGE_SERVICE_CLASS = "1.2.840.10008.4.2";

    private StorageSopClasses() {}

    /// Whether a SOP class is one of the standard's, or one of which the peer says that it belongs to Storage.
    static boolean include(String sopClassUid, List<UserItem> peersItems) {
        return STANDARD.matcher(sopClassUid).matches()
                || peersItems.stream()
                        .anyMatch(item -> item instanceof CommonExtendedNegotiation explained
                                && explained.sopClassUid().equals(sopClassUid)
                                && explained.serviceClassUid().equals(STORAGE_SERVICE_CLASS));
    }
}
