package io.pleura.training.export;

import static io.pleura.training.export.OnnxNodes.floats;
import static io.pleura.training.export.OnnxNodes.node;
import static io.pleura.training.export.OnnxNodes.tensor;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Rewrites an fp32 graph of {@link OnnxExport} for static int8 in the QDQ form, QuantizeLinear and DequantizeLinear
/// around operators, from which ONNX Runtime makes integer kernels.
///
/// Activations are unsigned 8 bit with a zero point each, since ONNX Runtime's x86 kernels want unsigned times
/// signed (signed activations are three times slower); weights are {@link QuantisedWeights}. A rectifier costs
/// nothing: the range of its output begins at zero, so saturation does its work. In fp32 stay the last
/// convolution, whose one channel is the score, what follows it, the baseline's mean, and cutting the input into
/// squares.
final class QuantisedGraph {

    private static final String DEQUANTISED = ".dequantised";

    private final ModelProto model;
    private final Map<String, TensorProto> constants = new LinkedHashMap<>();
    private final Map<String, String> rangeOf = new LinkedHashMap<>();

    QuantisedGraph(ModelProto model) {
        this.model = model;
        model.getGraph().getInitializerList().forEach(constant -> constants.put(constant.getName(), constant));
        String input = model.getGraph().getInput(0).getName();
        takeIfRead(input, input);
        for (NodeProto node : model.getGraph().getNodeList()) {
            boolean keepsRange =
                    node.getOpType().equals("MaxPool") || node.getOpType().equals("Resize");
            String output = node.getOutput(0);
            takeIfRead(output, keepsRange ? rangeOf.getOrDefault(node.getInput(0), output) : output);
        }
    }

    private void takeIfRead(String activation, String ranged) {
        List<NodeProto> nodes = model.getGraph().getNodeList();
        if (nodes.stream().anyMatch(node -> node.getInputList().contains(activation) && readsBytes(node))) {
            rangeOf.put(activation, ranged);
        }
    }

    /// A rectifier does not: what is quantised is its output.
    private static boolean readsBytes(NodeProto node) {
        return switch (node.getOpType()) {
            case "Conv", "Add", "MaxPool", "Resize", "GlobalAveragePool" -> true;
            default -> false;
        };
    }

    private boolean isInteger(NodeProto node) {
        return node.getOpType().equals("Conv") && constant(node.getInput(1)).getDims(0) > 1;
    }

    /// Names of the activations whose ranges {@link #quantised} needs.
    List<String> ranged() {
        return rangeOf.values().stream().distinct().toList();
    }

    /// The int8 model; the same model and ranges give the same.
    ModelProto quantised(Map<String, Range> ranges) {
        Map<String, Range> quantised = new HashMap<>();
        rangeOf.forEach(
                (activation, ranged) -> quantised.put(activation, Objects.requireNonNull(ranges.get(ranged), ranged)));
        GraphProto.Builder graph = model.getGraph().toBuilder().clearNode().clearInitializer();
        Map<String, TensorProto> unused = new LinkedHashMap<>(constants);
        quantise(model.getGraph().getInput(0).getName(), quantised, graph);
        for (NodeProto node : model.getGraph().getNodeList()) {
            NodeProto.Builder written = node.toBuilder();
            for (int i = 0; i < node.getInputCount(); i++) {
                if (quantised.containsKey(node.getInput(i))) {
                    written.setInput(i, node.getInput(i) + DEQUANTISED);
                }
            }
            if (isInteger(node)) {
                quantised.computeIfPresent(node.getInput(0), (name, range) -> {
                    weights(node, range, written, graph, unused);
                    return range;
                });
            }
            graph.addNode(written);
            quantise(node.getOutput(0), quantised, graph);
        }
        graph.addAllInitializer(unused.values());
        return model.toBuilder().setGraph(graph).build();
    }

    private void weights(
            NodeProto node,
            Range input,
            NodeProto.Builder written,
            GraphProto.Builder graph,
            Map<String, TensorProto> unused) {
        String weights = node.getInput(1);
        String bias = node.getInput(2);
        QuantisedWeights quantised = QuantisedWeights.of(constant(weights), floats(constant(bias)), input.scale());
        quantised.write(weights, bias, graph);
        written.setInput(1, weights + DEQUANTISED).setInput(2, bias + DEQUANTISED);
        unused.remove(weights);
        unused.remove(bias);
    }

    private TensorProto constant(String name) {
        return Objects.requireNonNull(constants.get(name), name);
    }

    private static void quantise(String activation, Map<String, Range> quantised, GraphProto.Builder graph) {
        Range range = quantised.get(activation);
        if (range == null) {
            return;
        }
        String scale = activation + ".scale";
        String zero = activation + ".zero";
        String bytes = activation + ".bytes";
        graph.addInitializer(floats(scale, new float[] {range.scale()}));
        graph.addInitializer(tensor(zero, TensorProto.DataType.UINT8, new byte[] {(byte) range.zeroPoint()}));
        graph.addNode(node("QuantizeLinear", bytes)
                .addInput(activation)
                .addInput(scale)
                .addInput(zero));
        graph.addNode(node("DequantizeLinear", activation + DEQUANTISED)
                .addInput(bytes)
                .addInput(scale)
                .addInput(zero));
    }
}
