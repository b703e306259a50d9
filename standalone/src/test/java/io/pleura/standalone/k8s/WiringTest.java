package io.pleura.standalone.k8s;

import static io.pleura.standalone.k8s.Overlay.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.kafka.listener.GenericKafkaListener;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// What refers to something else refers to something that is there: selectors, ports, addresses.
class WiringTest {

    /// The labels that Strimzi gives its pods for the Kafka resource named `pleura`.
    private static final List<Map<String, String>> STRIMZI_PODS = List.of(
            Map.of("strimzi.io/cluster", "pleura", "strimzi.io/kind", "Kafka", "strimzi.io/name", "pleura-kafka"),
            Map.of(
                    "strimzi.io/cluster",
                    "pleura",
                    "strimzi.io/kind",
                    "Kafka",
                    "strimzi.io/name",
                    "pleura-kafka-exporter"));

    @EveryOverlay
    void everyStatefulSetSelectsItsOwnPodsAndHasItsService(Overlay overlay) {
        for (StatefulSet service : overlay.services()) {
            String name = service.getMetadata().getName();
            assertThat(podLabels(service))
                    .as(name)
                    .containsAllEntriesOf(service.getSpec().getSelector().getMatchLabels());
            assertThat(podsSelectedBy(overlay, service.getSpec().getSelector().getMatchLabels()))
                    .as(name)
                    .hasSize(1);
            overlay.one(Service.class, service.getSpec().getServiceName());
        }
    }

    @EveryOverlay
    void everyServiceAndDisruptionBudgetSelectsPodsOfOneKind(Overlay overlay) {
        Stream<Map<String, String>> selectors = Stream.concat(
                overlay.all(Service.class).stream()
                        .map(service -> service.getSpec().getSelector()),
                overlay.all(PodDisruptionBudget.class).stream()
                        .map(budget -> budget.getSpec().getSelector().getMatchLabels()));
        assertThat(selectors).hasSize(7).allSatisfy(selector -> assertThat(podsSelectedBy(overlay, selector))
                .hasSize(1));
    }

    @EveryOverlay
    void everySelectorOfPoliciesAndMonitorsMatchesAPod(Overlay overlay) {
        List<Map<String, String>> selectors = new ArrayList<>();
        overlay.all(PodMonitor.class)
                .forEach(
                        monitor -> selectors.add(monitor.getSpec().getSelector().getMatchLabels()));
        listeners(overlay).forEach(listener -> listener.getNetworkPolicyPeers()
                .forEach(peer -> selectors.add(peer.getPodSelector().getMatchLabels())));
        for (NetworkPolicy policy : overlay.all(NetworkPolicy.class)) {
            selectors.add(policy.getSpec().getPodSelector().getMatchLabels());
            peers(policy)
                    .map(NetworkPolicyPeer::getPodSelector)
                    .filter(Objects::nonNull)
                    .forEach(selector -> selectors.add(selector.getMatchLabels()));
        }
        assertThat(selectors).hasSizeGreaterThan(8).allSatisfy(selector -> assertThat(podsSelectedBy(overlay, selector))
                .isNotEmpty());
    }

    @EveryOverlay
    void everyServicePortIsAPortOfItsPods(Overlay overlay) {
        for (Service service : overlay.all(Service.class)) {
            assertThat(service.getSpec().getPorts()).isNotEmpty().allSatisfy(port -> assertThat(
                            containerPorts(overlay, service.getSpec().getSelector()))
                    .as(service.getMetadata().getName())
                    .extracting(ContainerPort::getName, ContainerPort::getContainerPort)
                    .contains(tuple(port.getTargetPort().getStrVal(), port.getPort())));
        }
    }

    @EveryOverlay
    void prometheusReadsAPortOfEveryPod(Overlay overlay) {
        PodMonitor monitor = overlay.one(PodMonitor.class, "pleura");
        for (StatefulSet service : overlay.services()) {
            assertThat(podLabels(service))
                    .containsAllEntriesOf(monitor.getSpec().getSelector().getMatchLabels());
            assertThat(monitor.getSpec().getPodMetricsEndpoints())
                    .as(service.getMetadata().getName())
                    .singleElement()
                    .satisfies(endpoint -> assertThat(container(service).getPorts())
                            .extracting(ContainerPort::getName)
                            .contains(endpoint.getPort()));
        }
    }

    @EveryOverlay
    void nobodyButPrometheusIsLetInToHealthAndMetrics(Overlay overlay) {
        List<Integer> management = overlay.services().stream()
                .flatMap(service -> container(service).getPorts().stream())
                .filter(port -> port.getName().equals("management"))
                .map(ContainerPort::getContainerPort)
                .toList();
        assertThat(management).hasSize(3);
        assertThat(overlay.all(NetworkPolicy.class))
                .filteredOn(policy -> policy.getSpec().getIngress().stream()
                        .flatMap(rule -> rule.getPorts().stream())
                        .anyMatch(port -> management.stream().anyMatch(number -> covers(port, number))))
                .extracting(policy -> policy.getMetadata().getName())
                .containsExactly("metrics-to-prometheus");
    }

    @EveryOverlay
    void policiesLetInOnlyWhatSomePodListensOn(Overlay overlay) {
        for (NetworkPolicy policy : overlay.all(NetworkPolicy.class)) {
            List<Integer> open = containerPorts(
                            overlay, policy.getSpec().getPodSelector().getMatchLabels())
                    .stream()
                    .map(ContainerPort::getContainerPort)
                    .toList();
            policy.getSpec().getIngress().forEach(rule -> assertThat(rule.getPorts())
                    .as(policy.getMetadata().getName())
                    .isNotEmpty()
                    .allSatisfy(port -> assertThat(open).anyMatch(number -> covers(port, number))));
        }
    }

    @EveryOverlay
    void everyPortOfAPodIsLetInBySomePolicy(Overlay overlay) {
        for (StatefulSet service : overlay.services()) {
            List<NetworkPolicyPort> letIn = overlay.all(NetworkPolicy.class).stream()
                    .filter(policy -> podLabels(service)
                            .entrySet()
                            .containsAll(policy.getSpec()
                                    .getPodSelector()
                                    .getMatchLabels()
                                    .entrySet()))
                    .flatMap(policy -> policy.getSpec().getIngress().stream())
                    .flatMap(rule -> rule.getPorts().stream())
                    .toList();
            assertThat(container(service).getPorts())
                    .extracting(ContainerPort::getContainerPort)
                    .allSatisfy(number -> assertThat(letIn).anyMatch(port -> covers(port, number)));
        }
    }

    @EveryOverlay
    void trafficThatIsNotNamedIsDenied(Overlay overlay) {
        NetworkPolicy incoming = overlay.one(NetworkPolicy.class, "deny-incoming");
        NetworkPolicy outgoing = overlay.one(NetworkPolicy.class, "deny-outgoing");
        assertThat(incoming.getSpec().getPodSelector().getMatchLabels()).isEmpty();
        assertThat(incoming.getSpec().getPolicyTypes()).containsExactly("Ingress");
        assertThat(incoming.getSpec().getIngress()).isEmpty();
        assertThat(podsSelectedBy(overlay, outgoing.getSpec().getPodSelector().getMatchLabels()))
                .hasSize(3);
        assertThat(outgoing.getSpec().getPolicyTypes()).containsExactly("Egress");
        assertThat(outgoing.getSpec().getEgress()).isEmpty();
    }

    @EveryOverlay
    void servicesFindKafkaAtItsListener(Overlay overlay) {
        GenericKafkaListener listener = listeners(overlay).getFirst();
        for (StatefulSet service : overlay.services()) {
            assertThat(container(service).getEnv())
                    .filteredOn(variable -> variable.getName().endsWith("_KAFKA_BOOTSTRAP_SERVERS"))
                    .as(service.getMetadata().getName())
                    .extracting(EnvVar::getValue)
                    .containsExactly("pleura-kafka-bootstrap:" + listener.getPort());
        }
        assertThat(overlay.one(NetworkPolicy.class, "names-and-kafka").getSpec().getEgress())
                .flatExtracting(rule -> rule.getPorts())
                .extracting(port -> port.getPort().getIntVal())
                .contains(listener.getPort());
    }

    @EveryOverlay
    void kafkaKeepsAcknowledgedRecordsWhenABrokerDies(Overlay overlay) {
        Kafka kafka = overlay.one(Kafka.class, "pleura");
        assertThat(overlay.one(KafkaNodePool.class, "brokers").getSpec().getReplicas())
                .isEqualTo(3);
        assertThat(kafka.getSpec().getKafka().getConfig())
                .containsEntry("default.replication.factor", 3)
                .containsEntry("min.insync.replicas", 2)
                .containsEntry("transaction.state.log.replication.factor", 3)
                .containsEntry("transaction.state.log.min.isr", 2)
                .containsEntry("offsets.topic.replication.factor", 3)
                .containsEntry("auto.create.topics.enable", false);
    }

    private static List<GenericKafkaListener> listeners(Overlay overlay) {
        return overlay.one(Kafka.class, "pleura").getSpec().getKafka().getListeners();
    }

    private static Map<String, String> podLabels(StatefulSet service) {
        return service.getSpec().getTemplate().getMetadata().getLabels();
    }

    private static List<Map<String, String>> podsSelectedBy(Overlay overlay, Map<String, String> selector) {
        return Stream.concat(overlay.services().stream().map(WiringTest::podLabels), STRIMZI_PODS.stream())
                .filter(labels -> labels.entrySet().containsAll(selector.entrySet()))
                .toList();
    }

    private static List<ContainerPort> containerPorts(Overlay overlay, Map<String, String> selector) {
        return overlay.services().stream()
                .filter(service -> podLabels(service).entrySet().containsAll(selector.entrySet()))
                .flatMap(service -> container(service).getPorts().stream())
                .toList();
    }

    private static Stream<NetworkPolicyPeer> peers(NetworkPolicy policy) {
        return Stream.concat(
                policy.getSpec().getIngress().stream().flatMap(rule -> rule.getFrom().stream()),
                policy.getSpec().getEgress().stream().flatMap(rule -> rule.getTo().stream()));
    }

    private static boolean covers(NetworkPolicyPort port, int number) {
        int first = port.getPort().getIntVal();
        int last = port.getEndPort() == null ? first : port.getEndPort();
        return first <= number && number <= last;
    }
}
