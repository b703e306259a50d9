package io.pleura.ingest.receive.dimse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Has the JDK set up what virtual threads wait for sockets with. It does so once, when one first waits; where no file
/// descriptor is left at that moment it fails for good, and no association could be served until a restart.
final class SocketWaits {

    private SocketWaits() {}

    /// Waits for a socket on a virtual thread, for a moment.
    ///
    /// @throws IOException when that cannot be done
    static void prepare() throws IOException, InterruptedException {
        FutureTask<Void> wait = new FutureTask<>(() -> {
            waitForNobody();
            return null;
        });
        Thread.ofVirtual().name("socket-waits").start(wait);
        try {
            wait.get();
        } catch (ExecutionException e) {
            throw new IOException("virtual threads cannot wait for sockets: " + e.getCause(), e.getCause());
        }
    }

    private static void waitForNobody() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(1);
            try (Socket somebody = server.accept()) {
                // It waited all the same.
            }
        } catch (SocketTimeoutException e) {
            // As expected: the port is known to nobody.
        }
    }
}
