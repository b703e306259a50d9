package io.pleura.training.data;

/// What the nodes of a map are taught, from their coverage (see {@link RationalMaskPooling}): 1 from a quarter on, 0
/// when hardly touched, and nothing in between (weight 0, the ignore band). A lesion never vanishes: where no node
/// reaches a quarter the best covered ones become 1. Thresholds are ours.
///
/// @param targets one value a node, 0 or 1
/// @param weights one value a node, 0 or 1
public record NodeTargets(float[] targets, float[] weights) {

    public static final float POSITIVE_FROM = 0.25f;
    public static final float NEGATIVE_UP_TO = 0.05f;

    public static NodeTargets of(float[] coverage) {
        float best = 0;
        for (float part : coverage) {
            best = Math.max(best, part);
        }
        float positiveFrom = best > 0 ? Math.min(POSITIVE_FROM, best) : POSITIVE_FROM;
        float[] targets = new float[coverage.length];
        float[] weights = new float[coverage.length];
        for (int node = 0; node < coverage.length; node++) {
            targets[node] = coverage[node] >= positiveFrom ? 1 : 0;
            weights[node] = targets[node] == 1 || coverage[node] <= NEGATIVE_UP_TO ? 1 : 0;
        }
        return new NodeTargets(targets, weights);
    }
}
