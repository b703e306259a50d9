package io.pleura.training.learning;

import io.pleura.training.data.Example;
import java.util.SplittableRandom;

/// A random view of an example that moves picture and mask together (mirrored, turned, enlarged, shifted, bent) and
/// changes how the picture looks: grey curve, shading, sharpness, noise. Reads display values of 0..1 and writes the
/// network's input.
///
/// @param style changes of the grey values
public record Augmentation(Placement placement, Style style) {

    /// The picture as it is.
    public static final Augmentation NONE = new Augmentation(Placement.IDENTITY, Style.NONE);

    /// How far random views stray from the picture.
    public enum Strength {
        /// Small shifts and changes of contrast, for pictures like those that are to be recognised.
        MILD(0, 0, 0.09, 1, 0),
        /// Turned by up to 12 degrees, enlarged or reduced by up to a fifth, grey curves of any vendor.
        STRONG(12, 0.2, 0.12, 2, 0),
        /// STRONG, and noise of any one grain, as if other tissue lay before the picture.
        TEXTURED(12, 0.2, 0.12, 2, 0.05);

        private final double degrees;
        private final double enlargement;
        private final double shift;
        private final double styles;
        private final double texture;

        Strength(double degrees, double enlargement, double shift, double styles, double texture) {
            this.degrees = degrees;
            this.enlargement = enlargement;
            this.shift = shift;
            this.styles = styles;
            this.texture = texture;
        }
    }

    /// @param bending see {@link Bending}; without it the view is the same as if there were no such thing
    public static Augmentation draw(Strength strength, double bending, SplittableRandom random) {
        return new Augmentation(Placement.draw(strength, bending, random), Style.draw(strength, random));
    }

    /// Writes the network's input, size x size, at `start`.
    public void pixels(Example example, Example.InputShape shape, SplittableRandom random, float[] out, int start) {
        int size = shape.inputSize();
        float[] display = placement.moved(example::display, size, 0);
        style.apply(display, size, random);
        for (int k = 0; k < display.length; k++) {
            out[start + k] = Example.normalised(display[k]);
        }
    }

    /// The coverage of the moved mask, mapSize x mapSize. The mask is moved in cells finer than nodes: what is moved
    /// by part of a node would be smeared over two of them, and a quarter of each be taught for lesion.
    float[] coverage(Example example, Example.InputShape shape) {
        if (placement.equals(Placement.IDENTITY)) {
            return example.coverage();
        }
        int edge = shape.cellsPerEdge();
        float[] cells = placement.moved(example::cell, edge, 0);
        float[] coverage = new float[shape.mapSize() * shape.mapSize()];
        for (int cell = 0; cell < cells.length; cell++) {
            int row = cell / edge / Example.CELLS_PER_EDGE;
            int column = cell % edge / Example.CELLS_PER_EDGE;
            coverage[row * shape.mapSize() + column] += cells[cell] / (Example.CELLS_PER_EDGE * Example.CELLS_PER_EDGE);
        }
        return coverage;
    }

    /// Where each point of the view comes from in the picture: turned and enlarged about the middle, then shifted, then
    /// bent.
    ///
    /// @param cosine of the turn, divided by the enlargement; `sine` likewise
    /// @param shiftX part of the edge that the picture moves to the right
    record Placement(boolean mirrored, double cosine, double sine, double shiftX, double shiftY, Bending bending) {

        static final Placement IDENTITY = new Placement(false, 1, 0, 0, 0, Bending.NONE);

        /// A value by row-major index.
        interface Source {
            float at(int index);
        }

        static Placement draw(Strength strength, double bending, SplittableRandom random) {
            double angle = Math.toRadians(random.nextDouble(-1, 1) * strength.degrees);
            double scale = Math.exp(random.nextDouble(-1, 1) * strength.enlargement);
            return new Placement(
                    random.nextBoolean(),
                    Math.cos(angle) / scale,
                    Math.sin(angle) / scale,
                    random.nextDouble(-1, 1) * strength.shift,
                    random.nextDouble(-1, 1) * strength.shift,
                    Bending.draw(bending, random));
        }

        /// The picture of size x size seen from here, bilinear; `outside` where there is none.
        float[] moved(Source source, int size, float outside) {
            float[] moved = new float[size * size];
            double middle = (size - 1) / 2.0;
            Bending.Row bent = bending.row(size);
            for (int row = 0; row < size; row++) {
                bent.moveTo(row);
                for (int column = 0; column < size; column++) {
                    double y = bent.y(column) - middle - shiftY * size;
                    double x = (bent.x(column) - middle) * (mirrored ? -1 : 1) - shiftX * size;
                    double fromX = cosine * x + sine * y + middle;
                    double fromY = cosine * y - sine * x + middle;
                    moved[row * size + column] = bilinear(source, size, fromX, fromY, outside);
                }
            }
            return moved;
        }

        private static float bilinear(Source source, int size, double x, double y, float outside) {
            int left = (int) Math.floor(x);
            int top = (int) Math.floor(y);
            if (left < -1 || top < -1 || left >= size || top >= size) {
                return outside;
            }
            float right = (float) (x - left);
            float below = (float) (y - top);
            float upper = mix(at(source, size, left, top, outside), at(source, size, left + 1, top, outside), right);
            if (below == 0) {
                return upper;
            }
            float lower =
                    mix(at(source, size, left, top + 1, outside), at(source, size, left + 1, top + 1, outside), right);
            return mix(upper, lower, below);
        }

        private static float mix(float a, float b, float part) {
            return part == 0 ? a : a + (b - a) * part;
        }

        private static float at(Source source, int size, int x, int y, float outside) {
            return x < 0 || y < 0 || x >= size || y >= size ? outside : source.at(y * size + x);
        }
    }

    /// How the picture looks.
    ///
    /// @param bend of the grey curve towards an S (positive) or flat in the middle (negative)
    /// @param shadingX brightening from left to right, added to the display value
    /// @param smoothing part of the 3 x 3 mean that is mixed in; negative sharpens
    /// @param texture standard deviation of band-limited noise, before interpolation
    /// @param grain pixels between the points of that noise
    record Style(
            double gain,
            double offset,
            double gamma,
            double bend,
            double shadingX,
            double shadingY,
            double smoothing,
            double texture,
            double grain,
            double noise) {

        static final Style NONE = new Style(1, 0, 1, 0, 0, 0, 0, 0, 1, 0);

        private static final double FINEST_GRAIN = 1.5;
        private static final double COARSEST_GRAIN = 24;

        private static final int TONES = 1024;

        static Style draw(Strength kind, SplittableRandom random) {
            double strength = kind.styles;
            double extra = strength - 1;
            return new Style(
                    Math.exp(random.nextDouble(-0.22, 0.22) * strength),
                    random.nextDouble(-0.1, 0.1) * strength,
                    Math.exp(random.nextDouble(-0.28, 0.28) * strength),
                    random.nextDouble(-0.5, 0.5) * extra,
                    random.nextDouble(-0.1, 0.1) * extra,
                    random.nextDouble(-0.1, 0.1) * extra,
                    extra == 0 ? 0 : random.nextDouble(-0.8, 0.8),
                    kind.texture == 0 ? 0 : random.nextDouble(kind.texture),
                    kind.texture == 0
                            ? 1
                            : Math.exp(random.nextDouble(Math.log(FINEST_GRAIN), Math.log(COARSEST_GRAIN))),
                    Math.max(0, random.nextDouble(-0.03, 0.03)) * strength);
        }

        void apply(float[] display, int size, SplittableRandom random) {
            if (equals(NONE)) {
                return;
            }
            float[] tones = tones();
            for (int row = 0; row < size; row++) {
                double shade = shadingY * (row / (double) size - 0.5);
                for (int column = 0; column < size; column++) {
                    int k = row * size + column;
                    double tone = tones[(int) (display[k] * (TONES - 1))];
                    tone += tone > 0 ? shade + shadingX * (column / (double) size - 0.5) : 0;
                    display[k] = (float) tone;
                }
            }
            if (smoothing != 0) {
                smooth(display, size);
            }
            if (texture > 0) {
                addTexture(display, size, random);
            }
            for (int k = 0; k < display.length; k++) {
                double noisy = noise > 0 ? display[k] + noise * random.nextGaussian() : display[k];
                display[k] = (float) Math.clamp(noisy, 0, 1);
            }
        }

        private float[] tones() {
            float[] tones = new float[TONES];
            for (int i = 0; i < TONES; i++) {
                double curved = Math.pow(i / (TONES - 1.0), gamma);
                curved += bend * curved * (1 - curved) * (2 * curved - 1);
                tones[i] = (float) Math.clamp((curved - 0.5) * gain + 0.5 + offset, 0, 1);
            }
            return tones;
        }

        /// Random values on a coarse grid, bilinear between its points; black stays black.
        private void addTexture(float[] display, int size, SplittableRandom random) {
            int points = (int) Math.ceil(size / grain) + 2;
            float[] grid = new float[points * points];
            for (int i = 0; i < grid.length; i++) {
                grid[i] = (float) (texture * random.nextGaussian());
            }
            for (int row = 0; row < size; row++) {
                double y = row / grain;
                for (int column = 0; column < size; column++) {
                    int k = row * size + column;
                    float value = Placement.bilinear(i -> grid[i], points, column / grain, y, 0);
                    display[k] += display[k] > 0 ? value : 0;
                }
            }
        }

        private void smooth(float[] display, int size) {
            float[] sharp = display.clone();
            for (int row = 1; row < size - 1; row++) {
                for (int k = row * size + 1; k < (row + 1) * size - 1; k++) {
                    float sum = sharp[k - size - 1] + sharp[k - size] + sharp[k - size + 1];
                    sum += sharp[k - 1] + sharp[k] + sharp[k + 1];
                    sum += sharp[k + size - 1] + sharp[k + size] + sharp[k + size + 1];
                    display[k] += (float) (smoothing * (sum / 9 - sharp[k]));
                }
            }
        }
    }
}
