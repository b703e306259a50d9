package io.pleura.training.evaluation;

/// Turns s into a probability-like score that never falls as s rises. Fitted on validation images.
public sealed interface ScoreCalibration permits PlattCalibration, IsotonicCalibration {

    double probability(double score);

    /// The smallest s whose probability reaches the threshold, and so the cut that the threshold stands for; also the
    /// cut on the logits of the map's nodes.
    double logit(double threshold);
}
