package io.pleura.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Programs beyond the JDK that tests want, and what they say.
public final class TestTool {

    private static final long PATIENCE_SECONDS = 60;

    private TestTool() {}

    /// @param output what it said, on both of its streams
    public record Run(int exit, String output) {}

    /// Skips the calling test where a program is missing; fails it in continuous integration, which installs it.
    public static void require(String debianPackage, String... commands) {
        for (String command : commands) {
            require(debianPackage, command, isOnPath(command));
        }
    }

    /// The same of a file that a package brings.
    public static void requireFile(String debianPackage, Path file) {
        require(debianPackage, file.toString(), Files.exists(file));
    }

    private static void require(String debianPackage, String what, boolean there) {
        if (!there && "true".equals(System.getenv("CI"))) {
            fail("%s (Debian package %s) must be there in continuous integration: tools/install-test-tools.sh"
                    .formatted(what, debianPackage));
        }
        assumeTrue(there, () -> "skipped: %s (Debian package %s) is not installed".formatted(what, debianPackage));
    }

    private static boolean isOnPath(String command) {
        return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    }

    public static Run run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // Of DCMTK's: otherwise every message waits for Nagle's algorithm.
        builder.environment().put("TCP_NODELAY", "1");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), output);
    }
}
