package io.pleura.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkerStateTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private final WorkerState state = new WorkerState(NOW);

    @Test
    void isInTroubleUntilItsFirstTurn() {
        assertThat(state.trouble()).contains("the worker has not reached Kafka yet");

        state.turned(NOW, Optional.empty());

        assertThat(state.trouble()).isEmpty();
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
            state.turned(NOW, Optional.empty());
        }
        assertThat(state.lost()).isFalse();

        for (int i = 0; i < WorkerState.MAX_UNEXPLAINED; i++) {
            state.bug("NullPointerException");
        }
        assertThat(state.lost()).isTrue();
    }

    @Test
    void isLostWhenItsLoopEnded() {
        state.turned(NOW, Optional.empty());
        state.ended("the worker died");

        assertThat(state.lost()).isTrue();
        assertThat(state.trouble()).contains("the worker died");
    }
}
