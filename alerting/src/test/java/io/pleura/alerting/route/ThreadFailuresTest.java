package io.pleura.alerting.route;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.alerting.NewerSchema;
import io.pleura.alerting.ScoreEvents;
import io.pleura.schemas.EventSerde;
import io.pleura.schemas.Topic;
import io.pleura.schemas.UnknownSchemaException;
import java.time.Instant;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class ThreadFailuresTest {

    private static final Throwable AWAY = new StreamsException("no answer", new TimeoutException("broker"));

    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private final ThreadFailures failures = new ThreadFailures(() -> now);

    @Test
    void replacesAThreadWhoseDependencyWasAway() {
        assertThat(failures.handle(AWAY)).isEqualTo(REPLACE_THREAD);
        assertThat(failures.handle(new MissingSourceTopicException("scores"))).isEqualTo(REPLACE_THREAD);
    }

    @Test
    void stopsForABug() {
        assertThat(failures.handle(new StreamsException(new IllegalStateException("bug"))))
                .isEqualTo(SHUTDOWN_CLIENT);
    }

    @Test
    void stopsBeforeAnEventOfANewerSchemaAndSaysThatItAwaitsAnUpgrade() {
        byte[] newer = NewerSchema.of(
                EventSerde.of(Topic.SCORES).toBytes(ScoreEvents.scored("1.2.3", "1.2.3.1", 0.8, "STAT", now)));
        assertThat(failures.awaitsUpgrade()).isFalse();
        try {
            EventSerde.of(Topic.SCORES).fromBytes(newer);
        } catch (UnknownSchemaException e) {
            assertThat(failures.handle(new StreamsException("no such schema", e)))
                    .isEqualTo(SHUTDOWN_CLIENT);
        }
        assertThat(failures.awaitsUpgrade()).isTrue();
    }

    @Test
    void stopsWhenItDoesNotHelpAndTriesAgainLater() {
        for (int failure = 0; failure < ThreadFailures.MAX_REPLACEMENTS; failure++) {
            assertThat(failures.handle(AWAY)).isEqualTo(REPLACE_THREAD);
        }
        assertThat(failures.handle(AWAY)).isEqualTo(SHUTDOWN_CLIENT);
        now = now.plus(ThreadFailures.WITHIN).plusSeconds(1);
        assertThat(failures.handle(AWAY)).isEqualTo(REPLACE_THREAD);
    }
}
