package io.pleura.ingest.receive.dimse;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;

/// A port that associations come in by, with TLS or without. Bound when made; one thread accepts.
final class Door implements AutoCloseable {

    private static final int BACKLOG = 128;

    private final ServerSocket server;
    private final Optional<DicomTls> tls;

    Door(String host, int port, Optional<DicomTls> tls) throws IOException {
        this.tls = tls;
        server = new ServerSocket();
        try {
            server.bind(new InetSocketAddress(host, port), BACKLOG);
        } catch (IOException e) {
            server.close();
            throw new IOException("DICOM port %s:%d: %s".formatted(host, port, e.getMessage()), e);
        }
    }

    /// The port, which the system chose if 0 was asked for.
    int port() {
        return server.getLocalPort();
    }

    /// Waits for a peer.
    Socket accept() throws IOException {
        return server.accept();
    }

    /// What is spoken over with an accepted peer.
    Connection connection(Socket accepted) throws IOException {
        accepted.setTcpNoDelay(true);
        return new Connection(accepted, tls);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    @Override
    public String toString() {
        return server.getInetAddress().getHostAddress() + ":" + port() + (tls.isPresent() ? " with TLS" : "");
    }
}
