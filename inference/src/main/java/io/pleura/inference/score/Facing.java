package io.pleura.inference.score;

/// Which way the patient faces the reader, from Patient Orientation (0020,0020).
public enum Facing {
    /// The usual way to show a frontal radiograph: the patient's right is on the image's left.
    USUAL,
    /// The patient's right is on the image's right.
    MIRRORED,
    /// The rows do not run from one of the patient's sides to the other.
    NOT_FRONTAL;

    /// @param rowDirection first value of Patient Orientation: the direction in which the rows run, `L` for
    ///     towards the patient's left; empty when not stated (PS3.3 section C.7.6.1.1.1)
    public static Facing ofRowDirection(String rowDirection) {
        if (rowDirection.isEmpty() || rowDirection.startsWith("L")) {
            return USUAL;
        }
        return rowDirection.startsWith("R") ? MIRRORED : NOT_FRONTAL;
    }
}
