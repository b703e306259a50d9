package io.pleura.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

    @ParameterizedTest(name = "after {0} failures {1} ms")
    @CsvSource({"0, 0", "1, 500", "2, 1000", "3, 2000", "5, 8000", "6, 15000", "1000, 15000"})
    void doublesUpToABound(int failures, long delayMillis) {
        Backoff backoff = Backoff.starting(Duration.ofMillis(500), Duration.ofSeconds(15));
        for (int i = 0; i < failures; i++) {
            backoff = backoff.failedAgain();
        }

        assertThat(backoff.delay()).isEqualTo(Duration.ofMillis(delayMillis));
        assertThat(backoff.succeeded().delay()).isEqualTo(Duration.ZERO);
    }
}
