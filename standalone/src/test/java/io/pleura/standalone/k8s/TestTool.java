package io.pleura.standalone.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// A program beyond the JDK that a test wants.
final class TestTool {

    private TestTool() {}

    /// Skips the calling test where the program is missing; fails it in CI, which installs it.
    static void require(String command) {
        if (!isInstalled(command)) {
            assertThat(System.getenv("CI"))
                    .as("CI must have %s: tools/install-test-tools.sh installs it", command)
                    .isNotEqualTo("true");
            abort(command + " is not installed: tools/install-test-tools.sh installs it");
        }
    }

    private static boolean isInstalled(String command) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, command))
                .anyMatch(Files::isExecutable);
    }
}
