package io.pleura.alerting.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.schemas.AlertId;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DueKeyTest {

    @ParameterizedTest
    @CsvSource({
        "999, 1000, true",
        "1000, 1000, true",
        "1001, 1000, false",
        "9, 10, true",
        "10, 9, false",
        "1763899200000, 1763899200000, true"
    })
    void sortsByTime(long dueMillis, long nowMillis, boolean isDue) {
        DueKey key = new DueKey(Instant.ofEpochMilli(dueMillis), new AlertId("1.2.3"));
        String text = key.text();
        boolean inRange = DueKey.first().compareTo(text) <= 0
                && text.compareTo(DueKey.lastAt(Instant.ofEpochMilli(nowMillis))) <= 0;
        assertThat(inRange).isEqualTo(isDue);
        assertThat(DueKey.parse(text)).isEqualTo(key);
    }
}
