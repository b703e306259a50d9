package io.pleura.training.phantom;

/// Gaussian blur of a row-major image with edges repeated; wide ones by three box passes.
final class Blur {

    private static final double NOTHING_TO_DO = 0.3;
    private static final double BOXES_SUFFICE = 2.0;

    private Blur() {}

    /// A blurred copy; `sigma` in pixels.
    static float[] of(float[] image, Grid grid, double sigma) {
        if (sigma < NOTHING_TO_DO) {
            return image.clone();
        }
        return sigma > BOXES_SUFFICE ? boxes(image, grid, sigma) : kernel(image, grid, sigma);
    }

    private static float[] kernel(float[] image, Grid grid, double sigma) {
        int reach = (int) Math.ceil(3 * sigma);
        float[] weights = new float[2 * reach + 1];
        double total = 0;
        for (int i = -reach; i <= reach; i++) {
            total += Math.exp(-i * i / (2 * sigma * sigma));
        }
        for (int i = -reach; i <= reach; i++) {
            weights[i + reach] = (float) (Math.exp(-i * i / (2 * sigma * sigma)) / total);
        }
        int rows = grid.rows();
        int columns = grid.columns();
        float[] across = new float[image.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                float sum = 0;
                for (int i = -reach; i <= reach; i++) {
                    sum += weights[i + reach] * image[row * columns + Math.clamp(column + i, 0, columns - 1)];
                }
                across[row * columns + column] = sum;
            }
        }
        float[] result = new float[image.length];
        for (int row = 0; row < rows; row++) {
            for (int i = -reach; i <= reach; i++) {
                int from = Math.clamp(row + i, 0, rows - 1) * columns;
                float weight = weights[i + reach];
                for (int column = 0; column < columns; column++) {
                    result[row * columns + column] += weight * across[from + column];
                }
            }
        }
        return result;
    }

    private static float[] boxes(float[] image, Grid grid, double sigma) {
        int reach = (int) Math.max(1, Math.round(sigma * 0.98)); // three boxes of this half width have about this sigma
        float[] result = image;
        for (int pass = 0; pass < 3; pass++) {
            result = boxDown(boxAcross(result, grid, reach), grid, reach);
        }
        return result;
    }

    private static float[] boxAcross(float[] image, Grid grid, int reach) {
        int columns = grid.columns();
        float scale = 1f / (2 * reach + 1);
        float[] result = new float[image.length];
        for (int row = 0; row < grid.rows(); row++) {
            int start = row * columns;
            double sum = 0;
            for (int i = -reach; i <= reach; i++) {
                sum += image[start + Math.clamp(i, 0, columns - 1)];
            }
            for (int column = 0; column < columns; column++) {
                result[start + column] = (float) (sum * scale);
                sum += image[start + Math.min(columns - 1, column + reach + 1)]
                        - image[start + Math.max(0, column - reach)];
            }
        }
        return result;
    }

    private static float[] boxDown(float[] image, Grid grid, int reach) {
        int rows = grid.rows();
        int columns = grid.columns();
        float scale = 1f / (2 * reach + 1);
        double[] sums = new double[columns];
        for (int i = -reach; i <= reach; i++) {
            int from = Math.clamp(i, 0, rows - 1) * columns;
            for (int column = 0; column < columns; column++) {
                sums[column] += image[from + column];
            }
        }
        float[] result = new float[image.length];
        for (int row = 0; row < rows; row++) {
            int entering = Math.min(rows - 1, row + reach + 1) * columns;
            int leaving = Math.max(0, row - reach) * columns;
            for (int column = 0; column < columns; column++) {
                result[row * columns + column] = (float) (sums[column] * scale);
                sums[column] += image[entering + column] - image[leaving + column];
            }
        }
        return result;
    }
}
