package io.pleura.imaging.frame;

/// Where an image lies in the square input of the model: scaled alike in both directions, centred, padded.
///
/// Coordinates are continuous with the origin at the top left corner, so that pixel (0,0) covers [0,1) x [0,1):
/// `x = column * scale + offsetX`, `y = row * scale + offsetY`.
///
/// @param scale input pixels per source pixel
/// @param offsetX input pixels left of the image
/// @param offsetY input pixels above the image
public record Letterbox(int inputSize, int rows, int columns, double scale, double offsetX, double offsetY) {

    public Letterbox {
        if (inputSize < 1 || rows < 1 || columns < 1 || !(scale > 0)) {
            throw new IllegalArgumentException("sizes and scale are positive");
        }
    }

    /// The largest centred placement of an image.
    public static Letterbox fit(int rows, int columns, int inputSize) {
        double scale = (double) inputSize / Math.max(rows, columns);
        return new Letterbox(
                inputSize, rows, columns, scale, (inputSize - columns * scale) / 2, (inputSize - rows * scale) / 2);
    }

    /// Input to source: the column under x.
    public double column(double x) {
        return (x - offsetX) / scale;
    }

    /// Input to source: the row under y.
    public double row(double y) {
        return (y - offsetY) / scale;
    }

    /// Source to input.
    public double x(double column) {
        return column * scale + offsetX;
    }

    /// Source to input.
    public double y(double row) {
        return row * scale + offsetY;
    }

    /// The part of the source that cell (i, j) of an h x w map over the input covers; it may reach beyond the image.
    public Area cell(int i, int j, int h, int w) {
        double cellHeight = (double) inputSize / h;
        double cellWidth = (double) inputSize / w;
        return new Area(
                row(i * cellHeight), column(j * cellWidth), row((i + 1) * cellHeight), column((j + 1) * cellWidth));
    }

    /// A rectangle of source pixels, in continuous coordinates.
    public record Area(double top, double left, double bottom, double right) {}
}
