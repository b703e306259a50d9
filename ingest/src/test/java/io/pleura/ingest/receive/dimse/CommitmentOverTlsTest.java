package io.pleura.ingest.receive.dimse;

import static io.pleura.ingest.receive.dimse.DurableInstances.DX;
import static io.pleura.ingest.receive.dimse.DurableInstances.reference;
import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.ingest.commit.CommitmentReport;
import io.pleura.ingest.receive.dimse.TestAuthority.Identity;
import io.pleura.ingest.tls.Credentials;
import io.pleura.ingest.tls.TlsProfile;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Reports to requesters that listen with TLS and want to see our certificate.
@Timeout(60)
class CommitmentOverTlsTest {

    private static final int CONFIRMED = 0x0000;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private TestAuthority hospital;

    @SuppressWarnings("NullAway.Init")
    private TestAuthority impostor;

    @BeforeEach
    void makeCertificates() throws Exception {
        hospital = new TestAuthority("hospital");
        impostor = new TestAuthority("hospital"); // of the same name
        hospital.issue("pleura").write(folder, "pleura");
        Files.writeString(folder.resolve("hospital.pem"), hospital.pem());
        new DurableInstances(folder).published("2.25.31");
    }

    @Test
    void aReportGoesToAPeerThatBothSidesKnow() throws Exception {
        try (ReportListener listener = listener(hospital.issue("archive"));
                ScpFixture fixture = fixture(listener, Map.of())) {
            request(fixture);

            assertThat(listener.report(CONFIRMED).committed()).containsExactly("2.25.31");
        }
    }

    @Test
    void nothingIsReportedToAnImpostor() throws Exception {
        try (ReportListener listener = listener(impostor.issue("archive"));
                ScpFixture fixture = fixture(listener, Map.of("commitment.max-attempts", "2"))) {
            request(fixture);

            listener.refused();
            listener.refused();
            while (fixture.commitments("given_up") == 0) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void aCertificateMustNameItsHostWhereASiteWantsThat() throws Exception {
        try (ReportListener listener = listener(hospital.issue("archive"));
                ScpFixture fixture = fixture(listener, Map.of("tls.check-host", "true"))) {
            request(fixture);

            listener.refused();
        }
    }

    private ScpFixture fixture(ReportListener listener, Map<String, String> more) throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of(
                "commitment.peers." + ScpFixture.CALLER,
                "tls://" + listener.address(),
                "commitment.retry-pause",
                "10ms",
                "tls.certificate",
                folder.resolve("pleura.pem").toString(),
                "tls.key",
                folder.resolve("pleura.key").toString(),
                "tls.trusted-certificates",
                folder.resolve("hospital.pem").toString()));
        settings.putAll(more);
        return new ScpFixture(folder, settings);
    }

    private static void request(ScpFixture fixture) throws Exception {
        try (TestPeer peer = new TestPeer(fixture.scp().port())) {
            peer.associate(TestPeer.request(CommitmentReport.SOP_CLASS));
            peer.requestCommitment("2.25.9", reference(DX, "2.25.31"));
        }
    }

    /// Asks for a certificate of the hospital's.
    private ReportListener listener(Identity identity) throws Exception {
        List<X509Certificate> chain = List.of(identity.certificate());
        SSLContext context = TlsProfile.context(
                Optional.of(new Credentials(identity.key(), chain)), List.of(hospital.certificate()));
        SSLServerSocket server = (SSLServerSocket) context.getServerSocketFactory()
                .createServerSocket(0, ReportListener.BACKLOG, InetAddress.getLoopbackAddress());
        server.setNeedClientAuth(true);
        return new ReportListener(server);
    }
}
