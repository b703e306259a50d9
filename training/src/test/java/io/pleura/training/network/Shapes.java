package io.pleura.training.network;

import io.pleura.training.data.Example;
import io.pleura.training.data.RationalMaskPooling;
import io.pleura.training.learning.Presets;
import io.pleura.training.learning.TrainingSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Toy examples: noise with a bright square whose place is the mask; every second one has none.
public final class Shapes {

    private Shapes() {}

    /// One batch an epoch.
    public static TrainingSettings settings(ClaSegNetDesign design, int inputSize, int images, int epochs) {
        return settings(
                "design.head=" + design.head().name().toLowerCase(Locale.ROOT),
                "design.backbone=" + design.backbone(),
                "design.width=" + design.width(),
                "design.segmentationBlocks=" + design.segmentationBlocks(),
                "design.centred=" + design.centred(),
                "inputSize=" + inputSize,
                "phantoms.training=" + images,
                "schedule.epochs=" + epochs,
                "schedule.batchSize=" + images,
                "schedule.learningRate=5e-3",
                "schedule.weightDecay=1e-4");
    }

    /// Of a run that takes a second.
    ///
    /// @param sets as on the command line: `schedule.epochs=2`
    public static TrainingSettings settings(String... sets) {
        Map<String, String> overrides = Arrays.stream(sets)
                .map(set -> set.split("=", 2))
                .collect(Collectors.toMap(set -> set[0], set -> set[1]));
        overrides.putIfAbsent("design.width", "4");
        overrides.putIfAbsent("inputSize", "64");
        overrides.putIfAbsent("minimumArea", "0.01");
        overrides.putIfAbsent("machine.threads", "1");
        try {
            return Presets.load(Presets.DEFAULT, overrides);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static List<Example> examples(int first, int count, Example.InputShape shape) {
        return IntStream.range(first, first + count)
                .mapToObj(seed -> example(seed, shape))
                .toList();
    }

    public static Example example(int seed, Example.InputShape shape) {
        return example(seed, Example.Supervision.MASK, shape);
    }

    /// The square is its own box.
    public static Example example(int seed, Example.Supervision supervision, Example.InputShape shape) {
        int size = shape.inputSize();
        boolean positive = seed % 2 == 0;
        Random random = new Random(seed);
        short[] pixels = new short[size * size];
        boolean[] mask = new boolean[size * size];
        int edge = size / 4;
        int top = random.nextInt(size - edge);
        int left = random.nextInt(size - edge);
        for (int k = 0; k < pixels.length; k++) {
            int row = k / size - top;
            int column = k % size - left;
            mask[k] = positive && row >= 0 && row < edge && column >= 0 && column < edge;
            pixels[k] = (short) (random.nextInt(20_000) + (mask[k] ? 30_000 : 10_000));
        }
        float[] coverage = supervision == Example.Supervision.LABEL
                ? new float[shape.mapSize() * shape.mapSize()]
                : new RationalMaskPooling(size, size, shape.mapSize(), shape.mapSize()).coverage(mask);
        String name = "shape-" + seed;
        return new Example(
                new Example.Origin(name, name),
                size,
                pixels,
                coverage,
                supervision,
                positive,
                positive ? 1 / 16.0 : 0,
                positive ? "square" : "none",
                java.util.Set.of());
    }
}
