package io.pleura.training;

/// A measurement on images that are not phantoms, for the model card.
///
/// @param origin one sentence about where they come from
record ForeignMeasurement(String origin, Evaluation evaluation) {}
