package io.pleura.training.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pleura.imaging.frame.GrayFrame;
import io.pleura.training.data.Example;
import io.pleura.training.data.NodeTargets;
import io.pleura.training.data.RationalMaskPooling;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AugmentationTest {

    private static final Example.InputShape SHAPE = new Example.InputShape(64, 16);
    private static final int STRIDE = 4;

    /// Dark, with a bright block of nodes that is the lesion.
    private static Example block() {
        short[] pixels = new short[64 * 64];
        float[] coverage = new float[16 * 16];
        for (int row = 5; row < 9; row++) {
            for (int column = 3; column < 8; column++) {
                coverage[row * 16 + column] = 1;
                for (int k = 0; k < STRIDE * STRIDE; k++) {
                    int pixel = (row * STRIDE + k / STRIDE) * 64 + column * STRIDE + k % STRIDE;
                    pixels[pixel] = (short) 0xFFFF;
                }
            }
        }
        return new Example(
                new Example.Origin("block", "block"),
                64,
                pixels,
                coverage,
                Example.Supervision.MASK,
                true,
                20 / 256.0,
                "block",
                Set.of());
    }

    @ParameterizedTest
    @CsvSource({"MILD, 0", "STRONG, 0", "TEXTURED, 0", "MILD, 0.04", "STRONG, 0.04"})
    void movesTheMaskWithThePicture(Augmentation.Strength strength, double bending) {
        SplittableRandom random = new SplittableRandom(3);
        for (int draw = 0; draw < 50; draw++) {
            Augmentation.Placement placement = Augmentation.Placement.draw(strength, bending, random);
            Augmentation view = new Augmentation(placement, Augmentation.Style.NONE);
            float[] input = new float[64 * 64];
            view.pixels(block(), SHAPE, random, input, 0);
            float[] coverage = view.coverage(block(), SHAPE);
            double[] bright = centre(input, 64, Example.normalised(0));
            double[] covered = centre(coverage, 16, 0);
            assertThat(bright[0] / STRIDE).as("row, draw %d", draw).isCloseTo(covered[0] + 0.375, within(0.35));
            assertThat(bright[1] / STRIDE).as("column, draw %d", draw).isCloseTo(covered[1] + 0.375, within(0.35));
        }
    }

    private static double[] centre(float[] values, int size, float dark) {
        double mass = 0;
        double row = 0;
        double column = 0;
        for (int k = 0; k < values.length; k++) {
            double value = values[k] - dark;
            mass += value;
            row += value * (k / size);
            column += value * (k % size);
        }
        return new double[] {row / mass, column / mass};
    }

    /// Nodes of 8 pixels are to be taught what a disc of 20 covers when it is moved pixel by pixel and then pooled.
    @ParameterizedTest
    @CsvSource({"MILD, 0", "STRONG, 0", "MILD, 0.04", "STRONG, 0.04"})
    void teachesTheNodesThatTheMovedMaskCovers(Augmentation.Strength strength, double bending) {
        int size = 128;
        Example.InputShape shape = new Example.InputShape(size, size / 8);
        float[] mask = new float[size * size];
        boolean[] pixels = new boolean[size * size];
        for (int k = 0; k < mask.length; k++) {
            pixels[k] = Math.hypot(k / size - 50, k % size - 70) < 10;
            mask[k] = pixels[k] ? 1 : 0;
        }
        Example example = Example.of(
                new Example.Origin("disc", "disc"),
                new GrayFrame(size, size, new float[size * size]),
                pixels,
                Example.Supervision.MASK,
                true,
                "disc",
                shape);
        SplittableRandom random = new SplittableRandom(7);
        double same = 0;
        double either = 0;
        for (int draw = 0; draw < 300; draw++) {
            Augmentation view = Augmentation.draw(strength, bending, random);
            boolean[] moved = new boolean[size * size];
            float[] values = view.placement().moved(k -> mask[k], size, 0);
            for (int k = 0; k < moved.length; k++) {
                moved[k] = values[k] >= 0.5;
            }
            float[] expected = NodeTargets.of(new RationalMaskPooling(size, size, size / 8, size / 8).coverage(moved))
                    .targets();
            float[] taught = NodeTargets.of(view.coverage(example, shape)).targets();
            for (int node = 0; node < taught.length; node++) {
                same += taught[node] * expected[node];
                either += Math.max(taught[node], expected[node]);
            }
        }
        assertThat(same / either).isGreaterThan(0.94);
    }

    @Test
    void changesNothingWhereNothingIsAskedFor() {
        float[] input = new float[64 * 64];
        Augmentation.NONE.pixels(block(), SHAPE, new SplittableRandom(1), input, 0);
        for (int k = 0; k < input.length; k++) {
            assertThat(input[k]).isEqualTo(Example.normalised(block().display(k)));
        }
        assertThat(Augmentation.NONE.coverage(block(), SHAPE)).isEqualTo(block().coverage());
    }

    @ParameterizedTest
    @EnumSource
    void keepsDisplayValuesWithinTheirRange(Augmentation.Strength strength) {
        SplittableRandom random = new SplittableRandom(4);
        for (int draw = 0; draw < 50; draw++) {
            float[] input = new float[64 * 64];
            Augmentation.draw(strength, 0, random).pixels(block(), SHAPE, random, input, 0);
            for (float value : input) {
                assertThat(value).isBetween(Example.normalised(0), Example.normalised(1));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1.5, 0.556", "4, 0.918", "8, 0.978"}) // (2/3 - t² + t³/2) / (2/3), t = 1 / grain
    void texturesWithNoiseThatChangesOverItsGrain(double grain, double similarity) {
        int size = 96;
        float[] grey = new float[size * size];
        Arrays.fill(grey, 0.5f);
        new Augmentation.Style(1, 0, 1, 0, 0, 0, 0, 0.05, grain, 0).apply(grey, size, new SplittableRandom(6));
        double beside = 0;
        double variance = 0;
        for (int k = 0; k < grey.length - 1; k++) {
            beside += (grey[k] - 0.5) * (grey[k + 1] - 0.5);
            variance += (grey[k] - 0.5) * (grey[k] - 0.5);
        }
        assertThat(Math.sqrt(variance / grey.length)).isBetween(0.02, 0.05);
        assertThat(beside / variance).isCloseTo(similarity, within(0.04));
    }
}
