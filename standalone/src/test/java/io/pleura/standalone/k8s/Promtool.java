package io.pleura.standalone.k8s;

import io.pleura.standalone.TestTool;
import io.pleura.standalone.TestTool.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Prometheus' own tool for rules (Debian package prometheus).
final class Promtool {

    private Promtool() {}

    /// Whether rules are what Prometheus takes.
    static Run check(Path rules) throws IOException, InterruptedException {
        return run("check", rules);
    }

    /// Whether rules go off as scenarios say; the scenarios name the rules' file.
    static Run test(Path scenarios) throws IOException, InterruptedException {
        return run("test", scenarios);
    }

    private static Run run(String command, Path file) throws IOException, InterruptedException {
        TestTool.require("prometheus", "promtool");
        return TestTool.run(List.of("promtool", command, "rules", file.toString()));
    }
}
