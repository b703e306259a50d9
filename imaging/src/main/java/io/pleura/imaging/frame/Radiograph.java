package io.pleura.imaging.frame;

import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.Tags;

/// A decoded radiograph: its attributes and what it shows.
///
/// @param frame all of the image, its pixels square; smaller than it when it was decoded for a model
public record Radiograph(DicomFile file, GrayFrame frame) {

    /// Of the image with square pixels, which is Rows (0028,0010) where they were square.
    public int rows() {
        return file.dataSet().integer(Tags.ROWS).stream()
                .map(PixelAspect.of(file.dataSet())::rows)
                .findFirst()
                .orElse(frame.rows());
    }

    /// Likewise.
    public int columns() {
        return file.dataSet().integer(Tags.COLUMNS).stream()
                .map(PixelAspect.of(file.dataSet())::columns)
                .findFirst()
                .orElse(frame.columns());
    }
}
