package io.pleura.imaging.frame;

import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.Tags;

/// Which way the patient faces the reader, from Patient Orientation (0020,0020): the one rule of the model's side and
/// the viewer's.
public enum Facing {
    /// The usual way to show a frontal radiograph: the patient's right is on the image's left.
    USUAL,
    /// The patient's right is on the image's right.
    MIRRORED,
    /// The rows do not run from one of the patient's sides to the other.
    NOT_FRONTAL,
    /// The file does not say. The side is told as if it were [#USUAL]; whoever shows it says so.
    NOT_STATED;

    public static Facing of(DataSet radiograph) {
        return ofRowDirection(radiograph.strings(Tags.PATIENT_ORIENTATION).stream()
                .findFirst()
                .orElse(""));
    }

    /// @param rowDirection first value of Patient Orientation: the direction in which the rows run, `L` for
    ///     towards the patient's left; empty when not stated (PS3.3 section C.7.6.1.1.1)
    static Facing ofRowDirection(String rowDirection) {
        if (rowDirection.isEmpty()) {
            return NOT_STATED;
        }
        if (rowDirection.startsWith("L")) {
            return USUAL;
        }
        return rowDirection.startsWith("R") ? MIRRORED : NOT_FRONTAL;
    }
}
