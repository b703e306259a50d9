package io.pleura.training.export;

import static io.pleura.training.export.OnnxNodes.floats;
import static io.pleura.training.export.OnnxNodes.integer;
import static io.pleura.training.export.OnnxNodes.integers;
import static io.pleura.training.export.OnnxNodes.node;
import static io.pleura.training.export.OnnxNodes.replace;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.pleura.training.network.LayerGraph;

/// Replaces a 7x7 convolution of stride 2 on the one input channel by the same function in another form: squares of 2 x
/// 2 pixels become four channels, and a 4x4 convolution of stride 1 reads those. Integer kernels walk over channels, so
/// the first form takes them twice the time.
final class UnshuffledStem {

    private static final int KERNEL = 7;
    private static final int PADDING = 3;
    private static final int BLOCK = 2;
    private static final int BLOCKS = 4; // that a row or column of seven pixels touches
    private static final int BLOCKS_BEFORE = 2;
    private static final String SQUARES = "squares";

    private UnshuffledStem() {}

    /// The same model where it begins otherwise.
    static ModelProto of(ModelProto model) {
        GraphProto.Builder graph = model.getGraph().toBuilder();
        NodeProto first = graph.getNode(0);
        if (!isStem(first)) {
            return model;
        }
        NodeProto squares = node("SpaceToDepth", SQUARES)
                .addInput(LayerGraph.INPUT)
                .addAttribute(integer("blocksize", BLOCK))
                .build();
        NodeProto convolution = node("Conv", first.getOutput(0))
                .addInput(SQUARES)
                .addInput(first.getInput(1))
                .addInput(first.getInput(2))
                .addAttribute(integers("kernel_shape", BLOCKS, BLOCKS))
                .addAttribute(integers("strides", 1, 1))
                .addAttribute(integers("pads", BLOCKS_BEFORE, BLOCKS_BEFORE, 1, 1))
                .build();
        graph.setNode(0, convolution).addNode(0, squares);
        model.getGraph().getInitializerList().stream()
                .filter(constant -> constant.getName().equals(first.getInput(1)))
                .forEach(constant -> replace(graph, weights(constant)));
        return model.toBuilder().setGraph(graph).build();
    }

    private static boolean isStem(NodeProto node) {
        return node.getOpType().equals("Conv")
                && node.getInput(0).equals(LayerGraph.INPUT)
                && node.getAttributeList().contains(integers("kernel_shape", KERNEL, KERNEL))
                && node.getAttributeList().contains(integers("strides", BLOCK, BLOCK));
    }

    /// [out, 1, 7, 7] -> [out, 4, 4, 4]: output (y, x) reads block (y - 2 + a, x - 2 + b); the pixel (row,
    /// column) of it is 2 (a - 2) + row + 3 rows into the old kernel.
    private static TensorProto weights(TensorProto old) {
        float[] from = floats(old);
        int channels = from.length / (KERNEL * KERNEL);
        float[] to = new float[channels * BLOCK * BLOCK * BLOCKS * BLOCKS];
        for (int to4 = 0; to4 < to.length; to4++) {
            int b = to4 % BLOCKS;
            int a = to4 / BLOCKS % BLOCKS;
            int column = to4 / (BLOCKS * BLOCKS) % BLOCK;
            int row = to4 / (BLOCKS * BLOCKS * BLOCK) % BLOCK;
            int channel = to4 / (BLOCKS * BLOCKS * BLOCK * BLOCK);
            int y = BLOCK * (a - BLOCKS_BEFORE) + row + PADDING;
            int x = BLOCK * (b - BLOCKS_BEFORE) + column + PADDING;
            if (y >= 0 && y < KERNEL && x >= 0 && x < KERNEL) {
                to[to4] = from[(channel * KERNEL + y) * KERNEL + x];
            }
        }
        return floats(old.getName(), to, channels, BLOCK * BLOCK, BLOCKS, BLOCKS);
    }
}
