package io.pleura.training.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The rising curve closest to the labels: pool adjacent violators (Ayer et al. 1955; for calibration Zadrozny and
/// Elkan 2002). It fits any rising shape, but needs more images than Platt's two parameters.
///
/// The shares of the pooled blocks stand at the blocks' mean scores, straight lines join them (ours: so that the curve
/// rises strictly between its ends and every cut there has a threshold of its own), and beyond the ends it is level. No
/// probability is more extreme than Platt's softened targets allow for the number of images.
///
/// @param scores of the knots, rising
/// @param probabilities of the knots, rising
public record IsotonicCalibration(List<Double> scores, List<Double> probabilities) implements ScoreCalibration {

    private static final int MOST_KNOTS = 1 << 16;

    public IsotonicCalibration {
        scores = List.copyOf(scores);
        probabilities = List.copyOf(probabilities);
        if (scores.isEmpty() || scores.size() > MOST_KNOTS || scores.size() != probabilities.size()) {
            throw new IllegalArgumentException("isotonic calibration needs 1.." + MOST_KNOTS + " knots");
        }
        for (int i = 1; i < scores.size(); i++) {
            if (!(scores.get(i - 1) < scores.get(i)) || !(probabilities.get(i - 1) < probabilities.get(i))) {
                throw new IllegalArgumentException("the knots of an isotonic calibration must rise");
            }
        }
    }

    /// Images of neighbouring scores that share one probability.
    private record Block(double scoreSum, int positives, int images) {

        double share() {
            return positives / (double) images;
        }

        double meanScore() {
            return scoreSum / images;
        }

        Block with(Block next) {
            return new Block(scoreSum + next.scoreSum, positives + next.positives, images + next.images);
        }
    }

    public static IsotonicCalibration fit(List<Scored> images) {
        List<Block> pooled = new ArrayList<>();
        for (Block block : ofEqualScores(images)) {
            Block last = block;
            while (!pooled.isEmpty() && pooled.getLast().share() >= last.share()) {
                last = pooled.removeLast().with(last);
            }
            pooled.add(last);
        }
        long positives = images.stream().filter(Scored::positive).count();
        double highest = (positives + 1.0) / (positives + 2.0);
        double lowest = 1.0 / (images.size() - positives + 2.0);
        List<Double> scores = new ArrayList<>();
        List<Double> probabilities = new ArrayList<>();
        for (Block block : pooled) {
            double probability = Math.clamp(block.share(), lowest, highest);
            if (probabilities.isEmpty() || probability > probabilities.getLast()) {
                scores.add(block.meanScore());
                probabilities.add(probability);
            }
        }
        return new IsotonicCalibration(scores, probabilities);
    }

    private static List<Block> ofEqualScores(List<Scored> images) {
        return images.stream().collect(Collectors.groupingBy(Scored::score)).entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .map(entry -> new Block(
                        (double) entry.getKey() * entry.getValue().size(),
                        (int) entry.getValue().stream().filter(Scored::positive).count(),
                        entry.getValue().size()))
                .toList();
    }

    @Override
    public double probability(double score) {
        return interpolate(scores, probabilities, score);
    }

    /// Of a threshold above the highest probability: infinity, since no score reaches it.
    @Override
    public double logit(double threshold) {
        if (threshold > probabilities.getLast()) {
            return Double.POSITIVE_INFINITY;
        }
        return threshold <= probabilities.getFirst()
                ? Double.NEGATIVE_INFINITY
                : interpolate(probabilities, scores, threshold);
    }

    private static double interpolate(List<Double> x, List<Double> y, double at) {
        double[] knots = x.stream().mapToDouble(Double::doubleValue).toArray();
        int found = Arrays.binarySearch(knots, at);
        int next = found >= 0 ? found : -found - 1;
        if (next == 0 || next == knots.length) {
            return next == 0 ? y.getFirst() : y.getLast();
        }
        double part = (at - knots[next - 1]) / (knots[next] - knots[next - 1]);
        return y.get(next - 1) + part * (y.get(next) - y.get(next - 1));
    }
}
