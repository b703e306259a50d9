package io.pleura.standalone.k8s;

import static io.pleura.standalone.k8s.Overlay.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The services' pods: probed, bounded, without privileges, their folders on volumes.
class WorkloadTest {

    @EveryOverlay
    void runsTheThreeServices(Overlay overlay) {
        assertThat(overlay.services())
                .extracting(service -> service.getMetadata().getName())
                .containsExactlyInAnyOrder("ingest", "inference", "alerting");
    }

    @EveryOverlay
    void everythingIsInTheNamespace(Overlay overlay) {
        assertThat(overlay.resources().stream().filter(resource -> !(resource instanceof Namespace)))
                .extracting(resource -> resource.getMetadata().getNamespace())
                .containsOnly("pleura");
    }

    @EveryOverlay
    void everyContainerIsProbedWhereNoClientCanBeInTheWay(Overlay overlay) {
        for (StatefulSet service : overlay.services()) {
            Container container = container(service);
            assertThat(Stream.of(
                                    container.getStartupProbe(),
                                    container.getLivenessProbe(),
                                    container.getReadinessProbe())
                            .map(Probe::getHttpGet))
                    .as(container.getName())
                    .extracting(get -> get.getPort().getStrVal(), get -> get.getPath())
                    .containsExactly(
                            tuple("management", "/q/health/started"),
                            tuple("management", "/q/health/live"),
                            tuple("management", "/q/health/ready"));
        }
    }

    @EveryOverlay
    void alertingMayRestoreItsStateForTenMinutesBeforeItIsRestarted(Overlay overlay) {
        Probe startup = container(overlay.one(StatefulSet.class, "alerting")).getStartupProbe();
        assertThat(startup.getPeriodSeconds() * startup.getFailureThreshold()).isGreaterThanOrEqualTo(600);
    }

    @EveryOverlay
    void everyContainerAsksForAndIsHeldToResources(Overlay overlay) {
        for (StatefulSet service : overlay.services()) {
            Container container = container(service);
            Map<String, Quantity> requests = container.getResources().getRequests();
            Map<String, Quantity> limits = container.getResources().getLimits();
            assertThat(requests).as(container.getName()).containsKeys("cpu", "memory");
            assertThat(limits).as(container.getName()).containsKey("memory");
            limits.forEach((resource, limit) -> {
                if (requests.containsKey(resource)) {
                    assertThat(requests.get(resource).getNumericalAmount())
                            .as("%s of %s", resource, container.getName())
                            .isLessThanOrEqualTo(limit.getNumericalAmount());
                }
            });
        }
    }

    @EveryOverlay
    void everyPodRunsWithoutPrivileges(Overlay overlay) {
        for (StatefulSet service : overlay.services()) {
            PodSpec pod = service.getSpec().getTemplate().getSpec();
            SecurityContext security = container(service).getSecurityContext();
            String name = service.getMetadata().getName();
            assertThat(pod.getAutomountServiceAccountToken()).as(name).isFalse();
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).as(name).isTrue();
            assertThat(pod.getSecurityContext().getSeccompProfile().getType())
                    .as(name)
                    .isEqualTo("RuntimeDefault");
            assertThat(security.getReadOnlyRootFilesystem()).as(name).isTrue();
            assertThat(security.getAllowPrivilegeEscalation()).as(name).isFalse();
            assertThat(security.getCapabilities().getDrop()).as(name).containsExactly("ALL");
            assertThat(security.getCapabilities().getAdd()).as(name).isEmpty();
        }
    }

    @EveryOverlay
    void everyImageHasAFixedVersion(Overlay overlay) {
        assertThat(overlay.services())
                .extracting(service -> container(service).getImage())
                .allSatisfy(image -> assertThat(image).matches("pleura/[a-z]+:[0-9]+\\.[0-9]+\\.[0-9]+(-gpu)?"));
    }

    @EveryOverlay
    void everyMountHasItsVolumeAndEveryClaimExists(Overlay overlay) {
        for (StatefulSet service : overlay.services()) {
            PodSpec pod = service.getSpec().getTemplate().getSpec();
            TreeSet<String> volumes = new TreeSet<>();
            pod.getVolumes().stream().map(Volume::getName).forEach(volumes::add);
            service.getSpec()
                    .getVolumeClaimTemplates()
                    .forEach(claim -> volumes.add(claim.getMetadata().getName()));
            assertThat(container(service).getVolumeMounts())
                    .as(service.getMetadata().getName())
                    .extracting(VolumeMount::getName)
                    .containsExactlyInAnyOrderElementsOf(volumes);
            pod.getVolumes().stream()
                    .filter(volume -> volume.getPersistentVolumeClaim() != null)
                    .forEach(volume -> overlay.one(
                            PersistentVolumeClaim.class,
                            volume.getPersistentVolumeClaim().getClaimName()));
        }
    }

    @EveryOverlay
    void onlyIngestMayWriteBlobs(Overlay overlay) {
        for (StatefulSet service : overlay.services()) {
            VolumeMount blobs = container(service).getVolumeMounts().stream()
                    .filter(mount -> mount.getName().equals("blobs"))
                    .findAny()
                    .orElseThrow();
            boolean ingest = service.getMetadata().getName().equals("ingest");
            assertThat(Boolean.TRUE.equals(blobs.getReadOnly()))
                    .as(service.getMetadata().getName())
                    .isEqualTo(!ingest);
        }
    }

    @EveryOverlay
    void everyFolderIsOnAVolumeOrInTheImage(Overlay overlay) {
        for (StatefulSet service : overlay.services()) {
            Container container = container(service);
            List<String> mounts = container.getVolumeMounts().stream()
                    .map(VolumeMount::getMountPath)
                    .toList();
            assertThat(container.getEnv().stream()
                            .filter(variable -> variable.getName().endsWith("_FOLDER"))
                            .map(EnvVar::getValue)
                            .filter(folder -> !folder.startsWith("/opt/pleura/")))
                    .as(container.getName())
                    .isNotEmpty()
                    .isSubsetOf(mounts);
        }
    }

    @EveryOverlay
    void secretsAreReferredToAndNeverWritten(Overlay overlay) {
        assertThat(overlay.resources()).extracting(HasMetadata::getKind).doesNotContain("Secret");
        for (StatefulSet service : overlay.services()) {
            assertThat(container(service).getEnv())
                    .filteredOn(variable -> variable.getName().matches(".*(PASSWORD|SECRET|TOKEN|CREDENTIAL).*"))
                    .allSatisfy(variable -> assertThat(variable.getValueFrom().getSecretKeyRef())
                            .as(variable.getName())
                            .isNotNull());
        }
    }
}
