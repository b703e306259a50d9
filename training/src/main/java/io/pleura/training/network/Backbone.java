package io.pleura.training.network;

import java.util.ArrayList;
import java.util.List;

/// Feature extractors to choose from. Each takes the input [N, 1, S, S] and gives four stages of stride 4, 8, 16 and 32
/// with `width`, 2 `width`, 4 `width` and 8 `width` channels. To add one: a constant here.
public enum Backbone {
    /// ResNet-18 (He et al. 2015) with `width` instead of 64 channels.
    RESIDUAL {
        @Override
        String block(LayerGraph.Builder graph, String input, int from, int to, int stride) {
            String inner = graph.activated(input, from, to, 3, stride);
            String residual = graph.normalised(inner, to, to, 3, 1);
            String shortcut = stride == 1 && from == to ? input : graph.normalised(input, from, to, 1, stride);
            return graph.rectifier(graph.sum(residual, shortcut));
        }
    },
    /// Depthwise separable convolutions (MobileNet, Howard et al. 2017): lighter, for machines without GPU.
    SEPARABLE {
        @Override
        String block(LayerGraph.Builder graph, String input, int from, int to, int stride) {
            String depthwise = graph.batchNorm(graph.convolution(input, from, from, 3, stride, from, false), from);
            return graph.activated(graph.rectifier(depthwise), from, to, 1, 1);
        }
    },
    /// RESIDUAL behind another stem (TResNet, Ridnik et al. 2020): 4 x 4 pixels become 16 channels and a 3x3
    /// convolution reads them; no 7x7 on one channel and no pooling. As fast as RESIDUAL in fp32 and much faster in
    /// int8, whose kernels need channels.
    UNSHUFFLED {
        @Override
        String stem(LayerGraph.Builder graph, int width) {
            String blocks = graph.spaceToDepth(LayerGraph.INPUT, STEM_STRIDE);
            return graph.activated(blocks, STEM_STRIDE * STEM_STRIDE, width, 3, 1);
        }

        @Override
        String block(LayerGraph.Builder graph, String input, int from, int to, int stride) {
            return RESIDUAL.block(graph, input, from, to, stride);
        }
    };

    private static final int STAGES = 4;
    private static final int STEM_STRIDE = 4;

    /// [N, 1, S, S] -> [N, width, S/4, S/4].
    String stem(LayerGraph.Builder graph, int width) {
        return graph.maxPool(graph.activated(LayerGraph.INPUT, 1, width, 7, 2), 3, 2);
    }

    abstract String block(LayerGraph.Builder graph, String input, int from, int to, int stride);

    /// Names of the stages' activations, stride 4 first.
    public List<String> stages(LayerGraph.Builder graph, int width) {
        String current = stem(graph, width);
        List<String> stages = new ArrayList<>();
        int from = width;
        for (int stage = 0; stage < STAGES; stage++) {
            int to = width << stage;
            current = block(graph, current, from, to, stage == 0 ? 1 : 2);
            current = block(graph, current, to, to, 1);
            stages.add(current);
            from = to;
        }
        return stages;
    }
}
