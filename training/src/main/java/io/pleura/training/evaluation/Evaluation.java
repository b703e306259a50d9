package io.pleura.training.evaluation;

import io.pleura.training.data.Example;
import java.util.Comparator;
import java.util.List;

/// Figures over a set of scored images.
///
/// @param images with and without pneumothorax; their scores are finite
public record Evaluation(List<Scored> images) {

    public Evaluation {
        images = List.copyOf(images);
        for (Scored image : images) {
            if (!Float.isFinite(image.score())) {
                throw new IllegalArgumentException(
                        "the score of image %s is %s; of a network in training: try a smaller --learning-rate"
                                .formatted(image.example().origin().id(), image.score()));
            }
        }
        if (images.stream().noneMatch(Scored::positive) || images.stream().allMatch(Scored::positive)) {
            throw new IllegalArgumentException("an evaluation needs images with and without pneumothorax");
        }
    }

    /// Area under the ROC curve: the chance that a positive image scores above a negative one, ties half
    /// (Mann-Whitney).
    public double auc() {
        List<Scored> sorted = images.stream()
                .sorted(Comparator.comparingDouble(Scored::score))
                .toList();
        double rankSum = 0;
        long positives = 0;
        for (int from = 0, to; from < sorted.size(); from = to) {
            to = from;
            while (to < sorted.size()
                    && sorted.get(to).score() == sorted.get(from).score()) {
                to++;
            }
            double rank = (from + 1 + to) / 2.0; // the mean rank of the ties
            long tied =
                    sorted.subList(from, to).stream().filter(Scored::positive).count();
            rankSum += rank * tied;
            positives += tied;
        }
        return (rankSum - positives * (positives + 1) / 2.0) / (positives * (double) (sorted.size() - positives));
    }

    /// Whether the model says where lesions are, without which there is no Dice.
    public boolean hasMaps() {
        return images.stream().allMatch(Scored::hasMap);
    }

    /// Mean Dice of the maps of the positive images that have a mask, on nodes; NaN where the model has no map or no
    /// positive a mask.
    public double dicePositives(double logitCut) {
        return images.stream()
                .filter(image -> image.positive() && image.example().supervision() == Example.Supervision.MASK)
                .mapToDouble(image -> image.dice(logitCut))
                .average()
                .orElse(Double.NaN);
    }

    /// Whether the model has a map and every positive image a mask, so that the Dice is that of all.
    public boolean hasEveryDice() {
        return hasMaps()
                && images.stream()
                        .filter(Scored::positive)
                        .allMatch(image -> image.example().supervision() == Example.Supervision.MASK);
    }

    /// Part of the positive images with s at or above the cut.
    public double sensitivity(double cut) {
        return images.stream()
                .filter(Scored::positive)
                .mapToDouble(image -> image.score() >= cut ? 1 : 0)
                .average()
                .orElse(0);
    }

    /// Part of the negative images with s below the cut.
    public double specificity(double cut) {
        return images.stream()
                .filter(image -> !image.positive())
                .mapToDouble(image -> image.score() < cut ? 1 : 0)
                .average()
                .orElse(0);
    }

    /// The scores in rising order.
    public double[] scores() {
        return images.stream().mapToDouble(Scored::score).sorted().toArray();
    }
}
