package io.pleura.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A stack that cannot start says why before it starts anything.
class StackRefusalsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void namesTheServiceThatIsNotBuilt() throws Exception {
        StackSettings settings = settings(Ports.free());
        assertThatExceptionOfType(StackException.class)
                .isThrownBy(() -> Stack.start(settings, line -> {}))
                .withMessageContaining("ingest is not built")
                .withMessageContaining("./mvnw");
        assertThat(folder.resolve("data/logs")).isEmptyDirectory();
    }

    @Test
    void namesThePortThatAnotherProgramHas() throws Exception {
        for (String service : List.of("ingest", "inference", "alerting")) {
            Path app = Files.createDirectories(folder.resolve(service).resolve("target/quarkus-app"));
            Files.createFile(app.resolve("quarkus-run.jar"));
        }
        Ports ports = Ports.free();
        try (ServerSocket other = new ServerSocket(ports.alerting(), 1, InetAddress.getByName(Ports.HOST))) {
            assertThatExceptionOfType(StackException.class)
                    .isThrownBy(() -> Stack.start(settings(ports), line -> {}))
                    .withMessageContaining(other.getLocalPort() + " (alerting HTTP)")
                    .withMessageContaining("--port-offset");
        }
    }

    private StackSettings settings(Ports ports) {
        return new StackSettings(folder, new DataFolder(folder.resolve("data")), ports, List.of(), Map.of());
    }
}
