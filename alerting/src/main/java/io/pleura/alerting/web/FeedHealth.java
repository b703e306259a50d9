package io.pleura.alerting.web;

import io.pleura.alerting.AlertingConfig;
import io.pleura.alerting.worklist.AlertReader;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether what the page shows can be trusted to be current, in words.
@Singleton
public class FeedHealth {

    private final AlertReader reader;
    private final InstantSource clock;
    private final Duration staleAfter;

    /// @param streams state of the triage topology
    /// @param feedAgeMillis since when the list may be out of date; -1 while it has never been whole
    /// @param healthy false makes the page turn stale
    /// @param problem what is wrong, null when healthy
    public record Status(
            String streams,
            long feedAgeMillis,
            boolean healthy,
            @Nullable String problem) {}

    @Inject
    FeedHealth(AlertReader reader, InstantSource clock, AlertingConfig config) {
        this.reader = reader;
        this.clock = clock;
        staleAfter = config.feed().staleAfter();
    }

    public Status now() {
        Optional<Duration> age = reader.currentAsOf().map(asOf -> Duration.between(asOf, clock.instant()));
        String problem = problem(age);
        return new Status("RUNNING", age.map(Duration::toMillis).orElse(-1L), problem == null, problem);
    }

    /// True once the list has been whole; only then does "everything" mean everything.
    public boolean hasBeenWhole() {
        return reader.currentAsOf().isPresent();
    }

    private @Nullable String problem(Optional<Duration> age) {
        if (age.isEmpty()) {
            return "the worklist is still being read";
        }
        if (age.get().compareTo(staleAfter) > 0) {
            return "the alerts topic has not answered for " + age.get().toSeconds() + " s";
        }
        return null;
    }

    Instant at() {
        return clock.instant();
    }
}
