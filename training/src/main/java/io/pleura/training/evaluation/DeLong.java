package io.pleura.training.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/// AUCs and their differences with normal intervals, without assuming any shape of the scores (DeLong, DeLong and
/// Clarke-Pearson 1988), by the midrank algorithm of Sun and Xu (2014) in O(n log n).
///
/// Correlated curves need no covariance matrix here: a weighted sum of AUCs has the same weighted sum of placements, so
/// its variance is that of the sums. Several images of one patient are not independent: their placements are summed
/// before their variance is taken (Obuchowski 1997). With one image of each patient that is DeLong's variance.
///
/// @param value the AUC, difference or mean
public record DeLong(double value, double standardError) {

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final double NORMAL_95 = NORMAL.inverseCumulativeProbability(0.975);

    public static DeLong auc(Outcomes images) {
        return contrast(List.of(images), new double[] {1});
    }

    /// AUC of the first minus AUC of the second on the same images.
    public static DeLong difference(Outcomes first, Outcomes second) {
        return contrast(List.of(first, second), new double[] {1, -1});
    }

    /// Mean AUC of some models minus that of others (as many seeds of one and another design), all on the same images.
    public static DeLong meanDifference(List<Outcomes> some, List<Outcomes> others) {
        List<Outcomes> all = new ArrayList<>(some);
        all.addAll(others);
        double[] factors = new double[all.size()];
        Arrays.fill(factors, 0, some.size(), 1.0 / some.size());
        Arrays.fill(factors, some.size(), factors.length, -1.0 / others.size());
        return contrast(all, factors);
    }

    /// Mean of results on sets that share no image.
    public static DeLong independentMean(List<DeLong> results) {
        double mean = results.stream().mapToDouble(DeLong::value).average().orElseThrow();
        double variance = results.stream()
                .mapToDouble(result -> result.standardError * result.standardError)
                .sum();
        return new DeLong(mean, Math.sqrt(variance) / results.size());
    }

    private static DeLong contrast(List<Outcomes> models, double[] factors) {
        Outcomes reference = models.getFirst();
        int positives = reference.positives();
        int negatives = reference.negatives();
        if (!canJudge(reference)) {
            throw new IllegalArgumentException("DeLong's test needs two patients with and two without pneumothorax");
        }
        double[] ofPositives = new double[positives];
        double[] ofNegatives = new double[negatives];
        for (int model = 0; model < models.size(); model++) {
            Pairs.check(reference, models.get(model));
            addPlacements(models.get(model), factors[model], ofPositives, ofNegatives);
        }
        return new DeLong(
                Arrays.stream(ofPositives).average().orElseThrow(),
                Math.sqrt(Math.max(0, variance(reference, ofPositives, ofNegatives))));
    }

    /// Whether there are patients enough to tell how much they differ: two with a positive image and two with a
    /// negative one.
    public static boolean canJudge(Outcomes images) {
        return patients(images, Outcome::positive) > 1 && patients(images, image -> !image.positive()) > 1;
    }

    private static long patients(Outcomes images, Predicate<Outcome> kind) {
        return images.images().stream()
                .filter(kind)
                .map(image -> image.origin().patient())
                .distinct()
                .count();
    }

    /// Obuchowski's variance. A patient with images of both kinds adds their covariance.
    private static double variance(Outcomes images, double[] ofPositives, double[] ofNegatives) {
        double[] placements = fromTheMean(images, ofPositives, ofNegatives);
        List<int[]> patients = images.patients();
        double[] positiveSums = new double[patients.size()];
        double[] negativeSums = new double[patients.size()];
        for (int patient = 0; patient < patients.size(); patient++) {
            for (int image : patients.get(patient)) {
                double[] sums = images.images().get(image).positive() ? positiveSums : negativeSums;
                sums[patient] += placements[image];
            }
        }
        double both = 0;
        for (int patient = 0; patient < patients.size(); patient++) {
            both += positiveSums[patient] * negativeSums[patient];
        }
        int positives = ofPositives.length;
        int negatives = ofNegatives.length;
        return variance(positiveSums, patients(images, Outcome::positive)) / positives / positives
                + variance(negativeSums, patients(images, image -> !image.positive())) / negatives / negatives
                + 2 * patients.size() / (patients.size() - 1.0) * both / positives / negatives;
    }

    /// How far each image's placement is from the mean of its kind.
    private static double[] fromTheMean(Outcomes images, double[] ofPositives, double[] ofNegatives) {
        double ofPositive = Arrays.stream(ofPositives).average().orElseThrow();
        double ofNegative = Arrays.stream(ofNegatives).average().orElseThrow();
        double[] placements = new double[images.images().size()];
        int positive = 0;
        int negative = 0;
        for (int image = 0; image < placements.length; image++) {
            placements[image] = images.images().get(image).positive()
                    ? ofPositives[positive++] - ofPositive
                    : ofNegatives[negative++] - ofNegative;
        }
        return placements;
    }

    /// Of the sum over all patients.
    ///
    /// @param sums of each patient, their mean being 0
    /// @param patients that have an image of the kind
    private static double variance(double[] sums, long patients) {
        return Arrays.stream(sums).map(sum -> sum * sum).sum() * patients / (patients - 1);
    }

    /// The share of negatives below each positive, and of positives above each negative, ties half.
    private static void addPlacements(Outcomes model, double factor, double[] ofPositives, double[] ofNegatives) {
        double[] all = midranks(scores(model, true, true));
        double[] amongPositives = midranks(scores(model, true, false));
        double[] amongNegatives = midranks(scores(model, false, true));
        int positive = 0;
        int negative = 0;
        for (int i = 0; i < all.length; i++) {
            if (model.images().get(i).positive()) {
                ofPositives[positive] += factor * (all[i] - amongPositives[positive]) / ofNegatives.length;
                positive++;
            } else {
                ofNegatives[negative] += factor * (1 - (all[i] - amongNegatives[negative]) / ofPositives.length);
                negative++;
            }
        }
    }

    private static double[] scores(Outcomes model, boolean positives, boolean negatives) {
        return model.images().stream()
                .filter(image -> image.positive() ? positives : negatives)
                .mapToDouble(Outcome::score)
                .toArray();
    }

    /// Rank of each value from 1 on; equal values share the mean of their ranks.
    private static double[] midranks(double[] values) {
        int[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(i -> i)
                .toArray();
        double[] ranks = new double[values.length];
        for (int from = 0, to; from < order.length; from = to) {
            to = from;
            while (to < order.length && values[order[to]] == values[order[from]]) {
                to++;
            }
            for (int i = from; i < to; i++) {
                ranks[order[i]] = (from + 1 + to) / 2.0;
            }
        }
        return ranks;
    }

    public Estimate interval() {
        return new Estimate(value, value - NORMAL_95 * standardError, value + NORMAL_95 * standardError);
    }

    public double z() {
        return value / standardError;
    }

    /// Two-sided: how often chance alone would make |z| as large if the true value were 0. NaN where the models do not
    /// differ in any image.
    public double p() {
        return 2 * NORMAL.survivalProbability(Math.abs(z()));
    }
}
