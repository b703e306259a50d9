package io.pleura.standalone.k8s;

import static io.pleura.standalone.k8s.Overlay.container;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Every setting that an overlay makes is one that its service reads; a misspelt one would be ignored in silence.
class EnvironmentTest {

    /// What Quarkus and the Java launcher read, beside the services' own settings.
    private static final Set<String> PLATFORM =
            Set.of("QUARKUS_HTTP_HOST", "QUARKUS_MANAGEMENT_HOST", "JDK_JAVA_OPTIONS");

    @EveryOverlay
    void everyVariableIsOneThatTheServiceReads(Overlay overlay) throws Exception {
        for (StatefulSet service : overlay.services()) {
            String name = service.getMetadata().getName();
            TreeSet<String> read = ServiceSettings.of(name).environment();
            read.addAll(PLATFORM);
            assertThat(read).as(name).containsAll(overlay.environment(service));
        }
    }

    @EveryOverlay
    void everyRequiredSettingIsMade(Overlay overlay) throws Exception {
        for (StatefulSet service : overlay.services()) {
            String name = service.getMetadata().getName();
            assertThat(overlay.environment(service))
                    .as(name)
                    .containsAll(ServiceSettings.of(name).required());
        }
    }

    @EveryOverlay
    void portsAreTheServicesDefaults(Overlay overlay) throws Exception {
        for (StatefulSet service : overlay.services()) {
            String name = service.getMetadata().getName();
            ServiceSettings settings = ServiceSettings.of(name);
            for (ContainerPort port : container(service).getPorts()) {
                String setting =
                        switch (port.getName()) {
                            case "http", "management" -> "quarkus." + port.getName() + ".port";
                            default -> "pleura.ingest." + port.getName() + "-port";
                        };
                assertThat(port.getContainerPort())
                        .as("%s of %s", setting, name)
                        .isEqualTo(settings.defaultNumber(setting));
            }
        }
    }

    /// One test asks a service; for the others their setting is enough.
    @Test
    void noServiceLetsPagesOfOtherSitesReadHealthAndMetrics() throws Exception {
        for (String service : List.of("ingest", "inference", "alerting")) {
            assertThat(ServiceSettings.of(service).file())
                    .containsEntry(
                            "quarkus.management.header.\"Access-Control-Allow-Origin\".value",
                            "https://nobody.invalid");
        }
    }

    @EveryOverlay
    void everyPodGoesByItsOwnNameInKafka(Overlay overlay) throws Exception {
        for (StatefulSet service : overlay.services()) {
            assertThat(container(service).getEnv())
                    .filteredOn(variable -> variable.getName().matches("PLEURA_[A-Z]+_(INSTANCE|WORKER)_ID"))
                    .as(service.getMetadata().getName())
                    .singleElement()
                    .satisfies(variable -> assertThat(
                                    variable.getValueFrom().getFieldRef().getFieldPath())
                            .isEqualTo("metadata.name"));
        }
    }
}
