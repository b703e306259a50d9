package io.pleura.training.evaluation;

/// The four counts of a binary decision and the figures that follow from them (Fawcett 2006, "An introduction to ROC
/// analysis"). A figure whose denominator is 0 is NaN: precision where nothing was called positive.
public record Confusion(int truePositives, int falsePositives, int trueNegatives, int falseNegatives) {

    public double accuracy() {
        return ratio(truePositives + trueNegatives, images());
    }

    /// Positive predictive value; depends on the share of positives, unlike sensitivity and specificity.
    public double precision() {
        return ratio(truePositives, truePositives + falsePositives);
    }

    /// Sensitivity.
    public double recall() {
        return ratio(truePositives, truePositives + falseNegatives);
    }

    public double specificity() {
        return ratio(trueNegatives, trueNegatives + falsePositives);
    }

    /// Harmonic mean of precision and recall (van Rijsbergen 1979): 2 TP / (2 TP + FP + FN).
    public double f1() {
        return ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives);
    }

    public int images() {
        return truePositives + falsePositives + trueNegatives + falseNegatives;
    }

    private static double ratio(int part, int whole) {
        return whole == 0 ? Double.NaN : part / (double) whole;
    }
}
