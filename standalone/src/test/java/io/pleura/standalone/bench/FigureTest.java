package io.pleura.standalone.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.standalone.bench.Figure.Better;
import org.junit.jupiter.api.Test;

class FigureTest {

    @Test
    void throughputMeetsItsGoalFromAbove() {
        assertThat(new Figure("pipeline-throughput", 40, "scores/s", 50, 39.5, Better.HIGHER).line())
                .isEqualTo("BENCH pipeline-throughput 40.0 scores/s yardstick=50.0 ratio=0.80 goal=39.5 met");
    }

    @Test
    void latencyMeetsItsGoalFromBelow() {
        assertThat(new Figure("receipt-to-alert-p99", 2100.5, "ms", 20, 2000, Better.LOWER).line())
                .isEqualTo("BENCH receipt-to-alert-p99 2100.5 ms yardstick=20.0 ratio=105.03 goal=2000.0 short");
    }
}
