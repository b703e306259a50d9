package io.pleura.training.phantom;

/// The bright structures of an image that are thinner than a square (white top hat: the image less its morphological
/// opening).
final class TopHat {

    private TopHat() {}

    /// @param centimetres half the edge of the square
    static float[] of(float[] image, Grid grid, double centimetres) {
        int reach = Math.max(1, (int) Math.round(centimetres / grid.spacing()));
        float[] opened = largest(smallest(image, grid, reach), grid, reach);
        float[] thin = new float[image.length];
        for (int k = 0; k < thin.length; k++) {
            thin[k] = image[k] - opened[k];
        }
        return thin;
    }

    private static float[] smallest(float[] image, Grid grid, int reach) {
        float[] negative = new float[image.length];
        for (int k = 0; k < image.length; k++) {
            negative[k] = -image[k];
        }
        float[] result = largest(negative, grid, reach);
        for (int k = 0; k < result.length; k++) {
            result[k] = -result[k];
        }
        return result;
    }

    /// Of a square of 2 x reach + 1 pixels around each pixel, cut off at the image's edges.
    private static float[] largest(float[] image, Grid grid, int reach) {
        int columns = grid.columns();
        float[] across = new float[image.length];
        for (int k = 0; k < image.length; k++) {
            int column = k % columns;
            int end = k - column + Math.min(columns - 1, column + reach);
            across[k] = image[k];
            for (int other = k - Math.min(column, reach); other <= end; other++) {
                across[k] = Math.max(across[k], image[other]);
            }
        }
        float[] result = across.clone();
        for (int row = 0; row < grid.rows(); row++) {
            int last = Math.min(grid.rows() - 1, row + reach);
            for (int other = Math.max(0, row - reach); other <= last; other++) {
                for (int column = 0; column < columns; column++) {
                    int k = row * columns + column;
                    result[k] = Math.max(result[k], across[other * columns + column]);
                }
            }
        }
        return result;
    }
}
