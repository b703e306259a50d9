package io.pleura.standalone.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Service;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The checker itself: it must see what it is there to see.
class ManifestsTest {

    @Test
    void readsOneObjectPerDocument() throws Exception {
        assertThat(Manifests.parse("""
                apiVersion: v1
                kind: Service
                metadata: {name: one}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: two}
                """))
                .hasOnlyElementsOfType(Service.class)
                .extracting(resource -> resource.getMetadata().getName())
                .containsExactly("one", "two");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            v1                       | Service       | ports      | {spec: {port: []}}
            apps/v1                  | StatefulSet   | in a probe | {spec: {template: {spec: {containers: [{livenessProbe: {path: /live}}]}}}}
            networking.k8s.io/v1     | NetworkPolicy | in a rule  | {spec: {ingress: [{fromm: []}]}}
            kafka.strimzi.io/v1      | KafkaTopic    | in spec    | {spec: {partition: 24}}
            kafka.strimzi.io/v1      | KafkaNodePool | in storage | {spec: {storage: {type: jbod, volume: []}}}
            monitoring.coreos.com/v1 | PodMonitor    | in spec    | {spec: {podMetricsEndpoint: []}}
            """)
    void refusesUnknownFields(String version, String kind, String place, String rest) {
        String yaml = "{apiVersion: %s, kind: %s, metadata: {name: x}, %s".formatted(version, kind, rest.substring(1));
        assertThatThrownBy(() -> Manifests.parse(yaml)).as(place).hasMessageContaining("Unrecognized field");
    }

    @Test
    void refusesUnknownKinds() {
        assertThatThrownBy(() -> Manifests.parse("{apiVersion: v1, kind: Srvice}"))
                .isInstanceOf(IOException.class)
                .hasMessage("no type is known here for v1/Srvice");
    }
}
