package io.pleura.training.evaluation;

/// A measurement on images that are not phantoms, for the model card.
///
/// @param origin one sentence about where they come from
public record ForeignMeasurement(String origin, Evaluation evaluation) {}
