package io.pleura.standalone.soak;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A bad line, made of a port of this machine that passes on what comes to it. Takes one connection at a time; the next
/// one when the last is over.
final class Relay implements AutoCloseable {

    private static final int PIECE_BYTES = 2 << 10;
    private static final Duration REST = Duration.ofMillis(25);
    private static final int CONNECT_MILLIS = 5_000;

    private final ServerSocket door;
    private final InetSocketAddress receiver;
    private final Line line;
    private final int cutAfterBytes;
    private final CountDownLatch closed = new CountDownLatch(1);

    /// @param cutAfterBytes sent by the sender on one connection; only for [Line#CUT]
    Relay(InetSocketAddress receiver, Line line, int cutAfterBytes) throws IOException {
        this.receiver = receiver;
        this.line = line;
        this.cutAfterBytes = cutAfterBytes;
        door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("relay").start(this::serve);
    }

    int port() {
        return door.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        door.close();
    }

    private void serve() {
        while (!door.isClosed()) {
            try (Socket sender = door.accept();
                    Socket onward = new Socket()) {
                onward.connect(receiver, CONNECT_MILLIS);
                onward.setTcpNoDelay(true);
                Thread answers = Thread.ofVirtual().start(() -> answers(onward, sender));
                pass(sender, onward);
                if (!door.isClosed()) { // else both ends are closed here, and the receiver need not wait for that
                    answers.join();
                }
            } catch (IOException e) {
                // The line is down; who sends or receives has noticed.
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void pass(Socket sender, Socket onward) throws IOException, InterruptedException {
        InputStream in = sender.getInputStream();
        OutputStream out = onward.getOutputStream();
        byte[] piece = new byte[PIECE_BYTES];
        int passed = 0;
        for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
            out.write(piece, 0, read);
            passed += read;
            if (line == Line.CUT && passed >= cutAfterBytes) {
                reset(onward);
                reset(sender);
                return;
            }
            if (line == Line.SLOW && closed.await(REST.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        }
        onward.shutdownOutput();
    }

    private static void answers(Socket onward, Socket sender) {
        try {
            onward.getInputStream().transferTo(sender.getOutputStream());
            sender.shutdownOutput();
        } catch (IOException e) {
            // Cut.
        }
    }

    /// A TCP reset, which is what a process that is killed, or a cable that is pulled, comes to.
    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }
}
