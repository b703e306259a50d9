package io.pleura.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.schemas.Topic;
import io.pleura.standalone.Await;
import io.pleura.standalone.Broker;
import io.pleura.standalone.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TopicsTest {

    private static final int AT_ONCE = 4;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Broker broker;

    @SuppressWarnings("NullAway.Init")
    private Admin admin;

    @BeforeEach
    void start() throws Exception {
        Ports ports = Ports.free();
        broker = TestBroker.start(folder, ports);
        admin = Admin.create(Map.of("bootstrap.servers", ports.kafkaBootstrap()));
    }

    @AfterEach
    void stop() {
        admin.close();
        broker.close();
    }

    @Test
    void severalMayCreateThemAtOnce() throws Exception {
        Callable<Void> apply = () -> {
            Topics.apply(admin, Topic.CATALOGUE);
            return null;
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (Future<Void> applied : threads.invokeAll(Collections.nCopies(AT_ONCE, apply))) {
                applied.get();
            }
        }
        assertThat(admin.listTopics().names().get(30, TimeUnit.SECONDS))
                .containsAll(Topic.CATALOGUE.stream().map(Topic::name).toList());
    }

    @Test
    void bringsSettingsUpToDate() throws Exception {
        NewTopic old = new NewTopic(Topic.SCORES.name(), Optional.of(Topic.PARTITIONS), Optional.empty());
        admin.createTopics(List.of(old.configs(Map.of("retention.ms", "1000"))))
                .all()
                .get(30, TimeUnit.SECONDS);

        Topics.apply(admin, List.of(Topic.SCORES));

        Await.until("the broker has the new setting", Duration.ofSeconds(60), () -> retentionOfScores()
                .equals(Topic.SCORES.config().get("retention.ms")));
    }

    /// As the broker has heard from its controller, which takes a moment.
    private String retentionOfScores() throws Exception {
        ConfigResource scores = new ConfigResource(ConfigResource.Type.TOPIC, Topic.SCORES.name());
        var settings = admin.describeConfigs(List.of(scores)).all().get(30, TimeUnit.SECONDS);
        return Objects.requireNonNull(settings.get(scores)).get("retention.ms").value();
    }

    @Test
    void refusesATopicWithOtherPartitions() throws Exception {
        NewTopic other = new NewTopic(Topic.SCORES.name(), Optional.of(Topic.PARTITIONS + 1), Optional.empty());
        admin.createTopics(List.of(other)).all().get(30, TimeUnit.SECONDS);

        assertThatThrownBy(() -> Topics.apply(admin, Topic.CATALOGUE))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("scores has " + (Topic.PARTITIONS + 1) + " partitions");
    }
}
