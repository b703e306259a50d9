package io.pleura.alerting.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {

    private static final RetryPolicy POLICY =
            new RetryPolicy(5, Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofHours(24));

    @ParameterizedTest
    @CsvSource(textBlock = """
            1,    0,   1000
            2,    0,   2000
            3,    0,   4000
            7,    0,   60000
            1000, 0,   60000
            1,    1,   500
            3,    0.5, 3000
            """)
    void doublesUpToTheLongestAndIsShortenedAtRandom(int attempt, double random, long millis) {
        assertThat(POLICY.backoffAfter(attempt, random)).isEqualTo(Duration.ofMillis(millis));
    }
}
