package io.pleura.training.phantom;

import java.util.Arrays;

/// What the rays of a phantom pass through: centimetres of soft tissue (as water) and of bone, one value each a pixel.
/// Confined to the thread that builds the phantom.
final class Tissue {

    final Grid grid;
    final float[] soft;
    final float[] bone;
    /// Centimetres of soft tissue that lung and air take the place of.
    final float[] displaced;
    private final float[] scratch;

    Tissue(Grid grid) {
        this.grid = grid;
        soft = new float[grid.size()];
        bone = new float[grid.size()];
        displaced = new float[grid.size()];
        scratch = new float[grid.size()];
    }

    /// Adds `factor` times the chord of the tube to the layer. Where segments of one tube overlap, the longest counts.
    void add(float[] layer, Stroke stroke, double factor) {
        double margin = stroke.largestRadius() + grid.spacing();
        int firstRow = grid.row(Arrays.stream(stroke.y()).min().orElse(0) - margin);
        int lastRow = grid.row(Arrays.stream(stroke.y()).max().orElse(0) + margin);
        int firstColumn = grid.column(Arrays.stream(stroke.x()).min().orElse(0) - margin);
        int lastColumn = grid.column(Arrays.stream(stroke.x()).max().orElse(0) + margin);
        for (int row = firstRow; row <= lastRow; row++) {
            Arrays.fill(scratch, row * grid.columns() + firstColumn, row * grid.columns() + lastColumn + 1, 0);
        }
        for (int i = 0; i < stroke.segments(); i++) {
            longestChords(stroke, i);
        }
        for (int row = firstRow; row <= lastRow; row++) {
            for (int k = row * grid.columns() + firstColumn; k <= row * grid.columns() + lastColumn; k++) {
                if (scratch[k] > 0) {
                    layer[k] += (float) (factor * scratch[k]);
                }
            }
        }
    }

    private void longestChords(Stroke stroke, int i) {
        double reach = Math.max(stroke.radius()[i], stroke.radius()[i + 1]);
        int firstRow = grid.row(Math.min(stroke.y()[i], stroke.y()[i + 1]) - reach);
        int lastRow = grid.row(Math.max(stroke.y()[i], stroke.y()[i + 1]) + reach);
        int firstColumn = grid.column(Math.min(stroke.x()[i], stroke.x()[i + 1]) - reach);
        int lastColumn = grid.column(Math.max(stroke.x()[i], stroke.x()[i + 1]) + reach);
        for (int row = firstRow; row <= lastRow; row++) {
            for (int column = firstColumn; column <= lastColumn; column++) {
                int k = row * grid.columns() + column;
                scratch[k] = Math.max(scratch[k], (float) stroke.chord(i, grid.x(column), grid.y(row)));
            }
        }
    }
}
