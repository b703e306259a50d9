package io.pleura.standalone.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PercentilesTest {

    @ParameterizedTest(name = "of 1..{0}: median {1}, p99 {2}")
    @CsvSource(textBlock = """
            1,   1,   1
            2,   1,   2
            3,   2,   3
            100, 50,  99
            200, 100, 198
            """)
    void areMeasuredValuesByNearestRank(int count, int median, int p99) {
        List<Duration> measured = IntStream.rangeClosed(1, count)
                .mapToObj(i -> Duration.ofMillis(count + 1L - i))
                .toList();
        assertThat(Percentiles.of(measured))
                .isEqualTo(new Percentiles(Duration.ofMillis(median), Duration.ofMillis(p99), count));
    }

    @Test
    void refusesToSpeakOfNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> Percentiles.of(List.of()));
    }
}
