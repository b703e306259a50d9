package io.pleura.training.learning;

import io.pleura.training.data.Example;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Some examples as the net will see them, in Java's memory: so that another thread than the training one can draw
/// them.
///
/// @param input [N, 1, S, S] row-major
record DrawnBatch(Example.InputShape shape, float[] input, List<Lesson> lessons) {

    static DrawnBatch plain(List<Example> examples, Example.InputShape shape) {
        List<SplittableRandom> unused = Collections.nCopies(examples.size(), new SplittableRandom(0));
        return of(examples, shape, random -> Augmentation.NONE, true, unused);
    }

    /// Every image has a random stream of its own, so that the result does not depend on which is drawn first.
    static DrawnBatch augmented(
            List<Example> examples,
            Example.InputShape shape,
            Augmentation.Strength strength,
            double bending,
            boolean ignoreBand,
            SplittableRandom random) {
        List<SplittableRandom> streams =
                Stream.generate(random::split).limit(examples.size()).toList();
        return of(examples, shape, stream -> Augmentation.draw(strength, bending, stream), ignoreBand, streams);
    }

    private static DrawnBatch of(
            List<Example> examples,
            Example.InputShape shape,
            Function<SplittableRandom, Augmentation> views,
            boolean ignoreBand,
            List<SplittableRandom> streams) {
        int pixels = shape.inputSize() * shape.inputSize();
        float[] input = new float[examples.size() * pixels];
        List<Lesson> lessons = IntStream.range(0, examples.size())
                .mapToObj(i -> {
                    SplittableRandom random = streams.get(i);
                    Augmentation view = views.apply(random);
                    Example example = examples.get(i);
                    view.pixels(example, shape, random, input, i * pixels);
                    return Lesson.of(
                            example.supervision(), example.positive(), view.coverage(example, shape), ignoreBand);
                })
                .toList();
        return new DrawnBatch(shape, input, lessons);
    }
}
