package io.pleura.standalone.peer;

import io.pleura.standalone.stack.Ports;
import io.pleura.standalone.stack.StackException;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A server of others as a child process, its output in a file. [#close] ends it.
final class PeerProcess implements AutoCloseable {

    private static final Duration UP_WITHIN = Duration.ofSeconds(30);
    private static final Duration ASK_EVERY = Duration.ofMillis(50);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

    private final Process process;
    private final Path log;

    private PeerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /// Whether a program is on the PATH, or where Debian keeps servers.
    static boolean isThere(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("") + File.pathSeparator + "/usr/sbin";
        return Stream.of(path.split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /// Starts the program and returns when it listens on all these ports.
    static PeerProcess start(List<String> command, Path log, int... ports) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().merge("PATH", "/usr/sbin", (path, more) -> path + File.pathSeparator + more);
        // DCMTK's servers and those built on it otherwise stall on every message: Nagle's algorithm.
        builder.environment().put("TCP_NODELAY", "1");
        builder.environment().put("LC_ALL", "C");
        PeerProcess peer = new PeerProcess(builder.start(), log);
        try {
            for (int port : ports) {
                peer.awaitListening(command.getFirst(), port);
            }
            return peer;
        } catch (StackException | InterruptedException e) {
            peer.close();
            throw e;
        }
    }

    String log() throws IOException {
        return Files.readString(log, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void awaitListening(String program, int port) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long deadline = System.nanoTime() + UP_WITHIN.toNanos();
        while (!listens(port)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new StackException(program + " does not listen on port " + port + "; its output is in " + log);
            }
            never.await(ASK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(Ports.HOST, port), (int) ASK_EVERY.toMillis());
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
