package io.pleura.ingest.scu;

import io.pleura.ingest.tls.ClientTls;
import java.util.Optional;

/// A DICOM node that we associate with. The name service is asked for its host with each association.
///
/// @param aeTitle as it is called
/// @param tls what makes the connection secure; empty for bare TCP
public record Peer(String host, int port, String aeTitle, Optional<ClientTls> tls) {

    /// The same place, called by another title.
    public Peer withAeTitle(String other) {
        return new Peer(host, port, other, tls);
    }
}
