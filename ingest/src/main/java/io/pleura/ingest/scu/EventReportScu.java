package io.pleura.ingest.scu;

import io.pleura.ingest.scu.Association.Syntax;
import io.pleura.ingest.wire.CommandSet;
import io.pleura.ingest.wire.UserItem.RoleSelection;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.IntFunction;

/// Reports an event to whoever asked for it, on an association of our own: we request the association, yet keep the
/// provider's role, which is negotiated (PS3.7 annex D.3.3.4). One thread.
public final class EventReportScu {

    private static final String IMPLICIT_VR_LITTLE_ENDIAN = "1.2.840.10008.1.2";

    private final Peer peer;
    private final String callingAeTitle;
    private final Timeouts timeouts;

    public EventReportScu(Peer peer, String callingAeTitle, Timeouts timeouts) {
        this.peer = peer;
        this.callingAeTitle = callingAeTitle;
        this.timeouts = timeouts;
    }

    /// Returns when the peer has confirmed.
    ///
    /// @param command makes the N-EVENT-REPORT request for a message id
    /// @param information in Implicit VR Little Endian
    /// @throws IOException when the peer did not confirm
    public void report(String sopClassUid, IntFunction<CommandSet> command, byte[] information) throws IOException {
        Syntax syntax = new Syntax(sopClassUid, IMPLICIT_VR_LITTLE_ENDIAN);
        try (Association association = new Association(
                peer,
                callingAeTitle,
                new LinkedHashSet<>(List.of(syntax)),
                List.of(new RoleSelection(sopClassUid, false, true)),
                timeouts)) {
            if (!association.accepts(syntax)) {
                throw new IOException("the peer does not accept the presentation context");
            }
            StoreStatus status = association.eventReport(syntax, command, information);
            if (!status.success()) {
                throw new IOException("the peer answered " + status);
            }
        }
    }
}
