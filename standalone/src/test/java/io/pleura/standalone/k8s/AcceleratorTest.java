package io.pleura.standalone.k8s;

import static io.pleura.standalone.k8s.Overlay.container;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// In what the two overlays differ.
class AcceleratorTest {

    private static final String GPU = "nvidia.com/gpu";

    @Test
    void gpuWorkersGetOneGpuEachAndTheImageThatCanUseIt() throws Exception {
        PodSpec pod = inference("gpu").getSpec().getTemplate().getSpec();
        Container container = container(inference("gpu"));
        assertThat(container.getResources().getLimits()).containsEntry(GPU, new Quantity("1"));
        assertThat(container.getImage()).endsWith("-gpu");
        assertThat(provider(container)).isEqualTo("CUDA");
        assertThat(pod.getNodeSelector()).containsEntry("nvidia.com/gpu.present", "true");
        assertThat(pod.getTolerations())
                .extracting(toleration -> toleration.getKey())
                .containsExactly(GPU);
    }

    @Test
    void cpuWorkersGetWholeCoresAndNoGpu() throws Exception {
        Container container = container(inference("cpu"));
        assertThat(container.getResources().getLimits()).doesNotContainKey(GPU);
        assertThat(container.getResources().getLimits().get("cpu"))
                .isEqualTo(container.getResources().getRequests().get("cpu"));
        assertThat(container.getImage()).doesNotContain("gpu");
        assertThat(provider(container)).isEqualTo("CPU");
    }

    private static StatefulSet inference(String overlay) throws IOException, InterruptedException {
        return Overlay.rendered(overlay).one(StatefulSet.class, "inference");
    }

    private static String provider(Container container) {
        return container.getEnv().stream()
                .filter(variable -> variable.getName().equals("PLEURA_INFERENCE_EXECUTION_PROVIDER"))
                .map(EnvVar::getValue)
                .findAny()
                .orElseThrow();
    }
}
