package io.pleura.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class NodeLossTest {

    private static final NodeLoss LOSS = new NodeLoss(3, 0.3, 0.2, 2);
    private static final int NODES = 2 * 16;
    private static final double STEP = 1e-5;

    private final Random random = new Random(11);
    private final double[] targets = random.doubles(NODES).map(Math::rint).toArray();
    private final double[] weights =
            random.doubles(NODES).map(x -> x < 0.8 ? 1 : 0).toArray();

    @Test
    void hasTheGradientThatFiniteDifferencesMeasure() {
        double[] logits = random.doubles(NODES, -2, 2).toArray();
        try (PointerScope scope = new PointerScope()) {
            Tensor variable = maps(logits).set_requires_grad(true);
            value(variable).backward();
            float[] gradient = Tensors.floats(variable.grad());
            for (int node = 0; node < NODES; node++) {
                double[] more = logits.clone();
                double[] less = logits.clone();
                more[node] += STEP;
                less[node] -= STEP;
                double measured =
                        (value(maps(more)).item_double() - value(maps(less)).item_double()) / (2 * STEP);
                assertThat((double) gradient[node]).as("node %d", node).isCloseTo(measured, within(1e-6));
            }
        }
    }

    @Test
    void takesNothingFromIgnoredNodesButTheScore() {
        NodeLoss nodesOnly = new NodeLoss(3, 0.3, 0, 2);
        try (PointerScope scope = new PointerScope()) {
            double[] logits = random.doubles(NODES, -2, 2).toArray();
            double[] others = logits.clone();
            for (int node = 0; node < NODES; node++) {
                others[node] += weights[node] == 0 ? 5 : 0;
            }
            assertThat(of(nodesOnly, maps(others)).item_double())
                    .isCloseTo(of(nodesOnly, maps(logits)).item_double(), within(1e-12));
        }
    }

    private Tensor value(Tensor logits) {
        return of(LOSS, logits);
    }

    private Tensor of(NodeLoss loss, Tensor logits) {
        Tensor labels = Tensor.create(new double[] {1, 0}, 2);
        return loss.of(logits, maps(targets), maps(weights), labels);
    }

    private static Tensor maps(double[] values) {
        return Tensor.create(values, 2, 1, 4, 4).to(torch.ScalarType.Double);
    }
}
