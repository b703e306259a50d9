package io.pleura.imaging.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A bounded number of inputs for all targets of this module, always the same, and all that ever did harm.
/// `./pleura fuzz` goes on where this ends.
class ImagingFuzzTest {

    private static final int RUNS = 20_000;

    /// Of which a slow machine makes fewer runs.
    private static final Duration LONGEST = Duration.ofSeconds(18);

    static List<FuzzTarget> targets() {
        return FuzzTargets.in("io.pleura.imaging");
    }

    @ParameterizedTest
    @MethodSource("targets")
    void takesWhatOnceDidHarm(FuzzTarget target) throws Exception {
        FuzzTargets.requireHarmless(target, Path.of("src/test/resources"));
    }

    @Test
    void takesWhateverTheBytes(@TempDir Path folder) throws Exception {
        FuzzRun.Result result = new FuzzRun(targets(), folder, RUNS, LONGEST, 1).go();

        System.out.println(result);
        assertThat(result.finding()).isEmpty();
        assertThat(result.executed()).isPositive();
    }
}
