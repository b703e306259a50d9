package io.pleura.standalone.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.pleura.schemas.Topic;
import io.pleura.standalone.ProjectTree;
import io.pleura.standalone.StrimziTopics;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.topic.KafkaTopicSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The cluster's topics are those of the catalogue.
class TopicResourcesTest {

    @Test
    void committedFileIsWhatTheCatalogueGives() throws IOException {
        assertThat(Files.readString(ProjectTree.root().resolve("k8s/base/topics.yaml")))
                .as("k8s/base/topics.yaml; write it anew with ./pleura topics --strimzi > k8s/base/topics.yaml")
                .isEqualTo(StrimziTopics.yaml(Topic.CATALOGUE));
    }

    @Test
    void everyTopicHasThreeCopiesAndTheCataloguesSettings() throws IOException {
        List<HasMetadata> resources = Manifests.parse(StrimziTopics.yaml(Topic.CATALOGUE));
        assertThat(resources).hasSameSizeAs(Topic.CATALOGUE).hasOnlyElementsOfType(KafkaTopic.class);
        for (int i = 0; i < resources.size(); i++) {
            Topic<?> topic = Topic.CATALOGUE.get(i);
            KafkaTopicSpec spec = ((KafkaTopic) resources.get(i)).getSpec();
            Map<String, String> expected = new TreeMap<>(topic.config());
            expected.put("min.insync.replicas", "2");
            assertThat(spec.getTopicName()).isEqualTo(topic.name());
            assertThat(spec.getPartitions()).isEqualTo(topic.partitions());
            assertThat(spec.getReplicas()).isEqualTo(3);
            assertThat(text(spec.getConfig())).isEqualTo(expected);
        }
    }

    private static Map<String, String> text(Map<String, Object> config) {
        Map<String, String> text = new TreeMap<>();
        config.forEach((name, value) -> text.put(name, value.toString()));
        return text;
    }
}
