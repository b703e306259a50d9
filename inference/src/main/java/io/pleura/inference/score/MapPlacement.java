package io.pleura.inference.score;

/// Where a map lies in its radiograph, as [io.pleura.events.LocalizationMap] defines it.
///
/// @param imageColumns Columns (0028,0011) of the original
/// @param inputSize side of the network input, in input pixels
/// @param scale input pixels for each pixel of the original
/// @param offsetX left padding, in input pixels
public record MapPlacement(
        int imageRows, int imageColumns, int inputSize, double scale, double offsetX, double offsetY) {

    /// Share of column `column` of a map with `columns` columns that lies left of the image's midline, 0 to 1.
    double shareLeftOfMidline(int column, int columns) {
        double cellSize = (double) inputSize / columns;
        double left = (column * cellSize - offsetX) / scale;
        double right = ((column + 1) * cellSize - offsetX) / scale;
        return Math.clamp((imageColumns / 2.0 - left) / (right - left), 0, 1);
    }
}
