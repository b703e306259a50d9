package io.pleura.ingest.receive.dimse;

import io.pleura.ingest.IngestConfig.ClientCertificate;
import io.pleura.ingest.IngestConfig.Tls;
import io.pleura.ingest.tls.Credentials;
import io.pleura.ingest.tls.TlsFiles;
import io.pleura.ingest.tls.TlsProfile;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import org.jboss.logging.Logger;

/// TLS on connections that we accept, by the [TlsProfile].
///
/// Reads its files once; whoever renews a certificate restarts the service. Safe for use by many threads.
final class DicomTls {

    private static final Logger LOG = Logger.getLogger(DicomTls.class);

    private static final int MAX_REMEMBERED_SESSIONS = 1000;
    private static final int SESSION_SECONDS = 3600;

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
        Credentials ours = TlsFiles.credentials(settings).orElseThrow();
        List<X509Certificate> trusted =
                settings.clientCertificate() == ClientCertificate.OFF ? List.of() : TlsFiles.trusted(settings);
        LOG.infof(
                "DICOM TLS: certificate valid until %s, client certificate %s, %d trusted authorities",
                ours.validUntil(), settings.clientCertificate(), trusted.size());
        SSLContext context = TlsProfile.context(Optional.of(ours), trusted);
        SSLSessionContext sessions = context.getServerSessionContext();
        sessions.setSessionCacheSize(MAX_REMEMBERED_SESSIONS);
        sessions.setSessionTimeout(SESSION_SECONDS);
        return new DicomTls(context, settings.clientCertificate());
    }

    /// TLS on an accepted connection. The handshake is yet to be made; closing it closes the connection.
    ///
    /// @param input what is read in place of the connection's own input, to its end
    SSLSocket over(Socket transport, InputStream input) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(transport, input, true);
        socket.setUseClientMode(false);
        SSLParameters parameters = TlsProfile.parameters();
        parameters.setUseCipherSuitesOrder(true);
        switch (clientCertificate) {
            case REQUIRED -> parameters.setNeedClientAuth(true);
            case OPTIONAL -> parameters.setWantClientAuth(true);
            case OFF -> parameters.setWantClientAuth(false);
        }
        socket.setSSLParameters(parameters);
        return socket;
    }
}
