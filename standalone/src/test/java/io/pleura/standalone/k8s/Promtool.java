package io.pleura.standalone.k8s;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;

/// Prometheus' own tool for rules.
final class Promtool {

    private Promtool() {}

    /// @param output what it said, on both of its streams
    record Answer(int status, String output) {

        boolean content() {
            return status == 0;
        }
    }

    /// Whether rules are what Prometheus takes.
    static Answer check(Path rules) throws IOException, InterruptedException {
        return run("promtool", "check", "rules", rules.toString());
    }

    /// Whether rules go off as scenarios say; the scenarios name the rules' file.
    static Answer test(Path scenarios) throws IOException, InterruptedException {
        return run("promtool", "test", "rules", scenarios.toString());
    }

    private static Answer run(String... command) throws IOException, InterruptedException {
        TestTool.require("promtool");
        Path output = Files.createTempFile("promtool", ".txt");
        try {
            int status = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.to(output.toFile()))
                    .start()
                    .waitFor();
            return new Answer(status, Files.readString(output));
        } finally {
            Files.delete(output);
        }
    }
}
