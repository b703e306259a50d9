package io.pleura.training.evaluation;

import io.pleura.training.data.Example;
import io.pleura.training.data.NodeTargets;
import io.pleura.training.network.ImageScore;

/// One evaluated image.
///
/// @param logits the score map, row-major; of a model without map one logit
/// @param score s, the k-th largest logit
public record Scored(Example example, float[] logits, float score) {

    public static Scored of(Example example, float[] logits, int minimumNodes) {
        return new Scored(example, logits, ImageScore.of(logits, minimumNodes));
    }

    public boolean positive() {
        return example.positive();
    }

    /// Whether the model says where the lesion is.
    public boolean hasMap() {
        return logits.length > 1;
    }

    /// Overlap of the nodes above the cut with those the mask pools to; 1 where both are empty, NaN where the model has
    /// no map.
    public double dice(double logitCut) {
        if (!hasMap()) {
            return Double.NaN;
        }
        int predicted = 0;
        int actual = 0;
        int both = 0;
        NodeTargets targets = NodeTargets.of(example.coverage());
        for (int node = 0; node < logits.length; node++) {
            boolean above = logits[node] >= logitCut;
            boolean covered = targets.targets()[node] == 1;
            predicted += above ? 1 : 0;
            actual += covered ? 1 : 0;
            both += above && covered ? 1 : 0;
        }
        return predicted + actual == 0 ? 1 : 2.0 * both / (predicted + actual);
    }
}
