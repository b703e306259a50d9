package io.pleura.inference.score;

import io.pleura.imaging.frame.Facing;
import java.util.Arrays;
import java.util.Optional;

/// Reads a map of logits at one operating point of a model. Pure.
public final class ScoreRule {

    private final ModelDescription model;
    private final ModelIdentity identity;
    private final String operatingPoint;
    private final float threshold;

    private ScoreRule(ModelDescription model, ModelIdentity identity, String operatingPoint, double threshold) {
        this.model = model;
        this.identity = identity;
        this.operatingPoint = operatingPoint;
        this.threshold = (float) threshold;
    }

    /// Empty when the model has no operating point of that name.
    public static Optional<ScoreRule> at(String operatingPoint, ModelDescription model, ModelIdentity identity) {
        return Optional.ofNullable(model.operatingPoints().get(operatingPoint))
                .map(point -> new ScoreRule(model, identity, operatingPoint, point.threshold()));
    }

    /// @param logits [rows, columns], row-major
    /// @return empty when a logit is not a number or infinite, which no image may pass as a low score
    public Optional<Finding> read(float[] logits, MapPlacement placement, Facing facing) {
        for (float logit : logits) {
            if (!Float.isFinite(logit)) {
                return Optional.empty();
            }
        }
        float imageLogit = kthLargest(logits, model.map().minimumNodes());
        float score = (float) model.calibration().score(imageLogit);
        boolean positive = score >= threshold;
        // Rounding must not put the cells that made the image positive below the cell threshold.
        double cut = model.calibration().logit(threshold);
        double cellThreshold = positive ? Math.min(cut, imageLogit) : cut;
        Side side = positive ? Side.of(logits, model.map(), cellThreshold, placement, facing) : Side.UNDETERMINED;
        return Optional.of(new Finding(
                logits,
                model.map(),
                imageLogit,
                score,
                positive,
                operatingPoint,
                threshold,
                cellThreshold,
                side,
                facing != Facing.NOT_STATED,
                placement,
                identity));
    }

    private static float kthLargest(float[] values, int k) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length - k];
    }
}
