package io.pleura.training.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// How far probabilities can be taken at their word: ten bins of equal width over 0..1 (the last one closed), each with
/// its mean probability and its share of positives (DeGroot and Fienberg 1983).
///
/// @param bins those with images, rising
/// @param brier mean squared difference of probability and label (Brier 1950)
public record Reliability(List<Bin> bins, double brier) {

    public static final int BINS = 10;

    static final int DRAWS = 1000;

    public record Bin(int images, double meanProbability, double shareOfPositives) {}

    public Reliability {
        bins = List.copyOf(bins);
    }

    public static Reliability of(Outcomes outcomes) {
        int[] images = new int[BINS];
        double[] probabilities = new double[BINS];
        int[] positives = new int[BINS];
        double squares = 0;
        int all = 0;
        for (int i = 0; i < outcomes.images().size(); i++) {
            Outcome image = outcomes.images().get(i);
            int weight = outcomes.weight(i);
            int label = image.positive() ? 1 : 0;
            int bin = bin(image.probability());
            images[bin] += weight;
            probabilities[bin] += weight * image.probability();
            positives[bin] += weight * label;
            squares += weight * (image.probability() - label) * (image.probability() - label);
            all += weight;
        }
        List<Bin> bins = new ArrayList<>();
        for (int bin = 0; bin < BINS; bin++) {
            if (images[bin] > 0) {
                bins.add(new Bin(images[bin], probabilities[bin] / images[bin], positives[bin] / (double) images[bin]));
            }
        }
        return new Reliability(bins, squares / all);
    }

    /// What the {@link #expectedCalibrationError} of these images would be in the mean if every probability were right:
    /// labels are drawn by them, independent of each other. An error that is not above this speaks of chance alone.
    ///
    /// @param draws of all labels
    static double errorByChance(Outcomes outcomes, int draws, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] bins = new int[outcomes.images().size()];
        double[] probabilities = new double[bins.length];
        int images = 0;
        for (int i = 0; i < bins.length; i++) {
            probabilities[i] = outcomes.images().get(i).probability();
            bins[i] = bin(probabilities[i]);
            images += outcomes.weight(i);
        }
        double sum = 0;
        for (int draw = 0; draw < draws; draw++) {
            double[] excess = new double[BINS];
            for (int i = 0; i < bins.length; i++) {
                int label = random.nextDouble() < probabilities[i] ? 1 : 0;
                excess[bins[i]] += outcomes.weight(i) * (probabilities[i] - label);
            }
            sum += Arrays.stream(excess).map(Math::abs).sum() / images;
        }
        return sum / draws;
    }

    private static int bin(double probability) {
        return Math.min(BINS - 1, (int) (probability * BINS));
    }

    /// Expected calibration error: the bins' distances between probability and share, weighted by their images (Naeini,
    /// Cooper and Hauskrecht 2015). Biased upwards on few images: see {@link #errorByChance}.
    public double expectedCalibrationError() {
        double weighted = 0;
        int images = 0;
        for (Bin bin : bins) {
            weighted += bin.images() * Math.abs(bin.meanProbability() - bin.shareOfPositives());
            images += bin.images();
        }
        return weighted / images;
    }
}
