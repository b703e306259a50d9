package io.pleura.training.evaluation;

import io.pleura.training.data.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// Small made-up scores and maps.
public final class Toys {

    private Toys() {}

    /// A map of two by two or more nodes; a lesion is where the coverage says.
    public static Scored map(String id, float[] coverage, float[] logits, int minimumNodes) {
        boolean positive = false;
        double area = 0;
        for (float part : coverage) {
            positive |= part > 0;
            area += part / coverage.length;
        }
        Example example = new Example(
                new Example.Origin(id, id),
                1,
                new short[1],
                coverage,
                Example.Supervision.MASK,
                positive,
                area,
                positive ? "toy" : "none",
                java.util.Set.of());
        return Scored.of(example, logits, minimumNodes);
    }

    /// Judged at the cut 0, with the logistic function for a calibration, without map.
    public static Outcome outcome(String id, boolean positive, double score, String... traits) {
        double probability = 1 / (1 + Math.exp(-score));
        return outcome(id, positive, score, probability, Overlap.NO_MAP, traits);
    }

    public static Outcome outcome(
            String id, boolean positive, double score, double probability, Overlap overlap, String... traits) {
        return new Outcome(
                new Example.Origin(id, id),
                positive,
                score,
                probability,
                score >= 0,
                new Outcome.Lesion(positive ? 0.02 : 0, positive ? "toy" : "none", Set.of(traits)),
                overlap);
    }

    /// Scores of positives and negatives, separated by spaces.
    public static Outcomes outcomes(String positives, String negatives) {
        List<Outcome> images = new ArrayList<>();
        for (String score : positives.split(" ")) {
            images.add(outcome("p" + images.size(), true, Double.parseDouble(score)));
        }
        for (String score : negatives.split(" ")) {
            images.add(outcome("n" + images.size(), false, Double.parseDouble(score)));
        }
        return Outcomes.of(images);
    }

    /// As many positives as negatives, normal scores around +distance and -distance. The same seed gives the same
    /// images, `noise` more spread.
    public static Outcomes normal(int count, double distance, double noise, long seed) {
        Random shared = new Random(seed);
        Random own = new Random(Double.doubleToLongBits(noise));
        List<Outcome> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean positive = i % 2 == 0;
            double score = shared.nextGaussian() + noise * own.nextGaussian() + (positive ? distance : -distance);
            images.add(outcome("image " + i, positive, score));
        }
        return Outcomes.of(images);
    }
}
