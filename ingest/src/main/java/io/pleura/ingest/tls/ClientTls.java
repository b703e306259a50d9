package io.pleura.ingest.tls;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// TLS on connections that we make. The peer must show a certificate of a trusted authority; ours is shown to those who
/// ask. Safe for use by many threads.
///
/// Whether the certificate names the peer's host is checked only on demand. DICOM knows nodes by AE title and address,
/// their certificates are those of devices and rarely name hosts, and PS3.15 annex B.12 asks for no such check; what
/// keeps strangers out is that the site's own authorities are trusted and no others.
public final class ClientTls {

    private final SSLContext context;
    private final boolean checkHost;

    /// @param ours shown to peers that ask; empty where none does
    /// @param trusted authorities of peers' certificates, at least one
    /// @param checkHost whether a certificate must name the host that we connect to (RFC 9525)
    public ClientTls(Optional<Credentials> ours, List<X509Certificate> trusted, boolean checkHost) {
        if (trusted.isEmpty()) {
            throw new IllegalArgumentException("TLS needs the authorities of peers' certificates");
        }
        this.context = TlsProfile.context(ours, trusted);
        this.checkHost = checkHost;
    }

    /// Makes the handshake on a connection, within the time that its reads may take. Closing the result closes it.
    ///
    /// @param host as it was asked for
    /// @throws IOException when peer and we do not come together, with what to look at
    public SSLSocket over(Socket connection, String host, int port) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(connection, host, port, true);
        SSLParameters parameters = TlsProfile.parameters();
        if (checkHost) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        socket.setSSLParameters(parameters);
        try {
            socket.startHandshake();
            return socket;
        } catch (SSLException e) {
            throw new IOException("no TLS with %s:%d: %s".formatted(host, port, what(e)), e);
        } catch (SocketException e) {
            throw brokenOff(host, port, e);
        }
    }

    /// A peer that does not like our certificate may say so, or only close: while we still write our part of the
    /// handshake or, as that of TLS 1.3 is over for us before it is for the peer, after it.
    public static IOException brokenOff(String host, int port, IOException failure) {
        return new IOException(
                "%s:%d broke off in or after the TLS handshake, perhaps because it does not trust our certificate, or wants one: %s"
                        .formatted(host, port, failure.getMessage()),
                failure);
    }

    private static String what(SSLException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathBuilderException) {
                return "its certificate is of none of the trusted authorities";
            }
            if (cause instanceof CertPathValidatorException) {
                return "its certificate is not good: " + cause.getMessage();
            }
        }
        return String.valueOf(failure.getMessage());
    }
}
