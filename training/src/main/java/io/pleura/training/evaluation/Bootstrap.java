package io.pleura.training.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoublePredicate;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.distribution.NormalDistribution;

/// Confidence intervals of 95 % for any figure that has one ({@link Figure#hasInterval}): the bias-corrected and
/// accelerated bootstrap (BCa; Efron 1987), stratified. Patients with a positive image and patients without are
/// resampled apart, all images of a patient together. Acceleration comes from leaving out each patient (Davison and
/// Hinkley 1997, section 5.3.2, for several strata). The same seed gives the same intervals.
///
/// A single patient with a positive image, or without one, cannot tell how patients differ: then there is no interval.
/// Where no resample differs, as with a recall of 1, shares of images get Wilson's interval instead; other figures keep
/// one of no width, which says only that no resample had an error (see {@link Intervals#ruleOfThree}).
///
/// @param resamples 2000 leave an error of about a twentieth of the interval's width
public record Bootstrap(int resamples, long seed) {

    private static final int MOST_RESAMPLES = 100_000;
    private static final double TAIL = 0.025;
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    /// A difference of two models on the same images and how often chance alone would make one as large, if there were
    /// none (two-sided); p is NaN where no resample differs from another, which tells nothing of chance.
    public record Difference(Estimate estimate, double p) {}

    public Bootstrap {
        if (resamples < 1 || resamples > MOST_RESAMPLES) {
            throw new IllegalArgumentException("resamples must be 1.." + MOST_RESAMPLES + ", are " + resamples);
        }
    }

    public Map<Figure, Estimate> estimates(Outcomes images, Collection<Figure> figures) {
        List<Figure> existing = figures.stream()
                .filter(f -> f.hasInterval() && !Double.isNaN(f.of(images)))
                .toList();
        Draws draws = new Draws(images);
        double[][] replicates = new double[existing.size()][resamples];
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < resamples; i++) {
            Outcomes resampled = images.weighted(draws.next(random));
            for (int figure = 0; figure < replicates.length; figure++) {
                replicates[figure][i] = existing.get(figure).of(resampled);
            }
        }
        Map<Figure, Estimate> estimates = new EnumMap<>(Figure.class);
        figures.forEach(figure -> estimates.put(
                figure, figure.hasInterval() ? Estimate.ABSENT : Estimate.withoutInterval(figure.of(images))));
        for (int i = 0; i < replicates.length; i++) {
            Figure figure = existing.get(i);
            Estimate estimate = interval(images, draws, figure::of, figure.of(images), replicates[i]);
            estimates.put(figure, estimate.width() > 0 ? estimate : Intervals.ofShare(figure, images, estimate));
        }
        return estimates;
    }

    public Estimate estimate(Outcomes images, Figure figure) {
        return estimates(images, List.of(figure)).getOrDefault(figure, Estimate.ABSENT);
    }

    /// First minus second; both must have judged the same images in the same order.
    public Difference difference(Outcomes first, Outcomes second, Figure figure) {
        Pairs.check(first, second);
        // Weights belong to images, so that one draw serves both models.
        ToDoubleFunction<Outcomes> statistic =
                images -> figure.of(images) - figure.of(second.weighted(images.weights()));
        double value = statistic.applyAsDouble(first);
        if (Double.isNaN(value)) {
            return new Difference(Estimate.ABSENT, Double.NaN);
        }
        Draws draws = new Draws(first);
        SplittableRandom random = new SplittableRandom(seed);
        double[] replicates = new double[resamples];
        for (int i = 0; i < resamples; i++) {
            replicates[i] = statistic.applyAsDouble(first.weighted(draws.next(random)));
        }
        double below = share(replicates, v -> v <= 0);
        double above = share(replicates, v -> v >= 0);
        double p = Math.min(1, 2 * Math.max(Math.min(below, above), 1.0 / (resamples + 1)));
        Estimate estimate = interval(first, draws, statistic, value, replicates);
        return new Difference(estimate, value == 0 || estimate.width() > 0 ? p : Double.NaN);
    }

    private Estimate interval(
            Outcomes images, Draws draws, ToDoubleFunction<Outcomes> statistic, double value, double[] replicates) {
        double[] sorted = Arrays.stream(replicates)
                .filter(replicate -> !Double.isNaN(replicate))
                .sorted()
                .toArray();
        if (sorted.length < resamples / 2 || draws.hasLonePatient()) {
            return Estimate.withoutInterval(value);
        }
        double lower = share(sorted, v -> v < value) + share(sorted, v -> v == value) / 2;
        if (lower <= 0 || lower >= 1) {
            return new Estimate(value, Math.min(value, sorted[0]), Math.max(value, sorted[sorted.length - 1]));
        }
        double bias = NORMAL.inverseCumulativeProbability(lower);
        double acceleration = draws.acceleration(weights -> statistic.applyAsDouble(images.weighted(weights)));
        return new Estimate(
                value,
                quantile(sorted, corrected(TAIL, bias, acceleration)),
                quantile(sorted, corrected(1 - TAIL, bias, acceleration)));
    }

    private static double corrected(double level, double bias, double acceleration) {
        double shifted = bias + NORMAL.inverseCumulativeProbability(level);
        return NORMAL.cumulativeProbability(bias + shifted / (1 - acceleration * shifted));
    }

    private static double quantile(double[] sorted, double level) {
        return sorted[
                Math.clamp(
                        (int) Math.floor(level * (sorted.length + 1)) - (level < 0.5 ? 0 : 1), 0, sorted.length - 1)];
    }

    private static double share(double[] values, DoublePredicate condition) {
        return Arrays.stream(values).filter(condition).count() / (double) values.length;
    }

    /// The patients to draw from, in their strata.
    private static final class Draws {

        private final int images;
        private final List<List<int[]>> strata = List.of(new ArrayList<>(), new ArrayList<>());

        Draws(Outcomes outcomes) {
            images = outcomes.images().size();
            for (int[] patient : outcomes.patients()) {
                boolean positive = Arrays.stream(patient)
                        .anyMatch(i -> outcomes.images().get(i).positive());
                strata.get(positive ? 1 : 0).add(patient);
            }
        }

        /// Whether a stratum gives the same patient in every draw.
        boolean hasLonePatient() {
            return strata.stream().anyMatch(patients -> patients.size() == 1);
        }

        /// How often each image is drawn.
        int[] next(SplittableRandom random) {
            int[] weights = new int[images];
            for (List<int[]> stratum : strata) {
                for (int i = 0; i < stratum.size(); i++) {
                    for (int image : stratum.get(random.nextInt(stratum.size()))) {
                        weights[image]++;
                    }
                }
            }
            return weights;
        }

        double acceleration(ToDoubleFunction<int[]> statistic) {
            double squares = 0;
            double cubes = 0;
            int[] weights = new int[images];
            Arrays.fill(weights, 1);
            for (List<int[]> stratum : strata) {
                double[] without = new double[stratum.size()];
                for (int i = 0; i < without.length; i++) {
                    mark(weights, stratum.get(i), 0);
                    without[i] = statistic.applyAsDouble(weights);
                    mark(weights, stratum.get(i), 1);
                }
                double mean = Arrays.stream(without).average().orElse(0);
                for (double one : without) {
                    double influence = (mean - one) * (without.length - 1) / without.length;
                    squares += influence * influence;
                    cubes += influence * influence * influence;
                }
            }
            double acceleration = cubes / (6 * Math.pow(squares, 1.5));
            return Double.isFinite(acceleration) ? acceleration : 0;
        }

        private static void mark(int[] weights, int[] patient, int weight) {
            for (int image : patient) {
                weights[image] = weight;
            }
        }
    }
}
