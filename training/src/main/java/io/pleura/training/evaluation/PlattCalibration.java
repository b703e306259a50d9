package io.pleura.training.evaluation;

import java.util.List;

/// Turns s into a probability-like score: 1 / (1 + exp(-(a s + b))). Fitted by maximum likelihood with Platt's softened
/// targets (Platt 1999; Newton's method after Lin, Lin and Weng 2007), so that it stays finite on separable data.
public record PlattCalibration(double a, double b) implements ScoreCalibration {

    private static final int MOST_ITERATIONS = 100;
    private static final double RIDGE = 1e-10;
    private static final double GOOD_ENOUGH = 1e-9;

    /// Slope of a model that ranks the images no better than chance: almost level, but the order of scores
    /// survives, and with it the meaning of "at or above a threshold".
    private static final double LEAST_SLOPE = 1e-3;

    public static PlattCalibration fit(List<Scored> images) {
        PlattCalibration best = unbounded(images);
        if (best.a >= LEAST_SLOPE) {
            return best;
        }
        double mean = images.stream().mapToDouble(Scored::score).average().orElse(0);
        return new PlattCalibration(LEAST_SLOPE, (best.a - LEAST_SLOPE) * mean + best.b);
    }

    private static PlattCalibration unbounded(List<Scored> images) {
        long positives = images.stream().filter(Scored::positive).count();
        double high = (positives + 1.0) / (positives + 2.0);
        double low = 1.0 / (images.size() - positives + 2.0);
        PlattCalibration current =
                new PlattCalibration(0, Math.log((positives + 1.0) / (images.size() - positives + 1.0)));
        double loss = current.loss(images, high, low);
        for (int i = 0; i < MOST_ITERATIONS; i++) {
            double[] step = current.newtonStep(images, high, low);
            double length = 1;
            PlattCalibration next = current;
            double nextLoss = loss;
            while (length > GOOD_ENOUGH) { // halve until it improves
                next = new PlattCalibration(current.a - length * step[0], current.b - length * step[1]);
                nextLoss = next.loss(images, high, low);
                if (nextLoss < loss) {
                    break;
                }
                length /= 2;
            }
            if (!(loss - nextLoss > GOOD_ENOUGH)) {
                return current;
            }
            current = next;
            loss = nextLoss;
        }
        return current;
    }

    private double loss(List<Scored> images, double high, double low) {
        double loss = 0;
        for (Scored image : images) {
            double z = a * image.score() + b;
            double target = image.positive() ? high : low;
            loss += Math.max(z, 0) - z * target + Math.log1p(Math.exp(-Math.abs(z)));
        }
        return loss;
    }

    private double[] newtonStep(List<Scored> images, double high, double low) {
        double ga = 0;
        double gb = 0;
        double haa = RIDGE;
        double hab = 0;
        double hbb = RIDGE;
        for (Scored image : images) {
            double p = probability(image.score());
            double error = p - (image.positive() ? high : low);
            double weight = p * (1 - p);
            ga += error * image.score();
            gb += error;
            haa += weight * image.score() * image.score();
            hab += weight * image.score();
            hbb += weight;
        }
        double determinant = haa * hbb - hab * hab;
        return new double[] {(hbb * ga - hab * gb) / determinant, (haa * gb - hab * ga) / determinant};
    }

    @Override
    public double probability(double score) {
        return 1 / (1 + Math.exp(-(a * score + b)));
    }

    @Override
    public double logit(double threshold) {
        return (Math.log(threshold / (1 - threshold)) - b) / a;
    }
}
