package io.pleura.training.learning;

import io.pleura.training.data.Example;
import io.pleura.training.data.NodeTargets;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;

/// Some examples as tensors: input [N, 1, S, S], node targets and weights [N, 1, h, w], labels [N]. Native memory of
/// the caller's `PointerScope`.
public record Batch(Tensor input, Tensor targets, Tensor weights, Tensor labels) {

    public static Batch plain(List<Example> examples, Example.InputShape shape) {
        return of(examples, examples.stream().map(e -> Augmentation.NONE).toList(), shape, new SplittableRandom(0));
    }

    public static Batch augmented(List<Example> examples, Example.InputShape shape, SplittableRandom random) {
        return of(
                examples, examples.stream().map(e -> Augmentation.draw(random)).toList(), shape, random);
    }

    private static Batch of(
            List<Example> examples, List<Augmentation> views, Example.InputShape shape, SplittableRandom random) {
        int count = examples.size();
        int pixels = shape.inputSize() * shape.inputSize();
        int nodes = shape.mapSize() * shape.mapSize();
        float[] input = new float[count * pixels];
        float[] targets = new float[count * nodes];
        float[] weights = new float[count * nodes];
        float[] labels = new float[count];
        for (int i = 0; i < count; i++) {
            views.get(i).pixels(examples.get(i), shape, random, input, i * pixels);
            NodeTargets target = NodeTargets.of(views.get(i).coverage(examples.get(i), shape));
            System.arraycopy(target.targets(), 0, targets, i * nodes, nodes);
            System.arraycopy(target.weights(), 0, weights, i * nodes, nodes);
            labels[i] = examples.get(i).positive() ? 1 : 0;
        }
        long size = shape.inputSize();
        long map = shape.mapSize();
        return new Batch(
                Tensor.create(input, count, 1, size, size),
                Tensor.create(targets, count, 1, map, map),
                Tensor.create(weights, count, 1, map, map),
                Tensor.create(labels, count));
    }
}
