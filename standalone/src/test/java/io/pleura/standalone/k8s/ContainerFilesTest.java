package io.pleura.standalone.k8s;

import static io.pleura.standalone.k8s.Overlay.container;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.pleura.standalone.ProjectTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The images that the overlays run are built by a file here, for the same user and ports.
class ContainerFilesTest {

    @ParameterizedTest
    @CsvSource({
        "cpu, ingest, ingest",
        "cpu, inference, inference",
        "gpu, inference, inference-gpu",
        "cpu, alerting, alerting"
    })
    void imageIsPinnedAndRunsAsTheUserOnThePortsOfItsPod(String overlay, String service, String file) throws Exception {
        StatefulSet pod = Overlay.rendered(overlay).one(StatefulSet.class, service);
        List<String> lines = lines(file);
        assertThat(arguments(lines, "FROM")).isNotEmpty().allSatisfy(image -> assertThat(image)
                .matches("[^ ]+/[^ ]+:[0-9][^ ]*( AS [a-z]+)?"));
        assertThat(arguments(lines, "USER"))
                .containsExactly("%1$d:%1$d"
                        .formatted(pod.getSpec()
                                .getTemplate()
                                .getSpec()
                                .getSecurityContext()
                                .getRunAsUser()));
        assertThat(arguments(lines, "EXPOSE").stream()
                        .flatMap(ports -> Stream.of(ports.split(" ")))
                        .map(Integer::valueOf))
                .containsExactlyElementsOf(container(pod).getPorts().stream()
                        .map(ContainerPort::getContainerPort)
                        .toList());
        assertThat(String.join("\n", lines))
                .contains("-t %s %s".formatted(container(pod).getImage(), service))
                .contains("--enable-native-access=ALL-UNNAMED");
    }

    @ParameterizedTest
    @CsvSource({"cpu, inference", "gpu, inference-gpu"})
    void workersWriteCrashReportsWhereTheirSuccessorsLook(String overlay, String file) throws Exception {
        String work = container(Overlay.rendered(overlay).one(StatefulSet.class, "inference")).getEnv().stream()
                .filter(variable -> variable.getName().equals("PLEURA_INFERENCE_WORK_FOLDER"))
                .map(EnvVar::getValue)
                .findAny()
                .orElseThrow();
        assertThat(String.join("\n", lines(file)))
                .contains("-XX:+CrashOnOutOfMemoryError", "-XX:ErrorFile=" + work + "/hs_err.log");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest", "inference", "inference-gpu", "alerting"})
    void whatAKilledProcessLeftIsRemovedBeforeTheNextOneStarts(String file, @TempDir Path temporary) throws Exception {
        Files.createFile(
                Files.createDirectory(temporary.resolve("onnxruntime-java1")).resolve("libonnxruntime.so"));
        List<String> command = new ArrayList<>(entryPoint(file));
        int java = command.indexOf("java");
        assertThat(command.subList(0, java)).startsWith("/bin/sh", "-c");
        command.set(2, command.get(2).replace("/tmp", temporary.toString()));
        command.set(java, "echo");

        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();

        assertThat(process.inputReader().lines())
                .containsExactly(String.join(" ", command.subList(java + 1, command.size())));
        assertThat(temporary).isEmptyDirectory();
    }

    /// In its JSON form.
    private static List<String> entryPoint(String name) throws IOException {
        String whole = String.join("\n", lines(name)).replace("\\\n", "");
        String json = arguments(whole.lines().toList(), "ENTRYPOINT").getFirst();
        return new ObjectMapper().readerForListOf(String.class).readValue(json);
    }

    private static List<String> lines(String name) throws IOException {
        Path file = ProjectTree.root().resolve("k8s/containers/" + name + ".Containerfile");
        return Files.readAllLines(file);
    }

    private static List<String> arguments(List<String> lines, String instruction) {
        return lines.stream()
                .filter(line -> line.startsWith(instruction + " "))
                .map(line -> line.substring(instruction.length() + 1))
                .toList();
    }
}
