package io.pleura.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WorkerStateTest {

    private final AtomicLong nanos = new AtomicLong(-5);
    private final WorkerState state = new WorkerState(nanos::get);

    @Test
    void isInTroubleUntilItsFirstTurn() {
        assertThat(state.trouble()).contains("the worker has not reached Kafka yet");

        state.turned(Optional.empty());

        assertThat(state.trouble()).isEmpty();
    }

    @Test
    void tellsForHowLongItWasSilent() {
        nanos.addAndGet(3_000_000_000L);
        assertThat(state.silence()).isEqualTo(Duration.ofSeconds(3));

        state.alive();
        assertThat(state.silence()).isZero();
    }

    @Test
    void livesHoweverLongADependencyIsAway() {
        for (int i = 0; i < 100; i++) {
            state.troubled("Kafka: away");
        }

        assertThat(state.trouble()).contains("Kafka: away");
        assertThat(state.lost()).isFalse();
    }

    @Test
    void isLostAfterBugsInARowButNotAfterOneNowAndThen() {
        for (int i = 0; i < 100; i++) {
            state.bug("NullPointerException");
            state.turned(Optional.empty());
        }
        assertThat(state.lost()).isFalse();

        for (int i = 0; i < WorkerState.MAX_UNEXPLAINED; i++) {
            state.bug("NullPointerException");
        }
        assertThat(state.lost()).isTrue();
    }

    @Test
    void isLostThoughNothingElseWasLeftToDoBetweenBugsWhileSomethingWaits() {
        for (int i = 0; i < WorkerState.MAX_UNEXPLAINED; i++) {
            state.bug("NullPointerException");
            state.idle(Optional.of("radiographs.stat-0@7 waits"));
        }
        assertThat(state.lost()).isTrue();

        state.idle(Optional.empty());
        assertThat(state.lost()).isFalse();
    }

    @Test
    void isLostWhenItsLoopEnded() {
        state.turned(Optional.empty());
        state.ended("the worker died");

        assertThat(state.lost()).isTrue();
        assertThat(state.trouble()).contains("the worker died");
    }
}
