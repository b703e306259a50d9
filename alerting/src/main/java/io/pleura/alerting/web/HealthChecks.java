package io.pleura.alerting.web;

import io.pleura.alerting.notify.Notifier;
import io.pleura.alerting.route.TriageStreams;
import io.pleura.alerting.worklist.AlertReader;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/// What the probes say, in words.
///
/// Started: triage runs and the worklist was whole once. Ready: the worklist is current (browsers see in the feed when
/// triage is not well, which a page out of reach could not tell them). Live: none has given up;
/// a restart cures that, and does not cure a broker that is away.
@Singleton
class HealthChecks {

    private final TriageStreams streams;
    private final AlertReader reader;
    private final Notifier notifier;
    private final FeedHealth feed;

    @Inject
    HealthChecks(TriageStreams streams, AlertReader reader, Notifier notifier, FeedHealth feed) {
        this.streams = streams;
        this.reader = reader;
        this.notifier = notifier;
        this.feed = feed;
    }

    @Produces
    @Singleton
    @Startup
    HealthCheck started() {
        return () -> HealthCheckResponse.named("triage and worklist have started")
                .status(streams.isRunning() && feed.hasBeenWhole())
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
                    .build();
        };
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
