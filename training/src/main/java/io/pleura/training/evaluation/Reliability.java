package io.pleura.training.evaluation;

import java.util.ArrayList;
import java.util.List;

/// How far probabilities can be taken at their word: ten bins of equal width over 0..1 (the last one closed), each with
/// its mean probability and its share of positives (DeGroot and Fienberg 1983).
///
/// @param bins those with images, rising
/// @param brier mean squared difference of probability and label (Brier 1950)
public record Reliability(List<Bin> bins, double brier) {

    public static final int BINS = 10;

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
            int bin = Math.min(BINS - 1, (int) (image.probability() * BINS));
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

    /// Expected calibration error: the bins' distances between probability and share, weighted by their images (Naeini,
    /// Cooper and Hauskrecht 2015). Biased upwards on few images.
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
