package io.pleura.imaging.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// DCMTK's tools, where they are installed; tests that want them skip elsewhere, and fail in continuous integration.
final class Dcmtk {

    private Dcmtk() {}

    record Run(int exitStatus, String output) {}

    static void require(String tool) {
        boolean there = Stream.of(
                        Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
        if (!there && "true".equals(System.getenv("CI"))) {
            fail(tool + " (Debian package dcmtk) must be installed in continuous integration");
        }
        assumeTrue(there, () -> "skipped: " + tool + " (Debian package dcmtk) is not on the PATH");
    }

    static Run run(String... command) throws Exception {
        Process process =
                new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), output);
    }
}
