package io.pleura.standalone.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pleura.ingest.Ingest;
import io.pleura.ingest.receive.dimse.DimseScp;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The ingest service without Quarkus, in a process that can be killed. Ends with the process that started it.
final class IngestProcess implements AutoCloseable {

    private static final String READY = "ready";

    private final Process process;
    private final BufferedReader out;

    /// Whether a new process waits for Kafka before it opens its door.
    enum Start {
        /// Senders meet a service that publishes what they send.
        WITH_KAFKA,
        /// They may meet one that keeps it on its disk.
        AT_ONCE
    }

    private IngestProcess(Process process) {
        this.process = process;
        out = process.inputReader(StandardCharsets.UTF_8);
    }

    /// Starts one on the fixture's folder and returns when it takes associations.
    static IngestProcess start(Path folder, String bootstrapServers, Start start, Map<String, String> settings)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                IngestProcess.class.getName(),
                folder.toString(),
                bootstrapServers,
                start.name()));
        settings.forEach((name, value) -> command.add(name + "=" + value));
        IngestProcess started = new IngestProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(new File(folder.toFile(), "ingest.log")))
                .start());
        assertThat(started.out.readLine()).isEqualTo(READY);
        return started;
    }

    /// Radiographs that were acknowledged and are not in the log yet.
    int unpublished() throws IOException {
        process.outputWriter(StandardCharsets.UTF_8).append("unpublished\n").flush();
        return Integer.parseInt(Objects.requireNonNull(out.readLine(), "it has ended"));
    }

    /// SIGKILL; returns when it is gone.
    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// Arguments: folder, bootstrap servers, [Start], settings as `name=value`. Each line of its standard input is
    /// answered with the number of radiographs that were acknowledged and are not in the log yet.
    public static void main(String[] arguments) throws Exception {
        Map<String, String> settings = new HashMap<>();
        for (String setting : List.of(arguments).subList(3, arguments.length)) {
            int equals = setting.indexOf('=');
            settings.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        Ingest ingest = new Ingest(
                IngestFixture.config(Path.of(arguments[0]), arguments[1], settings),
                new SimpleMeterRegistry(),
                InstantSource.fixed(IngestFixture.NOW));
        ingest.start();
        if (Start.valueOf(arguments[2]) == Start.WITH_KAFKA) {
            IngestFixture.await("Kafka", () -> ingest.logTrouble().isEmpty());
        }
        new DimseScp(ingest).start();
        System.out.println(READY);
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (questions.readLine() != null) {
            System.out.println(ingest.unpublished());
        }
        System.exit(0);
    }
}
