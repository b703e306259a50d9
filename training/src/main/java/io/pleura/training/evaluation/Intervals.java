package io.pleura.training.evaluation;

/// What a number of images can prove at best.
public final class Intervals {

    private static final double NORMAL_95 = 1.959964;

    private Intervals() {}

    /// The highest error rate that `images` without a single error leave possible at 95 %: about 3 in `images` (Hanley
    /// and Lippman-Hand 1983); here exactly, 1 - 0.05^(1/n).
    public static double ruleOfThree(int images) {
        return 1 - Math.pow(0.05, 1.0 / images);
    }

    /// Wilson's interval where the figure is a share of images; otherwise the given one.
    static Estimate ofShare(Figure figure, Outcomes images, Estimate otherwise) {
        Confusion counts = images.confusion();
        int right = counts.truePositives() + counts.trueNegatives();
        return switch (figure) {
            case ACCURACY -> share(right, counts.images());
            case PRECISION -> share(counts.truePositives(), counts.truePositives() + counts.falsePositives());
            case RECALL -> share(counts.truePositives(), images.positives());
            case SPECIFICITY -> share(counts.trueNegatives(), images.negatives());
            case F1, AUC, AVERAGE_PRECISION, SENSITIVITY_AT_90, SENSITIVITY_AT_95 -> otherwise;
            case DICE_NODES, DICE_PIXELS, KAGGLE_NODES, KAGGLE_PIXELS, FALSE_REGIONS -> otherwise;
            case CALIBRATION_ERROR, CHANCE_ERROR, BRIER -> otherwise;
        };
    }

    /// Wilson's (1927) interval of a share.
    public static Estimate share(int part, int whole) {
        if (whole == 0) {
            return Estimate.ABSENT;
        }
        double share = part / (double) whole;
        double square = NORMAL_95 * NORMAL_95;
        double centre = (share + square / (2 * whole)) / (1 + square / whole);
        double half = NORMAL_95
                / (1 + square / whole)
                * Math.sqrt(share * (1 - share) / whole + square / (4.0 * whole * whole));
        return new Estimate(share, part == 0 ? 0 : centre - half, part == whole ? 1 : centre + half);
    }
}
