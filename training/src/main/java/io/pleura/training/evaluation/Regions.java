package io.pleura.training.evaluation;

import java.util.BitSet;

/// The connected regions of a square map at or above a cut; nodes that meet at a corner are connected.
final class Regions {

    private final int edge;
    private final int[] labels;
    private int count;

    private Regions(int edge) {
        this.edge = edge;
        labels = new int[edge * edge];
    }

    /// @param logits a square map, row-major
    static Regions of(float[] logits, double cut) {
        int edge = (int) Math.round(Math.sqrt(logits.length));
        if (edge * edge != logits.length) {
            throw new IllegalArgumentException("a map must be square, has " + logits.length + " nodes");
        }
        Regions regions = new Regions(edge);
        for (int node = 0; node < logits.length; node++) {
            if (logits[node] >= cut && regions.labels[node] == 0) {
                regions.count++;
                regions.flood(logits, cut, node);
            }
        }
        return regions;
    }

    /// Labels everything connected to `start`, with a stack of its own: a map may be one region.
    private void flood(float[] logits, double cut, int start) {
        int[] stack = new int[labels.length];
        int height = 0;
        stack[height++] = start;
        labels[start] = count;
        while (height > 0) {
            int node = stack[--height];
            for (int row = Math.max(0, node / edge - 1); row <= Math.min(edge - 1, node / edge + 1); row++) {
                for (int column = Math.max(0, node % edge - 1);
                        column <= Math.min(edge - 1, node % edge + 1);
                        column++) {
                    int neighbour = row * edge + column;
                    if (logits[neighbour] >= cut && labels[neighbour] == 0) {
                        labels[neighbour] = count;
                        stack[height++] = neighbour;
                    }
                }
            }
        }
    }

    int count() {
        return count;
    }

    /// How many regions have a node that the mask covers in part or whole.
    int touching(float[] coverage) {
        BitSet touching = new BitSet(count + 1);
        for (int node = 0; node < labels.length; node++) {
            if (labels[node] > 0 && coverage[node] > 0) {
                touching.set(labels[node]);
            }
        }
        return touching.cardinality();
    }
}
