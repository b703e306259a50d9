package io.pleura.inference;

import io.pleura.inference.lanes.Lane;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// Asks Kafka whether it is there. A consumer whose brokers are away just sees no records, so the loop cannot tell.
///
/// One thread calls [#ask] now and then; any thread reads [#problem].
final class KafkaProbe implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final String servers;
    private final Admin admin;
    private volatile Optional<String> problem = Optional.of("Kafka has not answered yet");

    KafkaProbe(Map<String, String> common, String workerId) {
        Map<String, Object> settings = new HashMap<>(common);
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, workerId + "-probe");
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(TIMEOUT.toMillis()));
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(TIMEOUT.toMillis()));
        servers = common.getOrDefault(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "");
        admin = Admin.create(settings);
    }

    void ask() throws InterruptedException {
        try {
            admin.describeTopics(Arrays.stream(Lane.values()).map(Lane::topic).toList())
                    .allTopicNames()
                    .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            problem = Optional.empty();
        } catch (ExecutionException e) {
            boolean noTopic = e.getCause() instanceof UnknownTopicOrPartitionException;
            problem = Optional.of(noTopic ? "the radiograph topics do not exist in Kafka at " + servers : away(e));
        } catch (TimeoutException e) {
            problem = Optional.of(away(e));
        }
    }

    /// In words, empty when Kafka answered last time.
    Optional<String> problem() {
        return problem;
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }

    private String away(Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return "Kafka at " + servers + " does not answer: " + cause.getClass().getSimpleName();
    }
}
