package io.pleura.imaging.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is wrong on purpose is found.
class FuzzRunTest {

    /// Must not take an exclamation mark, and spends a kilobyte on each byte.
    static final class Fragile implements FuzzTarget {

        private byte[] spent = {};

        @Override
        public String name() {
            return "fragile";
        }

        @Override
        public void accept(byte[] input) {
            spent = new byte[1024 * input.length];
            if (input.length > 0 && input[0] == '!') {
                throw new IllegalStateException("broken after " + spent.length);
            }
        }

        @Override
        public List<byte[]> seeds() {
            return List.of(new byte[] {'#'});
        }

        @Override
        public long mostBytes(byte[] input) {
            return 64 << 10;
        }
    }

    @Test
    void findsTheByteThatDoesHarm(@TempDir Path folder) throws Exception {
        FuzzRun.Result result = new FuzzRun(List.of(new Fragile()), folder, 100_000, Duration.ofMinutes(1), 1).go();

        assertThat(result.finding()).contains("IllegalStateException: broken after");
        assertThat(folder)
                .isDirectoryContaining(file -> file.getFileName().toString().startsWith("crash-"));
    }

    @Test
    void watchesTheMemoryThatAnInputTakes() {
        assertThatCode(() -> Watch.accept(new Fragile(), new byte[32])).doesNotThrowAnyException();
        assertThatThrownBy(() -> Watch.accept(new Fragile(), new byte[128]))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("fragile allocated");
    }
}
