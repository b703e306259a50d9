package io.pleura.training.phantom;

/// The detector of a phantom: rows x columns pixels of `spacing` centimetres, row-major, origin at the top left.
record Grid(int rows, int columns, double spacing) {

    int size() {
        return rows * columns;
    }

    double width() {
        return columns * spacing;
    }

    double height() {
        return rows * spacing;
    }

    double x(int column) {
        return (column + 0.5) * spacing;
    }

    double y(int row) {
        return (row + 0.5) * spacing;
    }

    /// The column of the coordinate `x` in centimetres, held within the grid.
    int column(double x) {
        return Math.clamp((long) Math.floor(x / spacing), 0, columns - 1);
    }

    int row(double y) {
        return Math.clamp((long) Math.floor(y / spacing), 0, rows - 1);
    }
}
