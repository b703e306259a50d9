package io.pleura.alerting;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.pleura.alerting.notify.LogChannel;
import io.pleura.alerting.notify.NotificationChannel;
import io.pleura.alerting.notify.NotificationLog;
import io.pleura.alerting.notify.Notifier;
import io.pleura.alerting.notify.RetryPolicy;
import io.pleura.alerting.notify.WebhookChannel;
import io.pleura.alerting.route.StreamsSettings;
import io.pleura.alerting.route.TriageMetrics;
import io.pleura.alerting.route.TriageStreams;
import io.pleura.alerting.triage.EscalationPolicy;
import io.pleura.alerting.triage.Triage;
import io.pleura.alerting.worklist.AlertReader;
import io.pleura.alerting.worklist.Worklist;
import io.pleura.schemas.RecordPlace;
import io.pleura.schemas.Topic;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// Puts the parts together. They themselves know nothing of the container.
@Singleton
class AlertingBeans {

    @Produces
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }

    @Produces
    @Singleton
    Worklist worklist(AlertingConfig config, MeterRegistry meters) {
        Worklist worklist = new Worklist(
                Topic.ALERTS.partitions(),
                config.worklist().keepClosed(),
                config.worklist().maxClosed());
        Gauge.builder("pleura.alerting.feed.clients", worklist, Worklist::subscriptions)
                .description("browsers on the live feed")
                .register(meters);
        Gauge.builder("pleura.alerting.worklist.alerts", worklist, Worklist::size)
                .register(meters);
        return worklist;
    }

    @Produces
    @Singleton
    @Startup
    AlertReader alertReader(AlertingConfig config, Worklist worklist, InstantSource clock, MeterRegistry meters) {
        AlertReader reader = new AlertReader(
                config.kafkaBootstrapServers(),
                worklist,
                clock,
                meters.counter(TriageMetrics.UNREADABLE, "reader", "worklist")::increment,
                passOver(config));
        awaitsUpgrade(meters, "worklist", () -> reader.awaitsUpgradeAt().isPresent());
        return reader;
    }

    @Produces
    @Singleton
    @Startup
    TriageStreams triageStreams(AlertingConfig config, InstantSource clock, MeterRegistry meters) {
        AlertingConfig.EscalateAfter waits = config.escalateAfter();
        TriageStreams streams = new TriageStreams(
                new Triage(new EscalationPolicy(waits.stat(), waits.routine(), waits.maxLevel())),
                new TriageMetrics(meters),
                new StreamsSettings(
                        config.kafkaBootstrapServers(),
                        config.stateFolder(),
                        config.instanceId(),
                        config.standbyReplicas()),
                passOver(config),
                clock);
        Gauge.builder("pleura.alerting.triage.running", streams, running -> running.isRunning() ? 1 : 0)
                .description("1 while findings become alerts")
                .register(meters);
        awaitsUpgrade(meters, "triage", streams::awaitsUpgrade);
        streams.start();
        return streams;
    }

    @Produces
    @Singleton
    NotificationLog notificationLog(AlertingConfig config) {
        return new NotificationLog(config.kafkaBootstrapServers(), config.instanceId(), passOver(config));
    }

    @Produces
    @Singleton
    @Startup
    Notifier notifier(
            AlertingConfig config, NotificationLog log, ObjectMapper json, InstantSource clock, MeterRegistry meters) {
        AlertingConfig.Notification settings = config.notification();
        Notifier notifier = new Notifier(
                new Notifier.Settings(
                        config.kafkaBootstrapServers(),
                        config.instanceId(),
                        settings.changes(),
                        settings.pageUrl(),
                        config.warning(),
                        settings.maxInFlight(),
                        passOver(config),
                        new RetryPolicy(
                                settings.maxAttempts(),
                                settings.firstBackoff(),
                                settings.maxBackoff(),
                                settings.maxAge())),
                channels(config, json),
                log,
                clock,
                meters);
        awaitsUpgrade(meters, "notifier", () -> notifier.trouble().isPresent());
        return notifier;
    }

    private static Set<RecordPlace> passOver(AlertingConfig config) {
        return RecordPlace.ofSetting(
                "pleura.alerting.pass-over", config.passOver().orElse(Set.of()));
    }

    private static void awaitsUpgrade(MeterRegistry meters, String reader, BooleanSupplier awaits) {
        Gauge.builder("pleura.alerting.awaits.upgrade", awaits, each -> each.getAsBoolean() ? 1 : 0)
                .description("1 while events of a newer schema wait for a newer release")
                .tag("reader", reader)
                .strongReference(true)
                .register(meters);
    }

    /// The channels that are configured; a new one is added here.
    private static List<NotificationChannel> channels(AlertingConfig config, ObjectMapper json) {
        List<NotificationChannel> channels = new ArrayList<>();
        AlertingConfig.Webhook webhook = config.webhook();
        if (webhook.url().isPresent()) {
            channels.add(new WebhookChannel(
                    new WebhookChannel.Settings(
                            webhook.url().get(), webhook.bearerToken(), webhook.signingKey(), webhook.timeout()),
                    json));
        }
        if (config.notification().log()) {
            channels.add(new LogChannel(json));
        }
        return channels;
    }

    void stop(@Disposes Notifier notifier) {
        notifier.close();
    }

    void stop(@Disposes NotificationLog log) {
        log.close();
    }

    void stop(@Disposes TriageStreams streams) {
        streams.close();
    }

    void stop(@Disposes AlertReader reader) {
        reader.close();
    }
}
