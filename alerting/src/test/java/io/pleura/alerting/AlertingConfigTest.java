package io.pleura.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.alerting.triage.AlertChange;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The settings as a contract: each default, and the names in the environment.
public class AlertingConfigTest {

    /// The settings that an environment gives, everything else by default.
    public static AlertingConfig config(Map<String, String> environment) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withSources(new EnvConfigSource(environment, 300))
                .withMapping(AlertingConfig.class)
                .build()
                .getConfigMapping(AlertingConfig.class);
    }

    @Test
    void placesByDefault() {
        AlertingConfig config = config(Map.of());
        assertThat(config.kafkaBootstrapServers()).isEqualTo("127.0.0.1:19092");
        assertThat(config.blobFolder()).isEqualTo(Path.of(".pleura/blobs"));
        assertThat(config.stateFolder()).isEqualTo(Path.of(".pleura/alerting"));
        assertThat(config.instanceId()).isEqualTo("alerting-0");
        assertThat(config.standbyReplicas()).isEqualTo(1);
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
                .isEqualTo(Set.of(AlertChange.RAISED, AlertChange.REOPENED, AlertChange.ESCALATED));
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
                "PLEURA_ALERTING_NOTIFICATION_CHANGES", "ESCALATED"));
        assertThat(config.kafkaBootstrapServers()).isEqualTo("kafka:9092");
        assertThat(config.escalateAfter().stat())
                .isEqualTo(List.of(Duration.ofMinutes(2), Duration.ofMinutes(5), Duration.ofMinutes(10)));
        assertThat(config.webhook().url()).isEqualTo(Optional.of(URI.create("https://pager.example/hook")));
        assertThat(config.notification().changes()).isEqualTo(Set.of(AlertChange.ESCALATED));
    }
}
