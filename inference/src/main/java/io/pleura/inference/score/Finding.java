package io.pleura.inference.score;

/// What the model says of one radiograph.
///
/// @param logits the map, row-major, [rows, columns]
/// @param logit image score s: the k-th largest logit of the map
/// @param score calibrated probability of pneumothorax
/// @param positive score is at or above threshold; false never means that there is no pneumothorax
/// @param cellThreshold logit from which on a cell of the map belongs to the finding at the operating point
/// @param side undetermined unless positive: a negative score says nothing about sides either
/// @param facingStated whether the file states which way the patient faces; when not, the side is told as
///     if it were the usual way
public record Finding(
        float[] logits,
        ModelDescription.Grid grid,
        float logit,
        float score,
        boolean positive,
        String operatingPoint,
        float threshold,
        double cellThreshold,
        Side side,
        boolean facingStated,
        MapPlacement placement,
        ModelIdentity model) {}
