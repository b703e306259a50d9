package io.pleura.alerting.web;

import io.pleura.alerting.AlertingConfig;
import io.pleura.alerting.route.TriageStreams;
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

    private final TriageStreams streams;
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
    FeedHealth(TriageStreams streams, AlertReader reader, InstantSource clock, AlertingConfig config) {
        this(streams, reader, clock, config.feed().staleAfter());
    }

    public FeedHealth(TriageStreams streams, AlertReader reader, InstantSource clock, Duration staleAfter) {
        this.streams = streams;
        this.reader = reader;
        this.clock = clock;
        this.staleAfter = staleAfter;
    }

    public Status now() {
        Optional<Duration> age = age();
        String problem = problem(age);
        return new Status(streams.state(), age.map(Duration::toMillis).orElse(-1L), problem == null, problem);
    }

    /// Whether the list itself is current and complete, whatever triage does.
    public boolean isListCurrent() {
        return isListComplete()
                && age().filter(age -> age.compareTo(staleAfter) <= 0).isPresent();
    }

    private Optional<Duration> age() {
        return reader.age();
    }

    /// False when there are alerts that only a newer release can read: what the list lacks is then not gone.
    boolean isListComplete() {
        return reader.awaitsUpgradeAt().isEmpty();
    }

    /// True once the list has been whole, as far as this release can read it; only then does "everything" mean
    /// everything.
    public boolean hasBeenWhole() {
        return reader.age().isPresent();
    }

    private @Nullable String problem(Optional<Duration> age) {
        if (!isListComplete()) {
            return "events of a newer schema: upgrade alerting first; this list is not complete";
        }
        if (streams.awaitsUpgrade()) {
            return "events of a newer schema: upgrade alerting first; new findings raise no alert here";
        }
        if (!streams.isRunning()) {
            return "triage is not running (" + streams.state() + "): new findings raise no alert for now";
        }
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
