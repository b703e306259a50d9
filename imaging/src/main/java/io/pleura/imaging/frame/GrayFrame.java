package io.pleura.imaging.frame;

import io.pleura.imaging.codec.StoredPixels;
import io.pleura.imaging.dicom.DicomFile;

/// What a person sees: display values from 0 (dark) to 1 (bright), row by row from the top left. Dense tissue is
/// bright, whatever the photometric interpretation was.
///
/// @param values rows * columns; the record owns the array
public record GrayFrame(int rows, int columns, float[] values) {

    public GrayFrame {
        if (rows < 1 || columns < 1 || values.length != rows * columns) {
            throw new IllegalArgumentException("values must fill rows and columns");
        }
    }

    /// Through the grayscale pipeline of PS3.4 section N.2: modality LUT, first VOI window or LUT (without one: the
    /// range of the image), MONOCHROME1 inverted.
    public static GrayFrame of(DicomFile file, StoredPixels pixels) {
        return new GrayFrame(
                pixels.rows(),
                pixels.columns(),
                DisplayPipeline.of(file.dataSet(), pixels).apply(pixels));
    }

    /// Whether nothing can be seen on it: all of it is of one grey.
    public boolean isBlank() {
        for (float value : values) {
            if (value != values[0]) {
                return false;
            }
        }
        return true;
    }

    /// This frame made smaller by area averaging until its longer side is `maxEdge` pixels; itself when it is no
    /// longer.
    public GrayFrame within(int maxEdge) {
        int longer = Math.max(rows, columns);
        if (longer <= maxEdge) {
            return this;
        }
        int newRows = Math.max(1, Math.round((float) rows * maxEdge / longer));
        int newColumns = Math.max(1, Math.round((float) columns * maxEdge / longer));
        return resized(newRows, newColumns);
    }

    /// By area averaging.
    GrayFrame resized(int newRows, int newColumns) {
        return new GrayFrame(
                newRows,
                newColumns,
                AreaResize.resize(
                        values,
                        columns,
                        AreaResize.Axis.of(rows, newRows, (double) newRows / rows, 0),
                        AreaResize.Axis.of(columns, newColumns, (double) newColumns / columns, 0)));
    }
}
