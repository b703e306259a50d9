package io.pleura.standalone.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.standalone.TestTool;
import io.pleura.standalone.TestTool.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs the tools of DCMTK (Debian package dcmtk).
public final class Dcmtk {

    private Dcmtk() {}

    /// Skips the test where a tool is not installed, except in continuous integration, where it fails.
    public static void require(String... tools) {
        TestTool.require("dcmtk", tools);
    }

    /// Writes a file in another transfer syntax.
    static void convert(String tool, List<String> options, Path from, Path to)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(tool));
        command.addAll(options);
        command.addAll(List.of(from.toString(), to.toString()));
        Run run = TestTool.run(command);
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
        return TestTool.run(command);
    }
}
