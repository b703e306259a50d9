package io.pleura.standalone.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.standalone.stack.StackException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolRunTest {

    @Test
    void addsUserAndSystemTime() {
        assertThat(ToolRun.of("dcmdrle", "0.412 0.035 0.031\n")).isEqualTo(new ToolRun(412, 66));
    }

    @Test
    void runsAProgramOnTwoFiles(@TempDir Path folder) throws Exception {
        Path from = Files.writeString(folder.resolve("from"), "image");
        Path to = folder.resolve("to");

        ToolRun run = ToolRun.of("cp", List.of("-f"), from, to);

        assertThat(to).hasContent("image");
        assertThat(run.elapsedMillis()).isBetween(0.0, 60_000.0);
        assertThat(run.cpuMillis()).isBetween(0.0, 60_000.0);
    }

    /// A decoder that fails is not a fast one.
    @Test
    void aProgramThatFailsIsNotTimed(@TempDir Path folder) {
        assertThatThrownBy(() -> ToolRun.of("cp", List.of(), folder.resolve("missing"), folder.resolve("to")))
                .isInstanceOf(StackException.class)
                .hasMessageStartingWith("cp failed");
    }

    @Test
    void knowsWhichProgramsAreThere() {
        assertThat(ToolRun.isThere("cp")).isTrue();
        assertThat(ToolRun.isThere("no-such-program")).isFalse();
    }
}
