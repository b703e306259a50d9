package io.pleura.ingest.receive.dimse;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/// A port that associations come in by, with TLS or without. Bound when made; one thread accepts.
final class Door implements AutoCloseable {

    private static final int BACKLOG = 128;

    private final ServerSocketChannel server;
    private final Optional<DicomTls> tls;

    Door(String host, int port, Optional<DicomTls> tls) throws IOException {
        this.tls = tls;
        server = ServerSocketChannel.open();
        try {
            server.bind(new InetSocketAddress(host, port), BACKLOG);
        } catch (IOException e) {
            server.close();
            throw new IOException("DICOM port %s:%d: %s".formatted(host, port, e.getMessage()), e);
        }
    }

    /// The port, which the system chose if 0 was asked for.
    int port() {
        return server.socket().getLocalPort();
    }

    /// Waits for a peer.
    SocketChannel accept() throws IOException {
        return server.accept();
    }

    /// What is spoken over with an accepted peer.
    Connection connection(SocketChannel accepted) throws IOException {
        accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return new Connection(accepted, tls);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    @Override
    public String toString() {
        return server.socket().getInetAddress().getHostAddress() + ":" + port() + (tls.isPresent() ? " with TLS" : "");
    }
}
