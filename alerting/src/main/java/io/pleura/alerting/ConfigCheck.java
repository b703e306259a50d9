package io.pleura.alerting;

import io.pleura.schemas.RecordPlace;
import io.pleura.schemas.SettingProblems;
import io.pleura.schemas.Topic;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Stops a start with a configuration that cannot work, and says everything that is wrong with it at once.
@ApplicationScoped
class ConfigCheck {

    /// The page takes a longer silence than 12 seconds for a connection that is lost (`feed.js`).
    private static final Duration LONGEST_HEARTBEAT = Duration.ofSeconds(10);

    /// Where the topic of alerts ends is asked once a second.
    private static final Duration SHORTEST_STALE_AFTER = Duration.ofSeconds(3);

    /// What the page asks for (`api.js`).
    private static final int EDGE_OF_THE_PAGE = 2048;

    /// What browsers open at most to a server of HTTP/1.1: one for the feed, five for what else the page asks.
    private static final int CONNECTIONS_OF_A_PAGE = 6;

    private static final String MAX_CONNECTIONS = "quarkus.http.limits.max-connections";

    private static final Duration SHORTEST_ESCALATION = Duration.ofSeconds(1);

    private static final List<String> READ =
            List.of(Topic.SCORES.name(), Topic.ALERT_ACTIONS.name(), Topic.ALERTS.name(), Topic.NOTIFICATIONS.name());

    void check(
            @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start,
            AlertingConfig config,
            @ConfigProperty(name = MAX_CONNECTIONS) int maxConnections) {
        check(config, maxConnections);
    }

    /// @throws IllegalArgumentException that names each property and what to write instead
    static void check(AlertingConfig config, int maxConnections) {
        SettingProblems problems = new SettingProblems("pleura.alerting");
        problems.require(!config.kafkaBootstrapServers().isBlank(), "kafka-bootstrap-servers is host:port, or several");
        problems.identifier("instance-id", config.instanceId());
        problems.notNegative("standby-replicas", config.standbyReplicas());
        problems.require(
                maxConnections >= CONNECTIONS_OF_A_PAGE * config.feed().maxClients(),
                "feed.max-clients is %d at most where %s is %d: a browser opens %d connections for a page"
                        .formatted(
                                maxConnections / CONNECTIONS_OF_A_PAGE,
                                MAX_CONNECTIONS,
                                maxConnections,
                                CONNECTIONS_OF_A_PAGE));
        problems.require(
                config.passOver().orElse(Set.of()).stream().allMatch(place -> RecordPlace.isOf(place, READ)),
                "pass-over is topic-partition@offset, like scores-3@17, of topic " + String.join("|", READ));
        escalation(config.escalateAfter(), problems);
        worklist(config, problems);
        notification(config.notification(), problems);
        webhook(config.webhook(), problems);
        problems.throwIfAny();
    }

    private static void escalation(AlertingConfig.EscalateAfter waits, SettingProblems problems) {
        problems.require(areWaits(waits.stat()), "escalate-after.stat is one wait or more, each of a second or more");
        problems.require(
                areWaits(waits.routine()), "escalate-after.routine is one wait or more, each of a second or more");
        problems.positive("escalate-after.max-level", waits.maxLevel());
    }

    private static boolean areWaits(List<Duration> waits) {
        return !waits.isEmpty() && waits.stream().allMatch(wait -> wait.compareTo(SHORTEST_ESCALATION) >= 0);
    }

    private static void worklist(AlertingConfig config, SettingProblems problems) {
        problems.positive("worklist.keep-closed", config.worklist().keepClosed());
        problems.notNegative("worklist.max-closed", config.worklist().maxClosed());
        AlertingConfig.Feed feed = config.feed();
        problems.require(
                feed.heartbeat().isPositive() && feed.heartbeat().compareTo(LONGEST_HEARTBEAT) <= 0,
                "feed.heartbeat is positive and at most 10s: after 12s of silence the page is not live");
        problems.require(
                feed.staleAfter().compareTo(SHORTEST_STALE_AFTER) >= 0,
                "feed.stale-after is 3s or more: the list is known to be current once a second");
        problems.positive("feed.max-clients", feed.maxClients());
        problems.positive("feed.queue-capacity", feed.queueCapacity());
        AlertingConfig.Frames frames = config.frames();
        problems.positive("frames.max-file-bytes", frames.maxFileBytes());
        problems.require(
                frames.maxEdge() >= EDGE_OF_THE_PAGE,
                "frames.max-edge is " + EDGE_OF_THE_PAGE + " or more, which the page asks for");
        problems.notNegative("frames.cached", frames.cached());
        problems.positive("frames.concurrent-decodes", frames.concurrentDecodes());
    }

    private static void notification(AlertingConfig.Notification notification, SettingProblems problems) {
        problems.require(
                isHttp(notification.pageUrl()),
                "notification.page-url is where clinicians reach the page, like https://pleura.example/");
        problems.positive("notification.max-in-flight", notification.maxInFlight());
        problems.positive("notification.max-attempts", notification.maxAttempts());
        problems.positive("notification.first-backoff", notification.firstBackoff());
        problems.require(
                notification.maxBackoff().compareTo(notification.firstBackoff()) >= 0,
                "notification.max-backoff is no shorter than notification.first-backoff");
        problems.positive("notification.max-age", notification.maxAge());
    }

    private static void webhook(AlertingConfig.Webhook webhook, SettingProblems problems) {
        problems.require(
                webhook.url().map(ConfigCheck::isHttp).orElse(true),
                "webhook.url is an address that begins with http:// or https://");
        problems.require(
                webhook.bearerToken()
                        .map(token -> token.matches("[\\x21-\\x7e]+"))
                        .orElse(true),
                "webhook.bearer-token is ASCII without a space or line end, also at its end");
        problems.positive("webhook.timeout", webhook.timeout());
    }

    private static boolean isHttp(URI address) {
        return Set.of("http", "https").contains(String.valueOf(address.getScheme())) && address.getHost() != null;
    }
}
