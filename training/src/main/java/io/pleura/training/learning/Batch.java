package io.pleura.training.learning;

import io.pleura.training.data.Example;
import io.pleura.training.network.ClaSegNet;
import io.pleura.training.network.Truth;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// Some examples as tensors: input [N, 1, S, S] and what is true of it. Native memory of the caller's `PointerScope`.
public record Batch(Tensor input, Truth truth) {

    public static Batch plain(List<Example> examples, Example.InputShape shape) {
        return of(DrawnBatch.plain(examples, shape));
    }

    public static Batch augmented(List<Example> examples, Example.InputShape shape, SplittableRandom random) {
        return of(DrawnBatch.augmented(examples, shape, Augmentation.Strength.MILD, 0, true, random));
    }

    static Batch of(DrawnBatch drawn) {
        Example.InputShape shape = drawn.shape();
        int count = drawn.lessons().size();
        int nodes = shape.mapSize() * shape.mapSize();
        float[] targets = new float[count * nodes];
        float[] weights = new float[count * nodes];
        float[] labels = new float[count];
        boolean[] eligible = new boolean[count * nodes];
        for (int i = 0; i < count; i++) {
            Lesson lesson = drawn.lessons().get(i);
            System.arraycopy(lesson.targets(), 0, targets, i * nodes, nodes);
            System.arraycopy(lesson.weights(), 0, weights, i * nodes, nodes);
            System.arraycopy(lesson.eligible(), 0, eligible, i * nodes, nodes);
            labels[i] = lesson.positive() ? 1 : 0;
        }
        long size = shape.inputSize();
        long map = shape.mapSize();
        return new Batch(
                Tensor.create(drawn.input(), count, 1, size, size),
                new Truth(
                        Tensor.create(targets, count, 1, map, map),
                        Tensor.create(weights, count, 1, map, map),
                        Tensor.create(labels, count),
                        Tensor.create(eligible, count, 1, map, map).to(torch.ScalarType.Bool)));
    }

    /// The same on the device of the net's weights.
    Batch placedFor(ClaSegNet net) {
        return new Batch(
                net.place(input),
                new Truth(
                        net.place(truth.targets()),
                        net.place(truth.weights()),
                        net.place(truth.labels()),
                        net.place(truth.eligible())));
    }
}
