package io.pleura.ingest.receive.dimse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.ingest.receive.dimse.TestAuthority.Identity;
import io.pleura.ingest.wire.Pdu.Abort;
import io.pleura.ingest.wire.Pdu.ReleaseRequest;
import io.pleura.ingest.wire.Pdu.ReleaseResponse;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Associations over TLS, from peers that may and that may not.
@Timeout(60)
class DicomTlsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static TestAuthority hospital;

    @SuppressWarnings("NullAway.Init")
    private static TestAuthority impostor;

    @SuppressWarnings("NullAway.Init")
    private static Identity modality;

    @BeforeAll
    static void makeCertificates() throws Exception {
        hospital = new TestAuthority("hospital");
        impostor = new TestAuthority("hospital"); // of the same name, so that its certificates are really offered
        modality = hospital.issue("modality");
        hospital.issue("pleura").write(folder, "pleura");
        impostor.issue("other").write(folder, "other");
        Files.writeString(folder.resolve("hospital.pem"), hospital.pem());
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource(textBlock = """
            TLSv1.3, TLS_AES_128_GCM_SHA256
            TLSv1.3, TLS_AES_256_GCM_SHA384
            TLSv1.3, TLS_CHACHA20_POLY1305_SHA256
            TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
            TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
            """)
    void aKnownPeerIsServedWithEachSuiteOfTheProfile(String protocol, String suite) throws Exception {
        try (ScpFixture fixture = fixture(Map.of());
                SSLSocket socket = socket(fixture, hospital.certificate(), Optional.of(modality), protocol)) {
            socket.setEnabledCipherSuites(new String[] {suite});
            TestPeer peer = new TestPeer(socket);

            peer.associate();

            assertThat(peer.echo()).isZero();
            peer.send(new ReleaseRequest());
            assertThat(peer.next()).isEqualTo(new ReleaseResponse());
            assertThat(socket.getSession().getCipherSuite()).isEqualTo(suite);
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource(textBlock = """
            TLSv1.2, TLS_RSA_WITH_AES_128_GCM_SHA256
            TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256
            """)
    void aSuiteOutsideTheProfileIsRefused(String protocol, String suite) throws Exception {
        try (ScpFixture fixture = fixture(Map.of());
                SSLSocket socket = socket(fixture, hospital.certificate(), Optional.of(modality), protocol)) {
            // A JDK that does not know the suite any more cannot offer it.
            assertThatThrownBy(() -> {
                        socket.setEnabledCipherSuites(new String[] {suite});
                        socket.startHandshake();
                    })
                    .isInstanceOf(SSLException.class);
        }
    }

    @Test
    void aPeerOfAnImpostorAuthorityIsRefusedAndCounted() throws Exception {
        ScpFixture fixture = fixture(Map.of());
        try (fixture) {
            assertRefused(fixture, Optional.of(impostor.issue("modality")));
        }
        assertThat(fixture.rejected("tls")).isEqualTo(2);
    }

    @Test
    void aPeerWithoutCertificateIsRefusedWhereOneIsRequired() throws Exception {
        try (ScpFixture fixture = fixture(Map.of())) {
            assertRefused(fixture, Optional.empty());
        }
    }

    @Test
    void whereACertificateIsOptionalNoneWillDoButNotAnUnknownOne() throws Exception {
        try (ScpFixture fixture = fixture(Map.of("tls.client-certificate", "optional"))) {
            assertServed(fixture, Optional.of(modality));
            assertServed(fixture, Optional.empty());
            assertRefused(fixture, Optional.of(impostor.issue("modality")));
        }
    }

    @Test
    void whereCertificatesAreOffNobodyIsAskedForOne() throws Exception {
        try (ScpFixture fixture = fixture(Map.of("tls.client-certificate", "off"))) {
            assertServed(fixture, Optional.empty());
        }
    }

    @Test
    void aPeerThatDoesNotTrustUsGoesAway() throws Exception {
        try (ScpFixture fixture = fixture(Map.of());
                SSLSocket socket = socket(fixture, impostor.certificate(), Optional.of(modality), "TLSv1.3")) {
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void anAssociationRequestInPlainBytesIsNoHandshake() throws Exception {
        try (ScpFixture fixture = fixture(Map.of());
                TestPeer peer = new TestPeer(fixture.scp().tlsPort())) {
            peer.send(TestPeer.request());

            assertThatThrownBy(peer::next).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aSilentPeerHoldsNoSlotLongerThanTheHandshakeMayTake() throws Exception {
        Map<String, String> settings = Map.of("tls.handshake-timeout", "1s", "max-associations", "1");
        try (ScpFixture fixture = fixture(settings);
                Socket first = new Socket("127.0.0.1", fixture.scp().tlsPort());
                Socket second = new Socket("127.0.0.1", fixture.scp().tlsPort())) {
            for (Socket silent : new Socket[] {first, second}) {
                silent.setSoTimeout(TestPeer.TIMEOUT_MILLIS);
                silent.getInputStream().readAllBytes();
            }

            // A place is free a moment after its connection is closed.
            while (!isServed(fixture, modality)) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void anIdleAssociationIsAbortedOverTlsToo() throws Exception {
        try (ScpFixture fixture = fixture(Map.of("idle-timeout", "1s"));
                TestPeer peer =
                        new TestPeer(socket(fixture, hospital.certificate(), Optional.of(modality), "TLSv1.3"))) {
            peer.associate();

            assertThat(peer.next()).isEqualTo(Abort.BY_USER);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"TLSv1.3", "TLSv1.2"})
    void aStopTellsIdlePeersOverTlsToo(String protocol) throws Exception {
        ScpFixture fixture = fixture(Map.of());
        try (TestPeer peer = new TestPeer(socket(fixture, hospital.certificate(), Optional.of(modality), protocol))) {
            peer.associate();
            fixture.close();

            assertThat(peer.next()).isEqualTo(Abort.BY_USER);
        }
    }

    @Test
    void thePlainPortIsOpenBesideItUnlessSwitchedOff() throws Exception {
        try (ScpFixture fixture = fixture(Map.of());
                TestPeer peer = new TestPeer(fixture.scp().port())) {
            peer.associate();
            assertThat(peer.echo()).isZero();
        }
        try (ScpFixture fixture = fixture(Map.of("dicom-plain", "false"))) {
            assertThatThrownBy(fixture.scp()::port).isInstanceOf(NoSuchElementException.class);
            assertServed(fixture, Optional.of(modality));
        }
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(delimiter = '|', textBlock = """
            tls.certificate          | absent.pem    | cannot be read (NoSuchFileException); check the path
            tls.certificate          | pleura.key    | has no BEGIN CERTIFICATE
            tls.certificate          | damaged.pem   | is damaged
            tls.certificate          | other.pem     | does not belong to the first certificate
            tls.key                  | pleura.pem    | has no BEGIN PRIVATE KEY
            tls.key                  | encrypted.key | is encrypted; decrypt it
            tls.key                  | old.key       | is not PKCS #8; convert it
            tls.key                  | damaged.key   | is damaged
            tls.key                  | nonsense.key  | holds no private key of RSA, EC or EdDSA
            tls.trusted-certificates | pleura.key    | has no BEGIN CERTIFICATE
            """)
    void aStartWithAWrongFileNamesItAndSaysWhatToDo(String setting, String file, String message) throws Exception {
        Files.writeString(folder.resolve("damaged.pem"), TestAuthority.pem("CERTIFICATE", new byte[] {1, 2, 3}));
        Files.writeString(folder.resolve("encrypted.key"), TestAuthority.pem("ENCRYPTED PRIVATE KEY", new byte[64]));
        Files.writeString(folder.resolve("old.key"), TestAuthority.pem("RSA PRIVATE KEY", new byte[64]));
        Files.writeString(folder.resolve("nonsense.key"), TestAuthority.pem("PRIVATE KEY", new byte[64]));
        Files.writeString(folder.resolve("damaged.key"), """
                -----BEGIN PRIVATE KEY-----
                A
                -----END PRIVATE KEY-----
                """);

        assertThatThrownBy(() -> fixture(Map.of(setting, folder.resolve(file).toString())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pleura.ingest.tls.")
                .hasMessageContaining(folder.resolve(file).toString())
                .hasMessageContaining(message);
    }

    private static boolean isServed(ScpFixture fixture, Identity identity) throws Exception {
        try {
            assertServed(fixture, Optional.of(identity));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void assertServed(ScpFixture fixture, Optional<Identity> identity) throws Exception {
        try (TestPeer peer = new TestPeer(socket(fixture, hospital.certificate(), identity, "TLSv1.3"))) {
            peer.associate();
            assertThat(peer.echo()).isZero();
        }
    }

    /// In TLS 1.3 a client learns with its first read that its certificate was refused.
    private static void assertRefused(ScpFixture fixture, Optional<Identity> identity) throws Exception {
        try (TestPeer peer = new TestPeer(socket(fixture, hospital.certificate(), identity, "TLSv1.3"))) {
            assertThatThrownBy(peer::associate).isInstanceOf(IOException.class);
        }
        try (SSLSocket socket = socket(fixture, hospital.certificate(), identity, "TLSv1.2")) {
            assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
        }
    }

    private static ScpFixture fixture(Map<String, String> settings) throws IOException {
        Map<String, String> all = new HashMap<>(Map.of(
                "tls.enabled", "true",
                "tls.certificate", folder.resolve("pleura.pem").toString(),
                "tls.key", folder.resolve("pleura.key").toString(),
                "tls.trusted-certificates", folder.resolve("hospital.pem").toString()));
        all.putAll(settings);
        return new ScpFixture(folder, all);
    }

    private static SSLSocket socket(
            ScpFixture fixture, X509Certificate trusted, Optional<Identity> identity, String protocol)
            throws IOException, GeneralSecurityException {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("trusted", trusted);
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance("PKIX");
        trustManagers.init(trust);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        if (identity.isPresent()) {
            keys.setKeyEntry("own", identity.get().key(), new char[0], new X509Certificate[] {
                identity.get().certificate()
            });
        }
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(keys, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket("127.0.0.1", fixture.scp().tlsPort());
        socket.setEnabledProtocols(new String[] {protocol});
        socket.setSoTimeout(TestPeer.TIMEOUT_MILLIS);
        return socket;
    }
}
