package io.pleura.alerting.triage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// One logit a cell and where the cells lie in the radiograph; the geometry is explained in `events.avdl`.
///
/// @param logits rows * columns binary32 values, row-major, little-endian; never written to
/// @param inputSize side of the square network input, in input pixels
/// @param scale input pixels for each pixel of the original
/// @param offsetX left padding of the input, in input pixels
/// @param offsetY top padding of the input, in input pixels
/// @param cellThreshold logit from which on a cell belongs to the finding at the operating point
public record LocalizationMap(
        int rows,
        int columns,
        ByteBuffer logits,
        int inputSize,
        double scale,
        double offsetX,
        double offsetY,
        double cellThreshold) {

    public LocalizationMap {
        logits = logits.asReadOnlyBuffer();
        if (rows < 1 || columns < 1 || logits.remaining() != 4L * rows * columns) {
            throw new IllegalArgumentException(
                    "a map of " + rows + " x " + columns + " cells cannot have " + logits.remaining() + " bytes");
        }
    }

    /// The cells' probabilities (the logistic function of their logits), row-major.
    public float[] probabilities() {
        ByteBuffer cells = logits.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        float[] probabilities = new float[rows * columns];
        for (int cell = 0; cell < probabilities.length; cell++) {
            probabilities[cell] = (float) logistic(cells.getFloat());
        }
        return probabilities;
    }

    /// The probability from which on a cell belongs to the finding.
    public double threshold() {
        return logistic(cellThreshold);
    }

    private static double logistic(double logit) {
        return 1 / (1 + Math.exp(-logit));
    }
}
