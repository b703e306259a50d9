package io.pleura.training.learning;

import java.util.Arrays;
import java.util.SplittableRandom;

/// How a view is bent, as if its picture were drawn on rubber (elastic deformation, Simard et al. 2003): random
/// displacements at the knots of a square grid, and between them the uniform cubic B-spline of these, which neither
/// jumps nor kinks. The spline is about half as wide as its knots.
///
/// @param across part of the edge by which what is shown comes from further to the right, KNOTS x KNOTS row-major
/// @param down the same downwards
record Bending(double[] across, double[] down) {

    static final Bending NONE = new Bending(new double[0], new double[0]);

    /// Along each edge; a lung is about one wide and two high.
    private static final int SQUARES = 4;

    /// Each square takes part of the displacement of the next knots on both sides.
    private static final int KNOTS = SQUARES + 3;

    /// @param deviation standard deviation of a knot's displacement, part of the edge
    static Bending draw(double deviation, SplittableRandom random) {
        if (deviation == 0) {
            return NONE;
        }
        return new Bending(knots(deviation, random), knots(deviation, random));
    }

    private static double[] knots(double deviation, SplittableRandom random) {
        double[] knots = new double[KNOTS * KNOTS];
        Arrays.setAll(knots, knot -> deviation * random.nextGaussian());
        return knots;
    }

    /// For a view of size x size; moves down its rows.
    Row row(int size) {
        return this == NONE ? new Straight() : new Bent(size);
    }

    /// Where the points of one row of the view come from, in pixels.
    sealed interface Row {

        void moveTo(int row);

        double x(int column);

        double y(int column);
    }

    private static final class Straight implements Row {
        private int row;

        @Override
        public void moveTo(int next) {
            row = next;
        }

        @Override
        public double x(int column) {
            return column;
        }

        @Override
        public double y(int column) {
            return row;
        }
    }

    private final class Bent implements Row {
        private static final int TAPS = 4;

        private final int size;
        /// Of the knots about each pixel along an edge, the first.
        private final int[] firstKnots;
        /// Of the four.
        private final double[] weights;

        private final double[] acrossHere = new double[KNOTS];
        private final double[] downHere = new double[KNOTS];
        private int row;

        private Bent(int size) {
            this.size = size;
            firstKnots = new int[size];
            weights = new double[TAPS * size];
            for (int pixel = 0; pixel < size; pixel++) {
                double place = (pixel + 0.5) / size * SQUARES; // of its middle
                firstKnots[pixel] = (int) place;
                double t = place - firstKnots[pixel];
                double u = 1 - t;
                weights[TAPS * pixel] = u * u * u / 6;
                weights[TAPS * pixel + 1] = (3 * t * t * t - 6 * t * t + 4) / 6;
                weights[TAPS * pixel + 2] = (3 * u * u * u - 6 * u * u + 4) / 6;
                weights[TAPS * pixel + 3] = t * t * t / 6;
            }
        }

        @Override
        public void moveTo(int next) {
            row = next;
            int first = firstKnots[row];
            for (int knot = 0; knot < KNOTS; knot++) {
                acrossHere[knot] = 0;
                downHere[knot] = 0;
                for (int tap = 0; tap < TAPS; tap++) {
                    double weight = weights[TAPS * row + tap] * size;
                    acrossHere[knot] += weight * across[(first + tap) * KNOTS + knot];
                    downHere[knot] += weight * down[(first + tap) * KNOTS + knot];
                }
            }
        }

        @Override
        public double x(int column) {
            return column + spline(acrossHere, column);
        }

        @Override
        public double y(int column) {
            return row + spline(downHere, column);
        }

        private double spline(double[] knots, int column) {
            int first = firstKnots[column];
            int weight = TAPS * column;
            return weights[weight] * knots[first]
                    + weights[weight + 1] * knots[first + 1]
                    + weights[weight + 2] * knots[first + 2]
                    + weights[weight + 3] * knots[first + 3];
        }
    }
}
