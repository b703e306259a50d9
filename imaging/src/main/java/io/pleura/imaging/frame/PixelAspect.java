package io.pleura.imaging.frame;

import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.Tag;
import io.pleura.imaging.dicom.Tags;
import java.util.List;
import java.util.Optional;

/// The shape of an image's pixels. Neither the model nor a screen knows any but square ones, so an image of others is
/// made smaller in the direction in which it has more of them.
///
/// @param heightByWidth of a pixel; 1 when it is square
record PixelAspect(double heightByWidth) {

    static final PixelAspect SQUARE = new PixelAspect(1);

    /// Less would not be seen, and is rounded by those who state it.
    private static final double TOLERANCE = 0.01;

    /// No detector or scanner is further from square: beyond, the value is a mistake.
    private static final double MOST = 4;

    /// PS3.3 section C.7.6.3.1.7 has the ratio where no spacing is stated. All have the vertical value first.
    private static final List<Tag> STATED_BY =
            List.of(Tags.IMAGER_PIXEL_SPACING, Tags.PIXEL_SPACING, Tags.PIXEL_ASPECT_RATIO);

    static PixelAspect of(DataSet dataSet) {
        return STATED_BY.stream()
                .flatMap(tag -> stated(dataSet.decimals(tag)).stream())
                .findFirst()
                .orElse(SQUARE);
    }

    private static Optional<PixelAspect> stated(List<Double> values) {
        if (values.size() != 2 || values.getFirst() <= 0 || values.getLast() <= 0) {
            return Optional.empty();
        }
        double ratio = values.getFirst() / values.getLast();
        boolean visible = Math.abs(ratio - 1) > TOLERANCE && ratio <= MOST && ratio >= 1 / MOST;
        return Optional.of(visible ? new PixelAspect(ratio) : SQUARE);
    }

    boolean isSquare() {
        return heightByWidth == 1;
    }

    /// Of an image with so many once its pixels are square.
    int rows(int rows) {
        return Math.max(1, (int) Math.round(rows * Math.min(1, heightByWidth)));
    }

    /// Of an image with so many once its pixels are square.
    int columns(int columns) {
        return Math.max(1, (int) Math.round(columns / Math.max(1, heightByWidth)));
    }

    GrayFrame squared(GrayFrame frame) {
        return isSquare() ? frame : frame.resized(rows(frame.rows()), columns(frame.columns()));
    }
}
