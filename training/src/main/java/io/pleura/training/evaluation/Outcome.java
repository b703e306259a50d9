package io.pleura.training.evaluation;

import io.pleura.training.data.Example;
import java.util.Set;

/// One image as a model judged it at one operating point: all that the figures of a report need of it.
///
/// @param score s, or whatever else rises with the chance of a pneumothorax
/// @param probability the calibrated score
/// @param called whether the model says pneumothorax: score at or above the operating point's cut
public record Outcome(
        Example.Origin origin,
        boolean positive,
        double score,
        double probability,
        boolean called,
        Lesion lesion,
        Overlap overlap) {

    /// What is known of the lesion and of the image beside it.
    ///
    /// @param area part of the whole image that the mask covers, 0..1; NaN where there is no mask
    /// @param finding its kind, in lower case
    /// @param traits what else can be seen, such as "chest tube"
    public record Lesion(double area, String finding, Set<String> traits) {

        public Lesion {
            traits = Set.copyOf(traits);
        }
    }

    /// Whether the extent of the lesion is known.
    boolean hasMask() {
        return !Double.isNaN(lesion.area()) || !Double.isNaN(overlap.nodes());
    }

    /// Dice on map nodes by the rule of Kaggle's SIIM-ACR competition (2019), the mean of which over all images
    /// was its score: an image without lesion counts 1 when nothing is marked, else 0. An image below the
    /// operating point has nothing marked. NaN without map, and for a lesion without mask.
    public double kaggleNodes() {
        return kaggle(overlap.nodes());
    }

    /// The same with {@link Overlap#pixels}.
    public double kagglePixels() {
        return kaggle(overlap.pixels());
    }

    /// Regions that the image shows in vain: those of its map that touch no lesion; none below the operating point,
    /// where nothing is shown. NaN without map or mask.
    public double falseRegions() {
        if (overlap.falseRegions() < 0) {
            return Double.NaN;
        }
        return called ? overlap.falseRegions() : 0;
    }

    private double kaggle(double dice) {
        if (!overlap.hasMap() || positive && Double.isNaN(dice)) {
            return Double.NaN;
        }
        return called ? (positive ? dice : 0) : (positive ? 0 : 1);
    }
}
