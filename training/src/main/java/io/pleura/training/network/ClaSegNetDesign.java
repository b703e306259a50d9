package io.pleura.training.network;

import java.util.List;

/// Shape of one ClaSegNet: a CNN as feature extractor and a segmentation block repeated 0..3 times, after the abstract
/// of Zhao, Zhang and Avinash (GE Healthcare). That abstract leaves the inside of the block open: what stands here is
/// ours.
///
/// A segmentation block doubles the map bilinearly, adds the encoder stage of that stride through a 1x1 convolution,
/// and smooths with a 3x3 convolution. Without blocks the map has stride 32, with three stride 4.
///
/// @param width channels of the first stage, a multiple of 1 up to 128
public record ClaSegNetDesign(Backbone backbone, int width, int segmentationBlocks) {

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

    /// Nodes along each edge of the map for an input of `inputSize` pixels.
    public int mapSize(int inputSize) {
        if (inputSize < COARSEST_STRIDE || inputSize % COARSEST_STRIDE != 0) {
            throw new IllegalArgumentException("input size must be a multiple of 32, is " + inputSize);
        }
        return inputSize / stride();
    }

    public LayerGraph graph() {
        LayerGraph.Builder graph = new LayerGraph.Builder();
        List<String> stages = backbone.stages(graph, width);
        int channels = 2 * width;
        String map = graph.activated(stages.getLast(), width << 3, channels, 1, 1);
        for (int block = 0; block < segmentationBlocks; block++) {
            int stage = 2 - block;
            String lateral = graph.normalised(stages.get(stage), width << stage, channels, 1, 1);
            String joined = graph.rectifier(graph.sum(graph.upsample(map), lateral));
            map = graph.activated(joined, channels, channels, 3, 1);
        }
        return graph.build(graph.convolution(map, channels, 1, 1, 1, 1, true));
    }
}
