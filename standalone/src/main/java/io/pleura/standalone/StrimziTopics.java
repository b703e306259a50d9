package io.pleura.standalone;

import io.pleura.schemas.Topic;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Strimzi's KafkaTopic resources for a list of topics, as YAML: the source of `k8s/base/topics.yaml`.
///
/// The catalogue says what a topic is; how many copies of it a cluster keeps is said here, because one machine has
/// one broker and the cluster three.
public final class StrimziTopics {

    /// Three copies, of which two must have a record before it counts as acknowledged: one broker may be away, for
    /// an upgrade say, and nothing acknowledged is lost when another one dies.
    static final int REPLICAS = 3;

    static final int MIN_IN_SYNC_REPLICAS = 2;

    /// The name of the Kafka resource in `k8s/base/kafka.yaml`.
    static final String CLUSTER = "pleura";

    private static final String HEADER = """
            # Generated from the topic catalogue (io.pleura.schemas.Topic). Change it there, then write this file anew:
            #   ./pleura topics --strimzi > k8s/base/topics.yaml
            """;

    private StrimziTopics() {}

    /// One YAML document per topic, in the order given.
    public static String yaml(List<Topic<?>> topics) {
        return topics.stream().map(StrimziTopics::document).collect(Collectors.joining("", HEADER, ""));
    }

    private static String document(Topic<?> topic) {
        String config = settings(topic).entrySet().stream()
                .map(setting -> "    %s: %s\n".formatted(setting.getKey(), setting.getValue()))
                .collect(Collectors.joining());
        return """
                ---
                apiVersion: kafka.strimzi.io/v1
                kind: KafkaTopic
                metadata:
                  name: %1$s
                  labels:
                    strimzi.io/cluster: %2$s
                spec:
                  topicName: %1$s
                  partitions: %3$d
                  replicas: %4$d
                  config:
                """.formatted(topic.name(), CLUSTER, topic.partitions(), REPLICAS) + config;
    }

    /// Sorted, so that the file changes only when a setting does.
    private static Map<String, String> settings(Topic<?> topic) {
        Map<String, String> settings = new TreeMap<>(topic.config());
        settings.put("min.insync.replicas", Integer.toString(MIN_IN_SYNC_REPLICAS));
        return settings;
    }

    /// Prints the catalogue's resources to standard output.
    public static void main(String[] arguments) {
        System.out.print(yaml(Topic.CATALOGUE));
    }
}
