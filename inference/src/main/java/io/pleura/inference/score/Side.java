package io.pleura.inference.score;

import io.pleura.imaging.frame.Facing;

/// The patient's side on which the model sees air.
public enum Side {
    LEFT,
    RIGHT,
    BILATERAL,
    UNDETERMINED;

    /// A side with less of the area than this is taken for spill over the midline.
    private static final double BILATERAL_SHARE = 0.2;

    /// Weighs the cells at or above `cellThreshold` on either side of the image's midline.
    static Side of(
            float[] logits, ModelDescription.Grid grid, double cellThreshold, MapPlacement placement, Facing facing) {
        double imageLeft = 0;
        double all = 0;
        for (int column = 0; column < grid.columns(); column++) {
            int cells = 0;
            for (int row = 0; row < grid.rows(); row++) {
                cells += logits[row * grid.columns() + column] >= cellThreshold ? 1 : 0;
            }
            all += cells;
            imageLeft += cells * placement.shareLeftOfMidline(column, grid.columns());
        }
        if (all == 0) {
            return UNDETERMINED;
        }
        return switch (facing) {
            case USUAL, NOT_STATED -> ofShares(imageLeft / all);
            case MIRRORED -> ofShares(1 - imageLeft / all);
            case NOT_FRONTAL -> UNDETERMINED;
        };
    }

    private static Side ofShares(double patientRight) {
        if (patientRight >= BILATERAL_SHARE && 1 - patientRight >= BILATERAL_SHARE) {
            return BILATERAL;
        }
        return patientRight > 0.5 ? RIGHT : LEFT;
    }
}
