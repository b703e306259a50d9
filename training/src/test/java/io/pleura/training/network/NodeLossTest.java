package io.pleura.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeLossTest {

    private static final NodeLoss LOSS = new NodeLoss(3, 0.3, 0.2, 0, 2);
    private static final int NODES = 2 * 16;
    private static final double STEP = 1e-5;

    private final Random random = new Random(11);
    private final double[] targets = random.doubles(NODES).map(Math::rint).toArray();
    private final double[] weights =
            random.doubles(NODES).map(x -> x < 0.8 ? 1 : 0).toArray();
    private final double[] everywhere =
            IntStream.range(0, NODES).mapToDouble(node -> 1).toArray();

    /// Nodes 3 to 8 of the first image, none of the second.
    private final double[] box = IntStream.range(0, NODES)
            .mapToDouble(node -> node >= 3 && node <= 8 || node >= 16 ? 1 : 0)
            .toArray();

    @ParameterizedTest
    @CsvSource(textBlock = """
            # positive weight, Dice share, image share, focal exponent, k, boxes
            3, 0.3, 0.2, 0, 2, false
            1, 0,   0,   0, 2, false
            3, 0.3, 0.2, 2, 3, false
            3, 0.3, 0.2, 0, 2, true
            3, 0.3, 1,   2, 9, true
            """)
    void hasTheGradientThatFiniteDifferencesMeasure(
            double positiveWeight, double diceShare, double imageShare, double focal, int k, boolean boxes) {
        NodeLoss loss = new NodeLoss(positiveWeight, diceShare, imageShare, focal, k);
        double[] eligible = boxes ? box : everywhere;
        double[] logits = random.doubles(NODES, -2, 2).toArray();
        try (PointerScope scope = new PointerScope()) {
            Tensor variable = maps(logits).set_requires_grad(true);
            of(loss, variable, eligible).backward();
            float[] gradient = Tensors.floats(variable.grad());
            for (int node = 0; node < NODES; node++) {
                double[] more = logits.clone();
                double[] less = logits.clone();
                more[node] += STEP;
                less[node] -= STEP;
                double measured = (of(loss, maps(more), eligible).item_double()
                                - of(loss, maps(less), eligible).item_double())
                        / (2 * STEP);
                assertThat((double) gradient[node]).as("node %d", node).isCloseTo(measured, within(1e-6));
            }
        }
    }

    @Test
    void takesNothingFromIgnoredNodesButTheScore() {
        NodeLoss nodesOnly = new NodeLoss(3, 0.3, 0, 0, 2);
        try (PointerScope scope = new PointerScope()) {
            double[] logits = random.doubles(NODES, -2, 2).toArray();
            double[] others = logits.clone();
            for (int node = 0; node < NODES; node++) {
                others[node] += weights[node] == 0 ? 5 : 0;
            }
            assertThat(of(nodesOnly, maps(others), everywhere).item_double())
                    .isCloseTo(of(nodesOnly, maps(logits), everywhere).item_double(), within(1e-12));
        }
    }

    /// The largest logit outside of the box must not count.
    @ParameterizedTest
    @CsvSource(textBlock = """
            # k, s in the box of nodes 3 to 8 with logits 3 to 8
            1,   8
            2,   7
            6,   3
            9,   3
            """)
    void looksForTheScoreInTheBoxes(int k, float score) {
        double[] logits = IntStream.range(0, NODES).asDoubleStream().toArray();
        try (PointerScope scope = new PointerScope()) {
            Tensor scores = new NodeLoss(3, 0.3, 0.2, 0, k).score(maps(logits), eligible(box));
            assertThat(Tensors.floats(scores)).containsExactly(score, NODES - k);
        }
    }

    @Test
    void teachesThroughTheScoreAloneWhereOnlyTheLabelIsKnown() {
        double[] logits = random.doubles(NODES, -2, 2).toArray();
        try (PointerScope scope = new PointerScope()) {
            Tensor variable = maps(logits).set_requires_grad(true);
            double[] none = new double[NODES];
            Truth truth = new Truth(maps(none), maps(none), labels(1, 1), eligible(everywhere));
            LOSS.of(variable, truth).backward();
            float[] gradient = Tensors.floats(variable.grad());
            for (int image = 0; image < 2; image++) {
                int from = image * 16;
                int pulled = (int) IntStream.range(from, from + 16)
                        .filter(node -> gradient[node] != 0)
                        .count();
                assertThat(pulled).isEqualTo(1);
                assertThat(IntStream.range(from, from + 16)
                                .mapToDouble(node -> gradient[node])
                                .sum())
                        .isNegative();
            }
        }
    }

    private Tensor of(NodeLoss loss, Tensor logits, double[] eligible) {
        return loss.of(logits, new Truth(maps(targets), maps(weights), labels(1, 0), eligible(eligible)));
    }

    private static Tensor labels(double first, double second) {
        return Tensor.create(new double[] {first, second}, 2);
    }

    private static Tensor eligible(double[] values) {
        return maps(values).to(torch.ScalarType.Bool);
    }

    private static Tensor maps(double[] values) {
        return Tensor.create(values, 2, 1, 4, 4).to(torch.ScalarType.Double);
    }
}
