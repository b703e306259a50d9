package io.pleura.standalone.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Runs the tools of DCMTK (Debian package dcmtk).
public final class Dcmtk {

    record Run(int exit, String output) {}

    private Dcmtk() {}

    /// Skips the test where a tool is not installed, except in continuous integration, where it fails.
    public static void require(String... tools) {
        for (String tool : tools) {
            boolean there = Stream.of(Optional.ofNullable(System.getenv("PATH"))
                            .orElse("")
                            .split(File.pathSeparator))
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
            if (!there && "true".equals(System.getenv("CI"))) {
                fail(tool + " (Debian package dcmtk) must be installed in continuous integration");
            }
            assumeTrue(there, () -> "skipped: " + tool + " (Debian package dcmtk) is not on the PATH");
        }
    }

    /// Writes a file in another transfer syntax.
    static void convert(String tool, List<String> options, Path from, Path to)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(tool));
        command.addAll(options);
        command.addAll(List.of(from.toString(), to.toString()));
        Run run = run(command);
        assertThat(run.exit()).as(run.output()).isZero();
    }

    /// Runs a tool against a port of this machine.
    static Run run(String tool, List<String> options, int port, List<Path> files)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(tool);
        command.addAll(options);
        command.add("127.0.0.1");
        command.add(Integer.toString(port));
        files.forEach(file -> command.add(file.toString()));
        return run(command);
    }

    private static Run run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // Otherwise every message waits for Nagle's algorithm.
        builder.environment().put("TCP_NODELAY", "1");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), output);
    }
}
