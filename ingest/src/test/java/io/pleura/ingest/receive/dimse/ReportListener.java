package io.pleura.ingest.receive.dimse;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.imaging.dicom.DicomException;
import io.pleura.ingest.commit.CommitmentReport;
import io.pleura.ingest.receive.dimse.TestPeer.Report;
import io.pleura.ingest.wire.Implementation;
import io.pleura.ingest.wire.Pdu.AssociateAccept;
import io.pleura.ingest.wire.Pdu.AssociateReject;
import io.pleura.ingest.wire.Pdu.AssociateRequest;
import io.pleura.ingest.wire.Pdu.NegotiatedContext;
import io.pleura.ingest.wire.Pdu.ReleaseResponse;
import io.pleura.ingest.wire.UserItem.RoleSelection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;

/// A requester of storage commitment that listens for reports on another association.
final class ReportListener implements AutoCloseable {

    static final int BACKLOG = 5;

    private final ServerSocket server;

    private boolean releases = true;

    ReportListener() throws IOException {
        this(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
    }

    /// @param server listens, perhaps with TLS
    ReportListener(ServerSocket server) throws IOException {
        this.server = server;
        server.setSoTimeout(TestPeer.TIMEOUT_MILLIS);
    }

    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /// Waits for the next connection, whose handshake must fail.
    void refused() throws IOException {
        try (Socket socket = server.accept()) {
            socket.setSoTimeout(TestPeer.TIMEOUT_MILLIS);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(IOException.class);
        }
    }

    /// From now on, leaves when it has answered.
    void leaveWithoutRelease() {
        releases = false;
    }

    /// Turns the next association away.
    void reject() throws IOException {
        try (TestPeer peer = new TestPeer(server.accept())) {
            peer.next();
            peer.send(AssociateReject.LOCAL_LIMIT_EXCEEDED);
        }
    }

    /// Takes the report on the next association and answers it with a status.
    Report report(int status) throws IOException, DicomException {
        try (TestPeer peer = new TestPeer(server.accept())) {
            AssociateRequest request = (AssociateRequest) peer.next();
            // The association's requestor wants to be the provider: without this wish it would be the user.
            RoleSelection provider = new RoleSelection(CommitmentReport.SOP_CLASS, false, true);
            if (!request.user().items().contains(provider)) {
                throw new IOException("no provider's role in " + request);
            }
            int context = request.contexts().getFirst().id();
            peer.send(new AssociateAccept(
                    request.aeTitles(),
                    List.of(new NegotiatedContext(context, NegotiatedContext.ACCEPTANCE, "1.2.840.10008.1.2")),
                    Implementation.user(16384, List.of(provider))));
            Report report = peer.nextReport();
            peer.answer(report, status);
            if (releases) {
                peer.next();
                peer.send(new ReleaseResponse());
            }
            return report;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
