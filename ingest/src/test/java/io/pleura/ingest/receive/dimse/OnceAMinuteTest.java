package io.pleura.ingest.receive.dimse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class OnceAMinuteTest {

    private static final long START = Long.MAX_VALUE - 5; // the clock may begin anywhere, and run over

    private final OnceAMinute times = new OnceAMinute();

    @Test
    void isToldAtOnceThenOnceAMinuteWithHowManyThereWere() {
        assertThat(anotherAfter(Duration.ZERO)).hasValue(1);
        assertThat(anotherAfter(Duration.ofNanos(1))).isEmpty();
        assertThat(anotherAfter(Duration.ofMinutes(1).minusNanos(1))).isEmpty();
        assertThat(anotherAfter(Duration.ofMinutes(1))).hasValue(3);
        assertThat(anotherAfter(Duration.ofMinutes(1))).isEmpty();
        assertThat(anotherAfter(Duration.ofMinutes(5))).hasValue(2);
    }

    private OptionalInt anotherAfter(Duration time) {
        return times.another(START + time.toNanos());
    }
}
