package io.pleura.training.learning;

import io.pleura.training.data.Example;
import io.pleura.training.data.NodeTargets;
import java.util.Arrays;

/// What one image teaches, from what is known of it (see {@link Example.Supervision}).
///
/// @param targets 0 or 1 a node
/// @param weights 0 where a node teaches nothing by itself, else 1
/// @param eligible nodes among which the image score is looked for
/// @param positive the label; a lesion that was shifted out of the picture is no lesion
record Lesson(float[] targets, float[] weights, boolean[] eligible, boolean positive) {

    /// @param coverage of the mask, or of the boxes; moved with the picture
    /// @param ignoreBand whether nodes that a mask touches lightly teach nothing
    static Lesson of(Example.Supervision supervision, boolean positive, float[] coverage, boolean ignoreBand) {
        if (!positive) {
            return everyNodeIsNegative(coverage.length);
        }
        return switch (supervision) {
            case MASK -> ofMask(coverage, ignoreBand);
            case BOXES -> ofBoxes(coverage);
            case LABEL -> ofLabel(coverage.length);
        };
    }

    private static Lesson everyNodeIsNegative(int nodes) {
        return new Lesson(new float[nodes], filled(nodes), everywhere(nodes), false);
    }

    private static Lesson ofMask(float[] coverage, boolean ignoreBand) {
        NodeTargets targets = NodeTargets.of(coverage);
        boolean visible = false;
        for (float part : coverage) {
            visible |= part > 0;
        }
        float[] weights = ignoreBand ? targets.weights() : filled(coverage.length);
        return new Lesson(targets.targets(), weights, everywhere(coverage.length), visible);
    }

    /// Outside the boxes every node is negative; inside, the image score alone teaches.
    private static Lesson ofBoxes(float[] coverage) {
        float[] weights = new float[coverage.length];
        boolean[] eligible = new boolean[coverage.length];
        boolean visible = false;
        for (int node = 0; node < coverage.length; node++) {
            eligible[node] = coverage[node] > 0;
            weights[node] = eligible[node] ? 0 : 1;
            visible |= eligible[node];
        }
        return visible ? new Lesson(new float[coverage.length], weights, eligible, true) : ofLabel(coverage.length);
    }

    private static Lesson ofLabel(int nodes) {
        return new Lesson(new float[nodes], new float[nodes], everywhere(nodes), true);
    }

    private static float[] filled(int nodes) {
        float[] ones = new float[nodes];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static boolean[] everywhere(int nodes) {
        boolean[] all = new boolean[nodes];
        Arrays.fill(all, true);
        return all;
    }
}
