package io.pleura.training.evaluation;

import java.util.function.DoublePredicate;

/// A cut on s, chosen on validation images.
///
/// @param cut positive is s >= cut
public record OperatingPoint(double cut) {

    /// What the two outer points keep of the one figure to gain the most of the other.
    private static final double KEPT = 0.90;

    /// Finds as many positives as a specificity of 90 % allows: the lowest such cut, and never above the balanced one.
    public static OperatingPoint highSensitivity(Evaluation validation) {
        return new OperatingPoint(Math.min(
                atSpecificity(validation, KEPT).cut(), balanced(validation).cut()));
    }

    /// The lowest cut that keeps a specificity on the validation images, 0..1: as sensitive as it allows.
    public static OperatingPoint atSpecificity(Evaluation validation, double specificity) {
        for (double cut : cuts(validation)) {
            if (validation.specificity(cut) >= specificity) {
                return new OperatingPoint(cut);
            }
        }
        throw new IllegalArgumentException("a specificity is at most 1, not " + specificity);
    }

    /// The cut with the largest sum of sensitivity and specificity (Youden's index); the middle one of several.
    public static OperatingPoint balanced(Evaluation validation) {
        double[] cuts = cuts(validation);
        double best = 0;
        for (double cut : cuts) {
            best = Math.max(best, youden(validation, cut));
        }
        double wanted = best;
        DoublePredicate isBest = cut -> youden(validation, cut) >= wanted - 1e-12;
        double[] equal = java.util.Arrays.stream(cuts).filter(isBest).toArray();
        return new OperatingPoint(equal[equal.length / 2]);
    }

    /// Clears as many negatives as a sensitivity of 90 % allows: the highest such cut, and never below the balanced
    /// one.
    public static OperatingPoint highSpecificity(Evaluation validation) {
        double best = balanced(validation).cut();
        for (double cut : cuts(validation)) {
            best = validation.sensitivity(cut) >= KEPT ? Math.max(best, cut) : best;
        }
        return new OperatingPoint(best);
    }

    private static double youden(Evaluation validation, double cut) {
        return validation.sensitivity(cut) + validation.specificity(cut) - 1;
    }

    /// Half-way between neighbouring scores, and beyond both ends; rising.
    private static double[] cuts(Evaluation validation) {
        double[] scores = validation.scores();
        double[] cuts = new double[scores.length + 1];
        cuts[0] = scores[0] - 1;
        for (int i = 1; i < scores.length; i++) {
            cuts[i] = (scores[i - 1] + scores[i]) / 2;
        }
        cuts[scores.length] = scores[scores.length - 1] + 1;
        return cuts;
    }
}
