package io.pleura.standalone.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.pleura.standalone.ProjectTree;
import io.strimzi.api.kafka.model.kafka.Kafka;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The pod in which the books are closed on a cluster: what an overlay has lets it reach Kafka and ingest's disk.
class AuditPodTest {

    @SuppressWarnings("NullAway.Init")
    private static Overlay overlay;

    @SuppressWarnings("NullAway.Init")
    private static Pod pod;

    @SuppressWarnings("NullAway.Init")
    private static StatefulSet ingest;

    @BeforeAll
    static void render() throws Exception {
        overlay = Overlay.rendered("cpu");
        ingest = overlay.one(StatefulSet.class, "ingest");
        pod = Overlay.renderedFolder("audit").one(Pod.class, "audit");
    }

    @Test
    void isLetInByKafkaAndLetOutToIt() {
        Map<String, String> labels = pod.getMetadata().getLabels();
        assertThat(overlay.one(Kafka.class, "pleura").getSpec().getKafka().getListeners())
                .flatExtracting(listener -> listener.getNetworkPolicyPeers())
                .isNotEmpty()
                .allSatisfy(peer -> assertThat(labels)
                        .containsAllEntriesOf(peer.getPodSelector().getMatchLabels()));
        assertThat(labels)
                .containsAllEntriesOf(overlay.one(NetworkPolicy.class, "names-and-kafka")
                        .getSpec()
                        .getPodSelector()
                        .getMatchLabels());
    }

    @Test
    void isNoPodOfAService() {
        Stream<Map<String, String>> selectors = Stream.concat(
                overlay.all(Service.class).stream()
                        .map(service -> service.getSpec().getSelector()),
                overlay.services().stream()
                        .map(service -> service.getSpec().getSelector().getMatchLabels()));
        assertThat(selectors)
                .isNotEmpty()
                .noneMatch(selector -> pod.getMetadata().getLabels().entrySet().containsAll(selector.entrySet()));
    }

    @Test
    void everyVolumeIsThereAndMountedForReading() {
        Set<String> claims = new HashSet<>();
        overlay.all(PersistentVolumeClaim.class)
                .forEach(claim -> claims.add(claim.getMetadata().getName()));
        // One work folder for each instance of ingest: of one more, the pod would have to know.
        assertThat(ingest.getSpec().getReplicas()).isEqualTo(1);
        ingest.getSpec()
                .getVolumeClaimTemplates()
                .forEach(claim -> claims.add(claim.getMetadata().getName() + "-ingest-0"));
        List<Volume> volumes = pod.getSpec().getVolumes();
        assertThat(volumes.stream()
                        .filter(volume -> volume.getPersistentVolumeClaim() != null)
                        .map(volume -> volume.getPersistentVolumeClaim().getClaimName()))
                .containsExactlyInAnyOrder("blobs", "work-ingest-0")
                .isSubsetOf(claims);
        assertThat(container().getVolumeMounts())
                .hasSameSizeAs(volumes)
                .allSatisfy(mount -> assertThat(Boolean.TRUE.equals(mount.getReadOnly()))
                        .as(mount.getName())
                        .isEqualTo(!mount.getName().equals("temporary")))
                .extracting(VolumeMount::getName, VolumeMount::getMountPath)
                .containsExactlyElementsOf(Overlay.container(ingest).getVolumeMounts().stream()
                        .map(mount -> tuple(mount.getName(), mount.getMountPath()))
                        .toList());
    }

    @Test
    void runsWhereIngestsDiskIsAndWithNoMoreRightsThanIngest() {
        PodSpec spec = pod.getSpec();
        assertThat(spec.getAffinity().getPodAffinity().getRequiredDuringSchedulingIgnoredDuringExecution())
                .singleElement()
                .satisfies(term -> {
                    assertThat(term.getTopologyKey()).isEqualTo("kubernetes.io/hostname");
                    assertThat(term.getLabelSelector().getMatchLabels())
                            .isEqualTo(ingest.getSpec().getSelector().getMatchLabels());
                });
        PodSpec other = ingest.getSpec().getTemplate().getSpec();
        assertThat(pod.getMetadata().getNamespace())
                .isEqualTo(ingest.getMetadata().getNamespace());
        assertThat(spec.getSecurityContext()).isEqualTo(other.getSecurityContext());
        assertThat(container().getSecurityContext())
                .isEqualTo(Overlay.container(ingest).getSecurityContext());
        assertThat(spec.getAutomountServiceAccountToken()).isFalse();
        assertThat(container().getResources().getLimits()).containsKey("memory");
    }

    @Test
    void endsByItself() {
        assertThat(pod.getSpec().getActiveDeadlineSeconds()).isPositive();
        assertThat(pod.getSpec().getRestartPolicy()).isEqualTo("Never");
    }

    @Test
    void theImageIsBuiltByItsFileForTheSameUser() throws Exception {
        String file = Files.readString(ProjectTree.root().resolve("k8s/containers/audit.Containerfile"));
        assertThat(container().getImage()).matches("pleura/audit:[0-9]+\\.[0-9]+\\.[0-9]+");
        assertThat(file)
                .contains("-t " + container().getImage() + " standalone")
                .containsPattern("\nFROM docker.io/library/eclipse-temurin:25-jre-[a-z]+\n")
                .contains("\nUSER %1$d:%1$d\n"
                        .formatted(pod.getSpec().getSecurityContext().getRunAsUser()))
                .contains("/usr/local/bin/pleura", "io.pleura.standalone.PleuraCommand \"$@\"");
    }

    @Test
    void theLinesToTypeNameItsFoldersAndKafkasAddress() throws Exception {
        String readme = Files.readString(ProjectTree.root().resolve("k8s/README.md"));
        List<String> lines = readme.lines()
                .filter(line -> line.contains("exec -it " + pod.getMetadata().getName() + " -- pleura "))
                .toList();
        String kafka = Overlay.container(ingest).getEnv().stream()
                .filter(variable -> variable.getName().equals("PLEURA_INGEST_KAFKA_BOOTSTRAP_SERVERS"))
                .findAny()
                .orElseThrow()
                .getValue();
        assertThat(lines)
                .hasSize(3)
                .allMatch(line -> line.contains("-n pleura ") && line.contains("--bootstrap " + kafka));
        assertThat(lines)
                .filteredOn(line -> line.contains("--work"))
                .hasSize(2)
                .allMatch(line -> line.contains("--work " + mountPath("work")));
        assertThat(lines)
                .filteredOn(line -> line.contains("--blobs"))
                .hasSize(1)
                .allMatch(line -> line.contains("--blobs " + mountPath("blobs") + " "));
    }

    private static String mountPath(String volume) {
        return container().getVolumeMounts().stream()
                .filter(mount -> mount.getName().equals(volume))
                .findAny()
                .orElseThrow()
                .getMountPath();
    }

    private static Container container() {
        assertThat(pod.getSpec().getContainers()).hasSize(1);
        return pod.getSpec().getContainers().getFirst();
    }
}
