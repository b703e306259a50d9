package io.pleura.ingest.receive.dimse;

import io.pleura.ingest.IngestConfig.ClientCertificate;
import io.pleura.ingest.IngestConfig.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jboss.logging.Logger;

/// Our side of TLS connections: the BCP 195 RFC 8996, 9325 TLS Secure Transport Connection Profile (PS3.15 annex B.12).
/// TLS 1.3 preferred, 1.2 at least, forward secrecy and authenticated encryption only.
///
/// Reads its files once; whoever renews a certificate restarts the service. Revocation lists are not asked. Safe for
/// use by many threads.
final class DicomTls {

    private static final Logger LOG = Logger.getLogger(DicomTls.class);

    static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    /// The first three are those of TLS 1.3, the others what RFC 9325 section 4.2 recommends for TLS 1.2. Its
    /// predecessor's DHE suites, which annex B.9 still has, are left out as its section 4.1 asks.
    static final List<String> CIPHER_SUITES = List.of(
            "TLS_AES_256_GCM_SHA384",
            "TLS_AES_128_GCM_SHA256",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");

    private static final int MAX_REMEMBERED_SESSIONS = 1000;
    private static final int SESSION_SECONDS = 3600;
    private static final char[] NO_PASSWORD = {};

    private final SSLContext context;
    private final ClientCertificate clientCertificate;

    private DicomTls(SSLContext context, ClientCertificate clientCertificate) {
        this.context = context;
        this.clientCertificate = clientCertificate;
    }

    /// Reads certificates and key.
    ///
    /// @throws IllegalArgumentException that names the file and says what to do
    static DicomTls of(Tls settings) {
        PemFile certificate =
                new PemFile("tls.certificate", settings.certificate().orElseThrow());
        PemFile key = new PemFile("tls.key", settings.key().orElseThrow());
        List<X509Certificate> chain = certificate.certificates();
        PrivateKey privateKey = key.privateKey();
        if (!belongTogether(privateKey, chain.getFirst())) {
            throw key.wrong("does not belong to the first certificate of %s; give the pair, our own certificate first"
                    .formatted(certificate.file().toAbsolutePath()));
        }
        List<X509Certificate> trusted = new ArrayList<>();
        if (settings.clientCertificate() != ClientCertificate.OFF) {
            for (Path file : settings.trustedCertificates().orElseThrow()) {
                trusted.addAll(new PemFile("tls.trusted-certificates", file).certificates());
            }
        }
        LOG.infof(
                "DICOM TLS: certificate valid until %s, client certificate %s, %d trusted authorities",
                chain.getFirst().getNotAfter().toInstant(), settings.clientCertificate(), trusted.size());
        try {
            return new DicomTls(context(privateKey, chain, trusted), settings.clientCertificate());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("pleura.ingest.tls: " + e.getMessage(), e);
        }
    }

    /// TLS on an accepted connection. The handshake is yet to be made; closing it closes the connection.
    ///
    /// @param input what is read in place of the connection's own input, to its end
    SSLSocket over(Socket transport, InputStream input) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(transport, input, true);
        socket.setUseClientMode(false);
        SSLParameters parameters =
                new SSLParameters(CIPHER_SUITES.toArray(String[]::new), PROTOCOLS.toArray(String[]::new));
        parameters.setUseCipherSuitesOrder(true);
        switch (clientCertificate) {
            case REQUIRED -> parameters.setNeedClientAuth(true);
            case OPTIONAL -> parameters.setWantClientAuth(true);
            case OFF -> parameters.setWantClientAuth(false);
        }
        socket.setSSLParameters(parameters);
        return socket;
    }

    private static SSLContext context(PrivateKey key, List<X509Certificate> chain, List<X509Certificate> trusted)
            throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("ours", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(keys, NO_PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trustManagers(trusted), null);
        SSLSessionContext sessions = context.getServerSessionContext();
        sessions.setSessionCacheSize(MAX_REMEMBERED_SESSIONS);
        sessions.setSessionTimeout(SESSION_SECONDS);
        return context;
    }

    /// Trusts these alone, not those that the JDK comes with.
    private static TrustManager[] trustManagers(List<X509Certificate> trusted)
            throws GeneralSecurityException, IOException {
        if (trusted.isEmpty()) {
            return new TrustManager[0];
        }
        KeyStore authorities = KeyStore.getInstance("PKCS12");
        authorities.load(null, null);
        for (X509Certificate authority : trusted) {
            authorities.setCertificateEntry("authority-" + authorities.size(), authority);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(authorities);
        return factory.getTrustManagers();
    }

    private static boolean belongTogether(PrivateKey key, X509Certificate certificate) {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> "EdDSA";
                };
        byte[] probe = {1, 2, 3};
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(probe);
            byte[] signature = signer.sign();
            signer.initVerify(certificate.getPublicKey());
            signer.update(probe);
            return signer.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
