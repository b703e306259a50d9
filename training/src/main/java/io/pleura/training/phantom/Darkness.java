package io.pleura.training.phantom;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// How dark a radiograph is, cell by cell, and which cells lie outside the body and say nothing.
final class Darkness {

    /// Centimetres of cavity from which on a lung is as dark as it gets.
    private static final double FULL = 4;
    /// Cells around the picture that lungs may have been put into.
    private static final int BEYOND = 8;
    /// Of the smaller lung's area to that of the larger one.
    private static final double LEAST_RATIO = 0.5;

    private final int rows;
    private final int columns;
    private final double step; // pixels a cell
    private final float[] dark;
    private final boolean[] outside;

    private Darkness(int rows, int columns, double step) {
        this.rows = rows;
        this.columns = columns;
        this.step = step;
        dark = new float[rows * columns];
        outside = new boolean[rows * columns];
    }

    /// @param cells along the longer edge
    /// @param outside grey of the air around the body, 0..1, at most
    static Darkness of(float[] display, Grid grid, int cells, double outside) {
        double step = Math.max(1, Math.max(grid.rows(), grid.columns()) / (double) cells);
        Darkness darkness = new Darkness((int) (grid.rows() / step), (int) (grid.columns() / step), step);
        for (int cell = 0; cell < darkness.dark.length; cell++) {
            int row = (int) (cell / darkness.columns * step);
            int column = (int) (cell % darkness.columns * step);
            darkness.dark[cell] = 1 - mean(display, grid, row, column, (int) Math.ceil(step));
        }
        darkness.flood(outside);
        return darkness;
    }

    private static float mean(float[] display, Grid grid, int firstRow, int firstColumn, int edge) {
        double sum = 0;
        int count = 0;
        for (int row = firstRow; row < Math.min(grid.rows(), firstRow + edge); row++) {
            for (int column = firstColumn; column < Math.min(grid.columns(), firstColumn + edge); column++) {
                sum += display[row * grid.columns() + column];
                count++;
            }
        }
        return (float) (sum / count);
    }

    /// What is black and hangs together with the edge of the picture.
    private void flood(double grey) {
        Deque<Integer> open = new ArrayDeque<>();
        for (int cell = 0; cell < dark.length; cell++) {
            int row = cell / columns;
            int column = cell % columns;
            if (row == 0 || column == 0 || row == rows - 1 || column == columns - 1) {
                reach(cell, grey, open);
            }
        }
        while (!open.isEmpty()) {
            int cell = open.pop();
            if (cell >= columns) {
                reach(cell - columns, grey, open);
            }
            if (cell < dark.length - columns) {
                reach(cell + columns, grey, open);
            }
            if (cell % columns > 0) {
                reach(cell - 1, grey, open);
            }
            if (cell % columns < columns - 1) {
                reach(cell + 1, grey, open);
            }
        }
    }

    private void reach(int cell, double grey, Deque<Integer> open) {
        if (!outside[cell] && 1 - dark[cell] < grey) {
            outside[cell] = true;
            open.push(cell);
        }
    }

    /// Pearson's correlation of the darkness with the lungs over the cells of the body, less the part of the lungs that
    /// lies where no body is or beyond the picture's sides and top, and less what one lung lacks of half the other.
    double agreement(List<Hemithorax> lungs, double spacing) {
        Correlation correlation = new Correlation();
        double[] sizes = new double[2];
        double astray = 0;
        for (int row = -BEYOND; row < rows; row++) {
            for (int column = -BEYOND; column < columns + BEYOND; column++) {
                double x = (column + 0.5) * step * spacing;
                double y = (row + 0.5) * step * spacing;
                double first = Math.min(1, lungs.get(0).thickness(x, y) / FULL);
                double second = Math.min(1, lungs.get(1).thickness(x, y) / FULL);
                double lung = Math.min(1, first + second);
                sizes[0] += first;
                sizes[1] += second;
                boolean within = row >= 0 && column >= 0 && column < columns;
                if (!within || outside[row * columns + column]) {
                    astray += lung;
                } else {
                    correlation.add(lung, dark[row * columns + column]);
                }
            }
        }
        double smaller = Math.min(sizes[0], sizes[1]) / Math.max(1e-9, Math.max(sizes[0], sizes[1]));
        double all = Math.max(1e-9, sizes[0] + sizes[1]);
        return correlation.value() - astray / all - Math.max(0, LEAST_RATIO - smaller);
    }

    private static final class Correlation {
        private double n;
        private double sumX;
        private double sumY;
        private double sumXx;
        private double sumYy;
        private double sumXy;

        void add(double x, double y) {
            n++;
            sumX += x;
            sumY += y;
            sumXx += x * x;
            sumYy += y * y;
            sumXy += x * y;
        }

        /// -1..1; 0 where one of the two is the same everywhere.
        double value() {
            double spread = Math.sqrt((n * sumXx - sumX * sumX) * (n * sumYy - sumY * sumY));
            return spread > 0 ? (n * sumXy - sumX * sumY) / spread : 0;
        }
    }
}
