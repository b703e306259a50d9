package io.pleura.training.export;

import static io.pleura.training.export.OnnxNodes.floats;
import static io.pleura.training.export.OnnxNodes.integers;
import static io.pleura.training.export.OnnxNodes.node;
import static io.pleura.training.export.OnnxNodes.replace;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Replaces the 1x1 convolution whose one channel is the score by the same sum as a matrix product over channels that
/// lie last. Integer kernels leave them there, so that ONNX Runtime drops the transposition before it; the convolution
/// would take two copies of its input into other orders, which cost more than its sums.
final class ScoreProduct {

    private static final String CHANNELS_LAST = ".channelsLast";
    private static final String PRODUCT = ".product";
    private static final String SUM = ".sum";
    private static final int WEIGHTS = 1;
    private static final int BIAS = 2;

    private ScoreProduct() {}

    /// The same model where it ends otherwise.
    static ModelProto of(ModelProto model) {
        Map<String, TensorProto> constants = model.getGraph().getInitializerList().stream()
                .collect(Collectors.toMap(TensorProto::getName, Function.identity()));
        GraphProto.Builder graph = model.getGraph().toBuilder().clearNode();
        for (NodeProto node : model.getGraph().getNodeList()) {
            TensorProto weights = node.getOpType().equals("Conv") ? constants.get(node.getInput(WEIGHTS)) : null;
            if (weights == null || !isOneSum(weights)) {
                graph.addNode(node);
                continue;
            }
            float[] values = floats(weights);
            replace(graph, floats(weights.getName(), values, values.length, 1));
            graph.addAllNode(product(node));
        }
        return model.toBuilder().setGraph(graph).build();
    }

    /// [1, in, 1, 1]
    private static boolean isOneSum(TensorProto weights) {
        return weights.getDims(0) == 1 && weights.getDims(2) == 1 && weights.getDims(3) == 1;
    }

    private static List<NodeProto> product(NodeProto convolution) {
        String output = convolution.getOutput(0);
        return List.of(
                node("Transpose", output + CHANNELS_LAST)
                        .addInput(convolution.getInput(0))
                        .addAttribute(integers("perm", 0, 2, 3, 1))
                        .build(),
                node("MatMul", output + PRODUCT)
                        .addInput(output + CHANNELS_LAST)
                        .addInput(convolution.getInput(WEIGHTS))
                        .build(),
                node("Add", output + SUM)
                        .addInput(output + PRODUCT)
                        .addInput(convolution.getInput(BIAS))
                        .build(),
                node("Transpose", output)
                        .addInput(output + SUM)
                        .addAttribute(integers("perm", 0, 3, 1, 2))
                        .build());
    }
}
