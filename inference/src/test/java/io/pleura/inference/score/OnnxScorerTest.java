package io.pleura.inference.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.inference.TinyModel;
import io.pleura.schemas.ContentHash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxScorerTest {

    private static final long SEED = 20261123;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void computesTheMapOfEachInput() throws Exception {
        TinyModel.write(folder, 3);
        try (OnnxScorer scorer = OnnxScorer.open(ModelFolder.load(folder, Precision.FP32), cpu(2))) {
            List<float[]> maps = scorer.logits(List.of(filled(1), filled(-2)));

            assertThat(maps.get(0)).containsOnly(3f).hasSize(64);
            assertThat(maps.get(1)).containsOnly(-6f);
        }
    }

    @Test
    void givesTheSameBitsWhateverElseIsInTheBatch() throws Exception {
        TinyModel.write(folder, 3);
        Random random = new Random(SEED);
        float[] image = random(random);
        try (OnnxScorer scorer = OnnxScorer.open(ModelFolder.load(folder, Precision.FP32), cpu(4))) {
            float[] alone = scorer.logits(List.of(image)).getFirst();
            float[] last = scorer.logits(List.of(random(random), random(random), random(random), image))
                    .getLast();

            assertThat(last).as("seed %d", SEED).isEqualTo(alone);
        }
    }

    @Test
    void identifiesModelAndRuntime() throws Exception {
        String sha256 = TinyModel.write(folder, 3);
        try (OnnxScorer scorer = OnnxScorer.open(ModelFolder.load(folder, Precision.FP32), cpu(1))) {
            assertThat(scorer.identity())
                    .isEqualTo(new ModelIdentity(
                            "TinyModel",
                            "1",
                            sha256,
                            scorer.identity().onnxRuntimeVersion(),
                            ExecutionProvider.CPU,
                            OptimisationLevel.ALL));
            assertThat(scorer.identity().onnxRuntimeVersion()).matches("1\\.\\d+\\.\\d+");
        }
    }

    @Test
    void refusesAGraphOfAnotherShapeThanDescribed() throws Exception {
        byte[] onnx = TinyModel.onnx(3, 64);
        Files.write(folder.resolve("model.onnx"), onnx);
        Files.writeString(
                folder.resolve("model.json"),
                TinyModel.json(ContentHash.of(onnx).value()));

        assertThatThrownBy(() -> OnnxScorer.open(ModelFolder.load(folder, Precision.FP32), cpu(1)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("input has shape [-1, 1, 64, 64], not [-1, 1, 32, 32]");
    }

    @Test
    void refusesBytesThatAreNoModel() throws Exception {
        byte[] bytes = {1, 2, 3};
        Files.write(folder.resolve("model.onnx"), bytes);
        Files.writeString(
                folder.resolve("model.json"),
                TinyModel.json(ContentHash.of(bytes).value()));

        assertThatThrownBy(() -> OnnxScorer.open(ModelFolder.load(folder, Precision.FP32), cpu(1)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("ONNX Runtime cannot open");
    }

    @Test
    void doesNotFallBackToCpuWhenCudaIsAskedFor() throws Exception {
        TinyModel.write(folder, 3);
        RuntimeSettings cuda = new RuntimeSettings(ExecutionProvider.CUDA, 0, 1, OptimisationLevel.ALL, 1);

        assertThatThrownBy(() -> OnnxScorer.open(ModelFolder.load(folder, Precision.FP32), cuda))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("CUDA");
    }

    static RuntimeSettings cpu(int batchSize) {
        return new RuntimeSettings(ExecutionProvider.CPU, 0, 1, OptimisationLevel.ALL, batchSize);
    }

    private static float[] filled(float value) {
        float[] input = new float[TinyModel.INPUT_SIZE * TinyModel.INPUT_SIZE];
        Arrays.fill(input, value);
        return input;
    }

    private static float[] random(Random random) {
        float[] input = filled(0);
        for (int i = 0; i < input.length; i++) {
            input[i] = (float) random.nextGaussian();
        }
        return input;
    }
}
