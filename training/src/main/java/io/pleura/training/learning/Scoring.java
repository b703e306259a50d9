package io.pleura.training.learning;

import io.pleura.training.data.Example;
import io.pleura.training.evaluation.Evaluation;
import io.pleura.training.evaluation.Scored;
import io.pleura.training.network.ClaSegNet;
import io.pleura.training.network.Loss;
import io.pleura.training.network.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/// Runs a net in evaluation mode over examples. What it scored has no pictures: they are most of an example's
/// memory, and may lie in a cache because they are too many for it. Each is read once.
public final class Scoring {

    private static final int BATCH = 16;

    private final ClaSegNet net;
    private final int minimumNodes;
    private final List<Scored> scored = new ArrayList<>();
    private double lossSum;

    private Scoring(ClaSegNet net, int minimumNodes) {
        this.net = net;
        this.minimumNodes = minimumNodes;
    }

    public static Evaluation evaluate(
            ClaSegNet net, List<Example> examples, Example.InputShape shape, int minimumNodes) {
        Scoring scoring = new Scoring(net, minimumNodes);
        scoring.run(examples, shape, null);
        return new Evaluation(scoring.scored);
    }

    /// The figures by which epochs are compared.
    static EpochFigures.Measured measure(ClaSegNet net, List<Example> examples, TrainingSettings settings) {
        Scoring scoring = new Scoring(net, settings.minimumNodes());
        scoring.run(examples, settings.shape(), settings.lossOfHead());
        Evaluation evaluation = new Evaluation(scoring.scored);
        return new EpochFigures.Measured(
                scoring.lossSum / examples.size(), evaluation.auc(), evaluation.dicePositives(0));
    }

    private void run(List<Example> examples, Example.InputShape shape, @Nullable Loss loss) {
        net.eval();
        try (NoGradGuard noGradients = new NoGradGuard()) {
            for (int from = 0; from < examples.size(); from += BATCH) {
                try (PointerScope scope = new PointerScope()) {
                    List<Example> some = examples.subList(from, Math.min(examples.size(), from + BATCH));
                    score(List.copyOf(some), shape, loss);
                }
            }
        }
    }

    private void score(List<Example> some, Example.InputShape shape, @Nullable Loss loss) {
        Batch batch = Batch.plain(some, shape).placedFor(net);
        Tensor output = net.forward(batch.input());
        if (loss != null) {
            lossSum += loss.of(output, batch.truth()).item_double() * some.size();
        }
        float[] logits = Tensors.floats(output);
        int nodes = logits.length / some.size();
        for (int i = 0; i < some.size(); i++) {
            float[] map = Arrays.copyOfRange(logits, i * nodes, (i + 1) * nodes);
            scored.add(Scored.of(some.get(i).withoutPixels(), map, minimumNodes));
        }
    }
}
