package io.pleura.training.network;

import io.pleura.training.data.Example;
import io.pleura.training.data.RationalMaskPooling;
import io.pleura.training.learning.TrainingSettings;
import java.util.Random;

/// Toy examples: noise with a bright square whose place is the mask; every second one has none.
public final class Shapes {

    private Shapes() {}

    public static TrainingSettings settings(ClaSegNetDesign design, int inputSize, int images, int epochs) {
        return new TrainingSettings(design, inputSize, 1, images, 2, 2, epochs, images, 5e-3, 1e-4, 0.01, 1);
    }

    public static Example example(int seed, Example.InputShape shape) {
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
        float[] coverage = new RationalMaskPooling(size, size, shape.mapSize(), shape.mapSize()).coverage(mask);
        return new Example(
                new Example.Origin("shape", "shape"),
                size,
                pixels,
                coverage,
                Example.Supervision.MASK,
                positive,
                positive ? 1 / 16.0 : 0,
                positive ? "square" : "none");
    }
}
