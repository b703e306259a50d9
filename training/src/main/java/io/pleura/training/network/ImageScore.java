package io.pleura.training.network;

import java.util.Arrays;

/// The one number that a score map says about its image: s, the k-th largest logit, k = the smallest number of positive
/// nodes that make a positive image. "At least k nodes above t" is exactly "s above t", so that one scalar serves ROC
/// curves, thresholds and calibration.
public final class ImageScore {

    private ImageScore() {}

    /// @param minimumArea part of the image, for instance 0.0025
    public static int minimumNodes(double minimumArea, int mapRows, int mapColumns) {
        return Math.max(1, (int) Math.ceil(minimumArea * mapRows * mapColumns));
    }

    public static float of(float[] logits, int minimumNodes) {
        if (minimumNodes < 1 || minimumNodes > logits.length) {
            throw new IllegalArgumentException("minimum nodes must be 1.." + logits.length);
        }
        float[] sorted = logits.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length - minimumNodes];
    }
}
