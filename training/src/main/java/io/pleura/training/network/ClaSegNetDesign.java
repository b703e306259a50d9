package io.pleura.training.network;

import java.util.List;

/// Shape of one ClaSegNet: a CNN as feature extractor and a segmentation block repeated 0..3 times, after the abstract
/// of Zhao, Zhang and Avinash (GE Healthcare). That abstract leaves the inside of the block open: what stands here is
/// ours.
///
/// A segmentation block doubles the map bilinearly, adds the encoder stage of that stride through a 1x1 convolution,
/// and smooths with a 3x3 convolution. Without blocks the map has stride 32, with three stride 4.
///
/// @param width channels of the first stage, 1..128
/// @param segmentationBlocks of the baseline, which has none, they only say how far apart the nodes of its masks would
/// lie, so that it sees the same augmented images
/// @param centred whether every map is measured from its own mean (ours), so that an image whose nodes all score higher
/// than those of others, as the images of another hospital may, is not more suspicious for it
public record ClaSegNetDesign(Head head, Backbone backbone, int width, int segmentationBlocks, boolean centred) {

    private static final int WIDEST = 128;
    private static final int MOST_BLOCKS = 3;
    private static final int COARSEST_STRIDE = 32;

    public ClaSegNetDesign {
        if (width < 1 || width > WIDEST) {
            throw new IllegalArgumentException("width must be 1.." + WIDEST + ", is " + width);
        }
        if (segmentationBlocks < 0 || segmentationBlocks > MOST_BLOCKS) {
            throw new IllegalArgumentException("segmentation blocks must be 0..3, are " + segmentationBlocks);
        }
    }

    /// Input pixels a map node spans in each direction.
    public int stride() {
        return COARSEST_STRIDE >> segmentationBlocks;
    }

    /// Nodes along each edge of the pooled mask for an input of `inputSize` pixels.
    public int mapSize(int inputSize) {
        if (inputSize < COARSEST_STRIDE || inputSize % COARSEST_STRIDE != 0) {
            throw new IllegalArgumentException("input size must be a multiple of 32, is " + inputSize);
        }
        return inputSize / stride();
    }

    /// Nodes along each edge of the net's logits: of the map, or the baseline's one.
    public int outputSize(int inputSize) {
        return switch (head) {
            case CLASEGNET -> mapSize(inputSize);
            case CLASSIFICATION -> 1;
        };
    }

    public LayerGraph graph() {
        LayerGraph.Builder graph = new LayerGraph.Builder();
        List<String> stages = backbone.stages(graph, width);
        return switch (head) {
            case CLASEGNET -> graph.build(map(graph, stages));
            case CLASSIFICATION -> graph.build(label(graph, stages));
        };
    }

    private String label(LayerGraph.Builder graph, List<String> stages) {
        return graph.convolution(graph.globalAverage(stages.getLast()), width << 3, 1, 1, 1, 1, true);
    }

    private String map(LayerGraph.Builder graph, List<String> stages) {
        int channels = 2 * width;
        String map = graph.activated(stages.getLast(), width << 3, channels, 1, 1);
        for (int block = 0; block < segmentationBlocks; block++) {
            int stage = 2 - block;
            String lateral = graph.normalised(stages.get(stage), width << stage, channels, 1, 1);
            String joined = graph.rectifier(graph.sum(graph.upsample(map), lateral));
            map = graph.activated(joined, channels, channels, 3, 1);
        }
        return centred
                ? graph.centred(graph.convolution(map, channels, 1, 1, 1, 1, false))
                : graph.convolution(map, channels, 1, 1, 1, 1, true);
    }
}
