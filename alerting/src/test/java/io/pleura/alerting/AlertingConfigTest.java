package io.pleura.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pleura.alerting.triage.AlertChange;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The settings as a contract: each default, and the names in the environment.
public class AlertingConfigTest {

    /// Connections, as the service's own properties have them.
    private static final int SHIPPED = 1280;

    /// The settings that an environment gives, everything else by default.
    public static AlertingConfig config(Map<String, String> environment) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withSources(new EnvConfigSource(environment, 300))
                .withMapping(AlertingConfig.class)
                .build()
                .getConfigMapping(AlertingConfig.class);
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(delimiter = '|', textBlock = """
            KAFKA_BOOTSTRAP_SERVERS    | ' '                  | kafka-bootstrap-servers is host:port
            INSTANCE_ID                | a/b                  | instance-id is letters
            STANDBY_REPLICAS           | -1                   | standby-replicas is not negative
            PASS_OVER                  | score-3@17           | pass-over is topic-partition@offset, like scores-3@17, of topic scores
            PASS_OVER                  | alerts-3             | pass-over is topic-partition@offset
            ESCALATE_AFTER_STAT        | 5m,0s                | escalate-after.stat is one wait or more
            ESCALATE_AFTER_ROUTINE     | 500ms                | escalate-after.routine is one wait or more
            ESCALATE_AFTER_MAX_LEVEL   | 0                    | escalate-after.max-level is positive
            WORKLIST_KEEP_CLOSED       | 0s                   | worklist.keep-closed is positive
            WORKLIST_MAX_CLOSED        | -1                   | worklist.max-closed is not negative
            FEED_HEARTBEAT             | 0s                   | feed.heartbeat is positive and at most 10s
            FEED_HEARTBEAT             | 15s                  | feed.heartbeat is positive and at most 10s
            FEED_STALE_AFTER           | 1s                   | feed.stale-after is 3s or more
            FEED_MAX_CLIENTS           | 0                    | feed.max-clients is positive
            FEED_MAX_CLIENTS           | 214                  | feed.max-clients is 213 at most where quarkus.http.limits.max-connections is 1280
            FEED_QUEUE_CAPACITY        | 0                    | feed.queue-capacity is positive
            FRAMES_MAX_FILE_BYTES      | 0                    | frames.max-file-bytes is positive
            FRAMES_MAX_EDGE            | 1024                 | frames.max-edge is 2048 or more
            FRAMES_CACHED              | -1                   | frames.cached is not negative
            FRAMES_CONCURRENT_DECODES  | 0                    | frames.concurrent-decodes is positive
            NOTIFICATION_PAGE_URL      | pleura.example       | notification.page-url is where clinicians reach the page
            NOTIFICATION_MAX_IN_FLIGHT | 0                    | notification.max-in-flight is positive
            NOTIFICATION_MAX_ATTEMPTS  | 0                    | notification.max-attempts is positive
            NOTIFICATION_FIRST_BACKOFF | 0s                   | notification.first-backoff is positive
            NOTIFICATION_MAX_BACKOFF   | 100ms                | notification.max-backoff is no shorter
            NOTIFICATION_MAX_AGE       | 0s                   | notification.max-age is positive
            WEBHOOK_URL                | ftp://pager.example/ | webhook.url is an address that begins with http
            WEBHOOK_BEARER_TOKEN       | 'two words'          | webhook.bearer-token is ASCII without a space
            WEBHOOK_TIMEOUT            | 0s                   | webhook.timeout is positive
            """)
    void refusesToStartWithWhatCannotWork(String name, String value, String message) {
        AlertingConfig config = config(Map.of("PLEURA_ALERTING_" + name, value));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfigCheck.check(config, SHIPPED))
                .withMessageStartingWith("pleura.alerting: ")
                .withMessageContaining(message);
    }

    @Test
    void saysAllThatIsWrongAtOnce() {
        AlertingConfig config =
                config(Map.of("PLEURA_ALERTING_FRAMES_CACHED", "-1", "PLEURA_ALERTING_WEBHOOK_TIMEOUT", "0s"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfigCheck.check(config, SHIPPED))
                .withMessage("pleura.alerting: frames.cached is not negative; webhook.timeout is positive");
    }

    /// What the page relies on stands in its scripts.
    @Test
    void thePageAsksForNoMoreThanTheLimitsAllow() throws Exception {
        Path scripts = Path.of("src/main/resources/META-INF/resources/app");
        assertThat(Files.readString(scripts.resolve("api.js"))).contains("const FRAME_SIDE = 2048;");
        assertThat(Files.readString(scripts.resolve("feed.js"))).contains("const SILENCE_LIMIT_MILLIS = 12_000;");
    }

    @Test
    void theDefaultsCanWork() {
        assertThatCode(() -> ConfigCheck.check(config(Map.of()), SHIPPED)).doesNotThrowAnyException();
    }

    @Test
    void placesByDefault() {
        AlertingConfig config = config(Map.of());
        assertThat(config.kafkaBootstrapServers()).isEqualTo("127.0.0.1:19092");
        assertThat(config.blobFolder()).isEqualTo(Path.of(".pleura/blobs"));
        assertThat(config.stateFolder()).isEqualTo(Path.of(".pleura/alerting"));
        assertThat(config.instanceId()).isEqualTo("alerting-0");
        assertThat(config.standbyReplicas()).isEqualTo(1);
        assertThat(config.passOver()).isEmpty();
    }

    @Test
    void whatThePageSaysByDefault() {
        AlertingConfig config = config(Map.of());
        assertThat(config.showMap()).isTrue();
        assertThat(config.warning()).startsWith("Not a medical device. Not for diagnostic use.");
        assertThat(config.intendedUse()).endsWith("It never rules a pneumothorax out.");
    }

    @Test
    void escalatesByDefault() {
        AlertingConfig.EscalateAfter waits = config(Map.of()).escalateAfter();
        assertThat(waits.stat()).isEqualTo(List.of(Duration.ofMinutes(5)));
        assertThat(waits.routine()).isEqualTo(List.of(Duration.ofMinutes(30)));
        assertThat(waits.maxLevel()).isEqualTo(48);
    }

    @Test
    void keepsAndFeedsByDefault() {
        AlertingConfig config = config(Map.of());
        assertThat(config.worklist().keepClosed()).isEqualTo(Duration.ofDays(7));
        assertThat(config.worklist().maxClosed()).isEqualTo(2000);
        assertThat(config.feed().heartbeat()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.feed().staleAfter()).isEqualTo(Duration.ofSeconds(15));
        assertThat(config.feed().maxClients()).isEqualTo(200);
        assertThat(config.feed().queueCapacity()).isEqualTo(256);
        assertThat(config.frames().maxFileBytes()).isEqualTo(64L << 20);
        assertThat(config.frames().maxEdge()).isEqualTo(4096);
        assertThat(config.frames().cached()).isEqualTo(4);
        assertThat(config.frames().concurrentDecodes()).isEqualTo(2);
    }

    @Test
    void notifiesByDefault() {
        AlertingConfig config = config(Map.of());
        AlertingConfig.Notification notification = config.notification();
        assertThat(notification.changes())
                .isEqualTo(
                        Set.of(AlertChange.RAISED, AlertChange.REOPENED, AlertChange.ESCALATED, AlertChange.RETURNED));
        assertThat(notification.pageUrl()).isEqualTo(URI.create("http://127.0.0.1:8080/"));
        assertThat(notification.log()).isTrue();
        assertThat(notification.maxInFlight()).isEqualTo(32);
        assertThat(notification.maxAttempts()).isEqualTo(40);
        assertThat(notification.firstBackoff()).isEqualTo(Duration.ofSeconds(1));
        assertThat(notification.maxBackoff()).isEqualTo(Duration.ofMinutes(1));
        assertThat(notification.maxAge()).isEqualTo(Duration.ofHours(24));
        assertThat(config.webhook().url()).isEmpty();
        assertThat(config.webhook().bearerToken()).isEmpty();
        assertThat(config.webhook().signingKey()).isEmpty();
        assertThat(config.webhook().timeout()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void theEnvironmentOverrides() {
        AlertingConfig config = config(Map.of(
                "PLEURA_ALERTING_KAFKA_BOOTSTRAP_SERVERS", "kafka:9092",
                "PLEURA_ALERTING_ESCALATE_AFTER_STAT", "2m,5m,10m",
                "PLEURA_ALERTING_WEBHOOK_URL", "https://pager.example/hook",
                "PLEURA_ALERTING_NOTIFICATION_CHANGES", "ESCALATED",
                "PLEURA_ALERTING_PASS_OVER", "scores-3@17,alerts-3@4"));
        assertThat(config.kafkaBootstrapServers()).isEqualTo("kafka:9092");
        assertThat(config.escalateAfter().stat())
                .isEqualTo(List.of(Duration.ofMinutes(2), Duration.ofMinutes(5), Duration.ofMinutes(10)));
        assertThat(config.webhook().url()).isEqualTo(Optional.of(URI.create("https://pager.example/hook")));
        assertThat(config.notification().changes()).isEqualTo(Set.of(AlertChange.ESCALATED));
        assertThat(config.passOver()).contains(Set.of("scores-3@17", "alerts-3@4"));
        ConfigCheck.check(config, SHIPPED);
    }
}
