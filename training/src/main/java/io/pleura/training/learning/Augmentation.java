package io.pleura.training.learning;

import io.pleura.training.data.Example;
import java.util.SplittableRandom;

/// A random view of an example that moves picture and mask together: mirrored, shifted by whole nodes (so that the
/// pooled mask stays exact), other contrast and brightness, some noise.
///
/// @param shiftX nodes to the right
public record Augmentation(
        boolean mirrored, int shiftX, int shiftY, float gain, float offset, float gamma, float noise) {

    public static final Augmentation NONE = new Augmentation(false, 0, 0, 1, 0, 1, 0);

    private static final int FARTHEST_SHIFT = 3;
    private static final int TONES = 1024;

    public static Augmentation draw(SplittableRandom random) {
        return new Augmentation(
                random.nextBoolean(),
                random.nextInt(2 * FARTHEST_SHIFT + 1) - FARTHEST_SHIFT,
                random.nextInt(2 * FARTHEST_SHIFT + 1) - FARTHEST_SHIFT,
                (float) random.nextDouble(0.8, 1.25),
                (float) random.nextDouble(-0.1, 0.1),
                (float) random.nextDouble(0.75, 1.33),
                (float) Math.max(0, random.nextDouble(-0.03, 0.03)));
    }

    /// Writes the network's input, size x size, at `start`.
    public void pixels(Example example, Example.InputShape shape, SplittableRandom random, float[] out, int start) {
        int size = shape.inputSize();
        float[] tones = tones();
        for (int row = 0; row < size; row++) {
            int fromRow = row - shiftY * shape.stride();
            for (int column = 0; column < size; column++) {
                int fromColumn = source(column, shiftX * shape.stride(), size);
                boolean outside = fromRow < 0 || fromRow >= size || fromColumn < 0 || fromColumn >= size;
                float display = outside ? 0 : tones[(int) (example.display(fromRow * size + fromColumn) * (TONES - 1))];
                if (noise > 0) {
                    display += noise * (float) random.nextGaussian();
                }
                out[start + row * size + column] = Example.normalised(display);
            }
        }
    }

    /// The coverage of the moved mask, mapSize x mapSize.
    public float[] coverage(Example example, Example.InputShape shape) {
        int size = shape.mapSize();
        float[] moved = new float[size * size];
        for (int row = 0; row < size; row++) {
            int fromRow = row - shiftY;
            for (int column = 0; column < size; column++) {
                int fromColumn = source(column, shiftX, size);
                if (fromRow >= 0 && fromRow < size && fromColumn >= 0 && fromColumn < size) {
                    moved[row * size + column] = example.coverage()[fromRow * size + fromColumn];
                }
            }
        }
        return moved;
    }

    private int source(int column, int shift, int size) {
        int moved = column - shift;
        return mirrored ? size - 1 - moved : moved;
    }

    private float[] tones() {
        float[] tones = new float[TONES];
        for (int i = 0; i < TONES; i++) {
            double curved = Math.pow(i / (TONES - 1.0), gamma);
            tones[i] = (float) Math.clamp((curved - 0.5) * gain + 0.5 + offset, 0, 1);
        }
        return tones;
    }
}
