package io.pleura.training.learning;

import io.pleura.training.data.Example;
import io.pleura.training.evaluation.Evaluation;
import io.pleura.training.evaluation.Scored;
import io.pleura.training.network.ClaSegNet;
import io.pleura.training.network.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;

/// Runs a net in evaluation mode over examples.
public final class Scoring {

    private static final int BATCH = 16;

    private Scoring() {}

    public static Evaluation evaluate(
            ClaSegNet net, List<Example> examples, Example.InputShape shape, int minimumNodes) {
        List<Scored> scored = new ArrayList<>(examples.size());
        net.eval();
        try (NoGradGuard noGradients = new NoGradGuard()) {
            for (int from = 0; from < examples.size(); from += BATCH) {
                List<Example> some = examples.subList(from, Math.min(examples.size(), from + BATCH));
                try (PointerScope scope = new PointerScope()) {
                    float[] logits =
                            Tensors.floats(net.forward(Batch.plain(some, shape).input()));
                    int nodes = logits.length / some.size();
                    for (int i = 0; i < some.size(); i++) {
                        float[] map = Arrays.copyOfRange(logits, i * nodes, (i + 1) * nodes);
                        scored.add(Scored.of(some.get(i), map, minimumNodes));
                    }
                }
            }
        }
        return new Evaluation(scored);
    }
}
