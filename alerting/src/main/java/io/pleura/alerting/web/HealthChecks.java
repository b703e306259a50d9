package io.pleura.alerting.web;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.pleura.alerting.notify.Notifier;
import io.pleura.alerting.route.TriageMetrics;
import io.pleura.alerting.route.TriageStreams;
import io.pleura.alerting.worklist.AlertReader;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/// What the probes say, in words.
///
/// Started: triage runs and the worklist was whole once. Ready: the worklist is current and complete, whatever triage
/// does: what is on the list can be looked at and decided on all the same, and a page out of reach could not say that
/// new findings raise no alert, as it does while triage is not well. Live: none has given up; a restart cures that, and
/// does not cure a broker that is away, or events that only a newer release can read.
@Singleton
class HealthChecks {

    private final TriageStreams streams;
    private final AlertReader reader;
    private final Notifier notifier;
    private final FeedHealth feed;
    private final MeterRegistry meters;

    @Inject
    HealthChecks(TriageStreams streams, AlertReader reader, Notifier notifier, FeedHealth feed, MeterRegistry meters) {
        this.streams = streams;
        this.reader = reader;
        this.notifier = notifier;
        this.feed = feed;
        this.meters = meters;
    }

    @Produces
    @Singleton
    @Startup
    HealthCheck started() {
        return () -> HealthCheckResponse.named("triage and worklist have started")
                .status((streams.isRunning() || streams.awaitsUpgrade()) && feed.hasBeenWhole())
                .withData("triage", streams.state())
                .build();
    }

    @Produces
    @Singleton
    @Readiness
    HealthCheck ready() {
        return () -> {
            FeedHealth.Status status = feed.now();
            return HealthCheckResponse.named("the worklist is current")
                    .status(feed.isListCurrent())
                    .withData("triage", status.streams())
                    .withData("feedAgeMillis", status.feedAgeMillis())
                    .withData("problem", status.problem() == null ? "none" : status.problem())
                    .withData("notifier", notifier.trouble().orElse("ok"))
                    .withData("awaitsUpgradeAt", awaitsUpgradeAt())
                    .withData("unreadableRecordsPassedOver", passedOver())
                    .build();
        };
    }

    /// The records that triage and the worklist wait before, as the setting `pass-over` takes them; the notifier tells
    /// of its own.
    private String awaitsUpgradeAt() {
        return Stream.of(streams.awaitsUpgradeAt(), reader.awaitsUpgradeAt())
                .flatMap(Optional::stream)
                .collect(Collectors.collectingAndThen(
                        Collectors.joining(", "), places -> places.isEmpty() ? "none" : places));
    }

    /// What is no event at all: by triage, worklist and notifier since the start, each for itself.
    private long passedOver() {
        return Math.round(meters.find(TriageMetrics.UNREADABLE).counters().stream()
                .mapToDouble(Counter::count)
                .sum());
    }

    @Produces
    @Singleton
    @Liveness
    HealthCheck live() {
        return () -> HealthCheckResponse.named("triage, worklist and notifier have not given up")
                .status(!streams.hasFailed() && reader.isRunning() && notifier.isRunning())
                .withData("triage", streams.state())
                .build();
    }
}
