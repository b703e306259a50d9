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
