package io.pleura.standalone.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.pleura.standalone.ProjectTree;
import io.pleura.standalone.TestTool;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// What `kubectl kustomize` makes of one overlay.
record Overlay(String name, List<HasMetadata> resources) {

    private static final Map<String, Overlay> RENDERED = new ConcurrentHashMap<>();

    /// Renders each overlay once ([#renderedFolder]).
    static Overlay rendered(String name) throws IOException, InterruptedException {
        return renderedFolder("overlays/" + name);
    }

    /// What stands in a folder of `k8s/`, rendered once. Skips the calling test where there is no kubectl; fails it in
    /// CI, which installs it.
    static Overlay renderedFolder(String folder) throws IOException, InterruptedException {
        Overlay overlay = RENDERED.get(folder);
        if (overlay == null) {
            overlay = new Overlay(folder, Manifests.parse(kustomize(folder)));
            RENDERED.put(folder, overlay);
        }
        return overlay;
    }

    <T extends HasMetadata> List<T> all(Class<T> type) {
        return resources.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <T extends HasMetadata> T one(Class<T> type, String name) {
        List<T> named = all(type).stream()
                .filter(resource -> resource.getMetadata().getName().equals(name))
                .toList();
        assertThat(named).as("%s %s", type.getSimpleName(), name).hasSize(1);
        return named.getFirst();
    }

    List<StatefulSet> services() {
        return all(StatefulSet.class);
    }

    /// The one container of a service.
    static Container container(StatefulSet service) {
        List<Container> containers = service.getSpec().getTemplate().getSpec().getContainers();
        assertThat(containers).as(service.getMetadata().getName()).hasSize(1);
        return containers.getFirst();
    }

    /// The names of all environment variables that a service's container is given, one by one and by ConfigMap.
    TreeSet<String> environment(StatefulSet service) {
        Container container = container(service);
        List<String> names = new ArrayList<>();
        container.getEnv().stream().map(EnvVar::getName).forEach(names::add);
        container.getEnvFrom().stream()
                .map(source -> one(ConfigMap.class, source.getConfigMapRef().getName()))
                .forEach(map -> names.addAll(map.getData().keySet()));
        assertThat(names).as(service.getMetadata().getName()).doesNotHaveDuplicates();
        return new TreeSet<>(names);
    }

    private static String kustomize(String folder) throws IOException, InterruptedException {
        TestTool.require("kubectl", "kubectl");
        Path output = Files.createTempFile("overlay", ".yaml");
        try {
            Process kubectl = new ProcessBuilder("kubectl", "kustomize", "k8s/" + folder)
                    .directory(ProjectTree.root().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.to(output.toFile()))
                    .start();
            int status = kubectl.waitFor();
            String text = Files.readString(output);
            assertThat(status).as("kubectl kustomize said: %s", text).isZero();
            return text;
        } finally {
            Files.delete(output);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
