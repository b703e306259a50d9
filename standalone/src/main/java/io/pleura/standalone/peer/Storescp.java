package io.pleura.standalone.peer;

import io.pleura.standalone.stack.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// DCMTK's receiver (Debian package dcmtk): a process for each association, files in one folder, nothing synced.
public final class Storescp implements AutoCloseable {

    public static final String AE_TITLE = "STORESCP";

    private final PeerProcess process;
    private final int port;

    private Storescp(PeerProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    public static boolean isThere() {
        return PeerProcess.isThere("storescp");
    }

    /// @param folder an empty folder for what it receives
    public static Storescp start(Path folder) throws IOException, InterruptedException {
        return start(folder, List.of());
    }

    /// @param options more of its own
    public static Storescp start(Path folder, List<String> options) throws IOException, InterruptedException {
        int port = Ports.free().dicom();
        Path received = Files.createDirectories(folder.resolve("received"));
        List<String> command = new ArrayList<>(List.of("storescp", "--fork", "-aet", AE_TITLE));
        command.addAll(options);
        command.addAll(List.of("-od", received.toString(), Integer.toString(port)));
        return new Storescp(PeerProcess.start(command, folder.resolve("storescp.log"), port), port);
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        process.close();
    }
}
