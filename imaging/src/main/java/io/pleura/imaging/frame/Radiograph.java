package io.pleura.imaging.frame;

import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.Tags;

/// A decoded radiograph: its attributes and what it shows.
///
/// @param frame all of the image; smaller than it when it was decoded for a model
public record Radiograph(DicomFile file, GrayFrame frame) {

    /// Of the image.
    public int rows() {
        return file.dataSet().integer(Tags.ROWS).orElse(frame.rows());
    }

    /// Of the image.
    public int columns() {
        return file.dataSet().integer(Tags.COLUMNS).orElse(frame.columns());
    }
}
