package io.pleura.ingest.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// The BCP 195 RFC 8996, 9325 TLS Secure Transport Connection Profile (PS3.15 annex B.12), whichever side we are on:
/// TLS 1.3 preferred, 1.2 at least, forward secrecy and authenticated encryption only. Revocation lists are not asked.
public final class TlsProfile {

    public static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    /// The first three are those of TLS 1.3, the others what RFC 9325 section 4.2 recommends for TLS 1.2. Its
    /// predecessor's DHE suites, which annex B.9 still has, are left out as its section 4.1 asks.
    public static final List<String> CIPHER_SUITES = List.of(
            "TLS_AES_256_GCM_SHA384",
            "TLS_AES_128_GCM_SHA256",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");

    private static final char[] NO_PASSWORD = {};

    private TlsProfile() {}

    /// Protocols and cipher suites.
    public static SSLParameters parameters() {
        return new SSLParameters(CIPHER_SUITES.toArray(String[]::new), PROTOCOLS.toArray(String[]::new));
    }

    /// @param ours what we show; empty to show nothing
    /// @param trusted authorities of peers' certificates; these alone, not those that the JDK comes with
    /// @throws IllegalArgumentException when the JDK can make nothing of them
    public static SSLContext context(Optional<Credentials> ours, List<X509Certificate> trusted) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(ours), trustManagers(trusted), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("TLS with these certificates: " + e.getMessage(), e);
        }
    }

    private static KeyManager[] keyManagers(Optional<Credentials> ours) throws GeneralSecurityException, IOException {
        if (ours.isEmpty()) {
            return new KeyManager[0];
        }
        KeyStore keys = emptyStore();
        keys.setKeyEntry(
                "ours", ours.get().key(), NO_PASSWORD, ours.get().chain().toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static TrustManager[] trustManagers(List<X509Certificate> trusted)
            throws GeneralSecurityException, IOException {
        if (trusted.isEmpty()) {
            return new TrustManager[0];
        }
        KeyStore authorities = emptyStore();
        for (X509Certificate authority : trusted) {
            authorities.setCertificateEntry("authority-" + authorities.size(), authority);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(authorities);
        return factory.getTrustManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
