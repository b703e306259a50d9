package io.pleura.alerting.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SteadyTimeTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final AtomicReference<Instant> clock = new AtomicReference<>(NOON);
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    private final SteadyTime time = new SteadyTime(clock::get, nanos::get);

    @ParameterizedTest
    @ValueSource(strings = {"PT-1H", "PT0S", "PT1H"})
    void goesOnByWhatHasPassedWhereverTheClockJumps(Duration jump) {
        assertThat(time.milliseconds()).isEqualTo(NOON.toEpochMilli());
        clock.set(NOON.plus(jump));
        nanos.addAndGet(Duration.ofSeconds(3).toNanos());
        assertThat(time.milliseconds()).isEqualTo(NOON.plusSeconds(3).toEpochMilli());
    }

    @Test
    void holdsADeadlineAgainstItself() throws Exception {
        clock.set(NOON.minus(Duration.ofHours(1)));
        assertThatThrownBy(() -> time.waitObject(new Object(), () -> false, NOON.toEpochMilli()))
                .isInstanceOf(TimeoutException.class);
        time.waitObject(new Object(), () -> true, NOON.toEpochMilli());
    }
}
