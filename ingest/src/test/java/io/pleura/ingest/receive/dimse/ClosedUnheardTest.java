package io.pleura.ingest.receive.dimse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ClosedUnheardTest {

    private static final long START = Long.MAX_VALUE - 5; // the clock may begin anywhere, and run over

    private final ClosedUnheard closed = new ClosedUnheard();

    @Test
    void isToldAtOnceThenOnceAMinuteWithHowManyThereWere() {
        assertThat(closedAfter(Duration.ZERO)).hasValue(1);
        assertThat(closedAfter(Duration.ofNanos(1))).isEmpty();
        assertThat(closedAfter(Duration.ofMinutes(1).minusNanos(1))).isEmpty();
        assertThat(closedAfter(Duration.ofMinutes(1))).hasValue(3);
        assertThat(closedAfter(Duration.ofMinutes(1))).isEmpty();
        assertThat(closedAfter(Duration.ofMinutes(5))).hasValue(2);
    }

    private OptionalInt closedAfter(Duration time) {
        return closed.another(START + time.toNanos());
    }
}
