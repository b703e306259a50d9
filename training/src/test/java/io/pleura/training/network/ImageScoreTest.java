package io.pleura.training.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageScoreTest {

    private static final long SEED = 5;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64})
    void isAtOrAboveATresholdExactlyWhenThatManyNodesAre(int minimumNodes) {
        Random random = new Random(SEED);
        for (int trial = 0; trial < 200; trial++) {
            float[] logits = randomLogits(random, 64);
            float score = ImageScore.of(logits, minimumNodes);
            for (float threshold : new float[] {-1, 0, 0.5f, logits[random.nextInt(64)]}) {
                int above = 0;
                for (float logit : logits) {
                    above += logit >= threshold ? 1 : 0;
                }
                assertThat(score >= threshold).isEqualTo(above >= minimumNodes);
            }
        }
    }

    @Test
    void isTheSameInTheLoss() {
        float[] logits = randomLogits(new Random(SEED), 2 * 64);
        NodeLoss loss = new NodeLoss(3, 0.3, 0.2, 0, 4);
        try (PointerScope scope = new PointerScope()) {
            Tensor everywhere = torch.ones(2, 1, 8, 8).to(torch.ScalarType.Bool);
            float[] scores = Tensors.floats(loss.score(Tensor.create(logits, 2, 1, 8, 8), everywhere));
            assertThat(scores)
                    .containsExactly(
                            ImageScore.of(java.util.Arrays.copyOfRange(logits, 0, 64), 4),
                            ImageScore.of(java.util.Arrays.copyOfRange(logits, 64, 128), 4));
        }
    }

    @ParameterizedTest
    @CsvSource({"0.0025, 32, 32, 3", "0.0025, 8, 8, 1", "0.01, 64, 64, 41"})
    void needsTheNodesOfTheMinimumArea(double area, int rows, int columns, int nodes) {
        assertThat(ImageScore.minimumNodes(area, rows, columns)).isEqualTo(nodes);
    }

    private static float[] randomLogits(Random random, int count) {
        float[] logits = new float[count];
        for (int i = 0; i < count; i++) {
            logits[i] = (float) random.nextGaussian();
        }
        return logits;
    }
}
