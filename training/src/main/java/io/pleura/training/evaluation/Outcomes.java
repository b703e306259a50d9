package io.pleura.training.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// Judged images as a sample of some population: each counts as often as its weight says, so that resampling and
/// leaving out change weights only and never sort again.
public final class Outcomes {

    private final List<Outcome> images;
    private final int[] falling;
    private final int[] weights;

    private Outcomes(List<Outcome> images, int[] falling, int[] weights) {
        this.images = images;
        this.falling = falling;
        this.weights = weights;
    }

    /// @throws IllegalArgumentException where two images have one id, or a score is no number
    public static Outcomes of(List<Outcome> images) {
        Set<String> ids = new HashSet<>();
        for (Outcome image : images) {
            if (!ids.add(image.origin().id())) {
                throw new IllegalArgumentException("image " + image.origin().id() + " is in the set twice");
            }
            if (Double.isNaN(image.score())) {
                throw new IllegalArgumentException(
                        "the score of image " + image.origin().id() + " is no number");
            }
        }
        int[] falling = IntStream.range(0, images.size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -images.get(i).score()))
                .mapToInt(i -> i)
                .toArray();
        int[] once = new int[images.size()];
        Arrays.fill(once, 1);
        return new Outcomes(List.copyOf(images), falling, once);
    }

    /// All images, whatever their weights.
    public List<Outcome> images() {
        return images;
    }

    public int positives() {
        return (int) images.stream().filter(Outcome::positive).count();
    }

    public int negatives() {
        return images.size() - positives();
    }

    public Outcomes where(Predicate<Outcome> condition) {
        return of(images.stream().filter(condition).toList());
    }

    Outcomes weighted(int[] newWeights) {
        return new Outcomes(images, falling, newWeights);
    }

    int[] weights() {
        return weights;
    }

    int weight(int image) {
        return weights[image];
    }

    /// Indices of the images, the highest score first.
    int[] falling() {
        return falling;
    }

    public Confusion confusion() {
        int[] counts = new int[4];
        for (int i = 0; i < weights.length; i++) {
            Outcome image = images.get(i);
            counts[(image.positive() ? 0 : 2) + (image.called() ? 0 : 1)] += weights[i];
        }
        return new Confusion(counts[0], counts[2], counts[3], counts[1]);
    }

    /// Mean of a value over the images that have one; NaN where none has.
    public double mean(ToDoubleFunction<Outcome> value) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < weights.length; i++) {
            double one = weights[i] == 0 ? Double.NaN : value.applyAsDouble(images.get(i));
            if (!Double.isNaN(one)) {
                sum += weights[i] * one;
                count += weights[i];
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    /// The same, but NaN where any image that counts has no value.
    double meanOfAll(ToDoubleFunction<Outcome> value) {
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0 && Double.isNaN(value.applyAsDouble(images.get(i)))) {
                return Double.NaN;
            }
        }
        return mean(value);
    }

    /// Positive images whose mask is known, which alone can have a Dice.
    public int masked() {
        return (int) images.stream()
                .filter(image -> image.positive() && image.hasMask())
                .count();
    }

    /// What is drawn as one when resampling: the images of one patient, since they are not independent.
    List<int[]> patients() {
        Map<String, List<Integer>> byPatient = new LinkedHashMap<>();
        for (int i = 0; i < images.size(); i++) {
            byPatient
                    .computeIfAbsent(images.get(i).origin().patient(), patient -> new ArrayList<>())
                    .add(i);
        }
        return byPatient.values().stream()
                .map(indices -> indices.stream().mapToInt(i -> i).toArray())
                .toList();
    }
}
