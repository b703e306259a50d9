package io.pleura.imaging.frame;

/// Area-averaging resize, separated into columns and rows.
final class AreaResize {

    private AreaResize() {}

    /// One direction: for each input pixel whose centre lies in the image, the source pixels it averages, and their
    /// weights (which sum to 1).
    ///
    /// @param first the first such input pixel
    /// @param starts first source pixel of each
    /// @param weights of the source pixels from there on
    record Axis(int first, int[] starts, float[][] weights) {

        static Axis of(int sourceLength, int inputSize, double scale, double offset) {
            int first = (int) Math.max(0, Math.ceil(offset - 0.5));
            int last = (int) Math.min(inputSize - 1, Math.ceil(offset + sourceLength * scale - 0.5) - 1);
            if (last < first) { // an image thinner than an input pixel
                first = (int) Math.clamp(Math.floor(offset + sourceLength * scale / 2), 0, inputSize - 1);
                last = first;
            }
            int[] starts = new int[last - first + 1];
            float[][] weights = new float[starts.length][];
            double half = Math.max(1, 1 / scale) / 2;
            for (int i = 0; i < starts.length; i++) {
                double centre = Math.clamp((first + i + 0.5 - offset) / scale, 0, sourceLength);
                double from = Math.max(0, centre - half);
                double to = Math.min(sourceLength, centre + half);
                int start = (int) Math.min(Math.floor(from), sourceLength - 1);
                int end = (int) Math.clamp(Math.ceil(to), start + 1, sourceLength);
                starts[i] = start;
                weights[i] = new float[end - start];
                for (int source = start; source < end; source++) {
                    double covered = Math.min(to, source + 1) - Math.max(from, source);
                    weights[i][source - start] = (float) (Math.max(0, covered) / (to - from));
                }
            }
            return new Axis(first, starts, weights);
        }

        int count() {
            return starts.length;
        }
    }

    /// @return vertical.count() * horizontal.count() values, row-major
    static float[] resize(float[] source, int sourceColumns, Axis vertical, Axis horizontal) {
        int width = horizontal.count();
        int height = vertical.count();
        float[] columnSums = new float[sourceColumns];
        float[] result = new float[width * height];
        for (int y = 0; y < height; y++) {
            averageRows(source, sourceColumns, vertical.starts()[y], vertical.weights()[y], columnSums);
            for (int x = 0; x < width; x++) {
                float[] weights = horizontal.weights()[x];
                int start = horizontal.starts()[x];
                float sum = 0;
                for (int i = 0; i < weights.length; i++) {
                    sum += weights[i] * columnSums[start + i];
                }
                result[y * width + x] = sum;
            }
        }
        return result;
    }

    private static void averageRows(float[] source, int columns, int start, float[] weights, float[] sums) {
        for (int column = 0; column < columns; column++) {
            sums[column] = weights[0] * source[start * columns + column];
        }
        for (int i = 1; i < weights.length; i++) {
            float weight = weights[i];
            int row = (start + i) * columns;
            for (int column = 0; column < columns; column++) {
                sums[column] += weight * source[row + column];
            }
        }
    }
}
