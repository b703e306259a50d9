package io.pleura.ingest.receive.dimse;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jboss.logging.Logger;

/// An accepted transport connection and what the peer and we speak over: TCP itself, or TLS on top of it.
///
/// Used by the thread of its association. [#endInput] and [#cut] may be called by others: they act on TCP, where
/// nothing waits for the peer.
final class Connection implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Connection.class);

    private final Socket transport;
    private final Input input;
    private final Optional<SSLSocket> secured;
    private volatile boolean inputEnded;

    /// @param tls what makes it secure; empty for bare TCP
    Connection(SocketChannel channel, Optional<DicomTls> tls) throws IOException {
        transport = channel.socket();
        input = new Input(transport.getInputStream(), channel);
        secured = tls.isPresent() ? Optional.of(tls.get().over(transport, input)) : Optional.empty();
    }

    /// Makes the TLS handshake, if there is TLS.
    ///
    /// @throws IOException when peer and we do not come together
    void open(Duration handshakeTimeout) throws IOException {
        if (secured.isPresent()) {
            readTimeout(handshakeTimeout);
            secured.get().startHandshake();
            SSLSession session = secured.get().getSession();
            LOG.debugf("%s with %s", session.getProtocol(), session.getCipherSuite());
        }
    }

    /// Bare TCP can also be read as a [ReadableByteChannel].
    InputStream in() throws IOException {
        return secured.isPresent() ? secured.get().getInputStream() : input;
    }

    OutputStream out() throws IOException {
        return secured.isPresent() ? secured.get().getOutputStream() : transport.getOutputStream();
    }

    /// The peer's network address, without its port.
    String peer() {
        return transport.getInetAddress().getHostAddress();
    }

    /// How long one read may wait.
    void readTimeout(Duration time) throws IOException {
        transport.setSoTimeout((int) time.toMillis());
    }

    /// Lets a read time out at once, whether it has begun or not. What we have to say can still be sent.
    void endInput() {
        inputEnded = true;
        try {
            transport.shutdownInput();
        } catch (IOException e) {
            cut();
        }
    }

    /// Ends the connection without another word.
    void cut() {
        try {
            transport.close();
        } catch (IOException e) {
            LOG.debugf("close: %s", e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        if (secured.isPresent()) {
            secured.get().close();
        } else {
            transport.close();
        }
    }

    /// TCP's input, in which [#endInput] reads as a timeout: at the end of the stream TLS 1.2 would close the other
    /// direction too, and the peer could not be told why.
    private final class Input extends FilterInputStream implements ReadableByteChannel {

        private final ReadableByteChannel channel;

        Input(InputStream in, ReadableByteChannel channel) {
            super(in);
            this.channel = channel;
        }

        @Override
        public int read() throws IOException {
            return checked(super.read());
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return checked(super.read(buffer, offset, length));
        }

        /// Knows no timeout: for what is [there][#available].
        @Override
        public int read(ByteBuffer target) throws IOException {
            return checked(channel.read(target));
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        private int checked(int result) throws IOException {
            if (result < 0 && inputEnded) {
                throw new SocketTimeoutException("input ended on our side");
            }
            return result;
        }
    }
}
