package io.pleura.training.export;

import static io.pleura.training.export.OnnxNodes.floats;
import static io.pleura.training.export.OnnxNodes.integer;
import static io.pleura.training.export.OnnxNodes.integers;
import static io.pleura.training.export.OnnxNodes.node;
import static io.pleura.training.export.OnnxNodes.text;
import static io.pleura.training.export.OnnxNodes.value;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import io.pleura.training.network.ClaSegNet;
import io.pleura.training.network.Layer;
import io.pleura.training.network.LayerGraph;
import io.pleura.training.network.Tensors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.BatchNorm2dImpl;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Tensor;

/// Writes a trained net's {@link LayerGraph} as ONNX (opset 17, IR 8): `input` float32 [N, 1, H, W] with free N,
/// H and W (multiples of 32); outputs `logits` and `map` = sigmoid(logits), both [N, 1, h, w], where h and w
/// follow H and W (1 for the baseline). Batch norm is folded into the convolution before it, in double precision.
public final class OnnxExport {

    public static final int OPSET = 17;

    private static final int IR_VERSION = 8;
    private static final String ENLARGEMENT = "enlargement";

    private final ClaSegNet net;
    private final GraphProto.Builder onnx = GraphProto.newBuilder().setName("ClaSegNet");
    private final Map<String, String> aliases = new HashMap<>();
    private final Map<String, Layer.BatchNorm> normAfter = new HashMap<>();

    private OnnxExport(ClaSegNet net) {
        this.net = net;
        for (Layer layer : net.graph().layers()) {
            if (layer instanceof Layer.BatchNorm norm) {
                normAfter.put(norm.input(), norm);
            }
        }
        aliases.put(net.graph().logits(), "logits");
    }

    /// The model file's bytes; the same net gives the same bytes.
    public static byte[] bytes(ClaSegNet net) {
        OnnxExport export = new OnnxExport(net);
        export.onnx.addInput(value(LayerGraph.INPUT, "N", 1, "H", "W"));
        if (net.graph().layers().stream().anyMatch(Layer.Upsample.class::isInstance)) {
            export.onnx.addInitializer(floats(ENLARGEMENT, new float[] {1, 1, 2, 2}, 4));
        }
        for (Layer layer : net.graph().layers()) {
            export.write(layer);
        }
        export.onnx.addNode(node("Sigmoid", "map").addInput("logits"));
        for (String output : List.of("logits", "map")) {
            export.onnx.addOutput(
                    switch (net.design().head()) {
                        case CLASEGNET -> value(output, "N", 1, "h", "w");
                        case CLASSIFICATION -> value(output, "N", 1, 1, 1);
                    });
        }
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("pleura-training")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(export.onnx)
                .build()
                .toByteArray();
    }

    private void write(Layer layer) {
        switch (layer) {
            case Layer.Convolution c -> write(c);
            case Layer.BatchNorm b -> aliases.put(b.output(), known(b.input()));
            case Layer.Rectifier r -> onnx.addNode(node("Relu", r.output()).addInput(known(r.input())));
            case Layer.Sum s ->
                onnx.addNode(node("Add", s.output()).addInput(known(s.input())).addInput(known(s.other())));
            case Layer.MaxPool p ->
                onnx.addNode(node("MaxPool", p.output())
                        .addInput(known(p.input()))
                        .addAttribute(integers("kernel_shape", p.kernel(), p.kernel()))
                        .addAttribute(integers("strides", p.stride(), p.stride()))
                        .addAttribute(padding(p.kernel())));
            case Layer.SpaceToDepth d ->
                onnx.addNode(node("SpaceToDepth", d.output())
                        .addInput(known(d.input()))
                        .addAttribute(integer("blocksize", d.block())));
            case Layer.GlobalAverage g ->
                onnx.addNode(node("GlobalAveragePool", g.output()).addInput(known(g.input())));
            case Layer.Centred c -> write(c);
            case Layer.Upsample u ->
                onnx.addNode(node("Resize", u.output())
                        .addInput(known(u.input()))
                        .addInput("")
                        .addInput(ENLARGEMENT)
                        .addAttribute(text("mode", "linear"))
                        .addAttribute(text("coordinate_transformation_mode", "half_pixel")));
        }
    }

    private void write(Layer.Convolution layer) {
        Conv2dImpl module = net.convolution(layer.weights());
        float[] weights = Tensors.floats(module.weight());
        Tensor ownBias = module.bias();
        float[] bias = layer.bias() && ownBias.defined() ? Tensors.floats(ownBias) : new float[layer.outChannels()];
        Layer.BatchNorm norm = normAfter.get(layer.output());
        if (norm != null) {
            fold(net.norm(norm.weights()), weights, bias);
        }
        long perGroup = layer.inChannels() / layer.groups();
        String name = layer.weights();
        onnx.addInitializer(
                floats(name + ".weight", weights, layer.outChannels(), perGroup, layer.kernel(), layer.kernel()));
        onnx.addInitializer(floats(name + ".bias", bias, layer.outChannels()));
        onnx.addNode(node("Conv", known(layer.output()))
                .addInput(known(layer.input()))
                .addInput(name + ".weight")
                .addInput(name + ".bias")
                .addAttribute(integers("kernel_shape", layer.kernel(), layer.kernel()))
                .addAttribute(integers("strides", layer.stride(), layer.stride()))
                .addAttribute(padding(layer.kernel()))
                .addAttribute(integer("group", layer.groups())));
    }

    private void write(Layer.Centred layer) {
        String mean = layer.output() + ".mean";
        String level = layer.output() + ".level";
        String offset = layer.weights() + ".offset";
        onnx.addInitializer(floats(offset, Tensors.floats(net.offset(layer.weights())), 1));
        onnx.addNode(node("ReduceMean", mean)
                .addInput(known(layer.input()))
                .addAttribute(integers("axes", 2, 3))
                .addAttribute(integer("keepdims", 1)));
        onnx.addNode(node("Sub", level).addInput(mean).addInput(offset));
        onnx.addNode(node("Sub", known(layer.output()))
                .addInput(known(layer.input()))
                .addInput(level));
    }

    private static void fold(BatchNorm2dImpl norm, float[] weights, float[] bias) {
        float[] gamma = Tensors.floats(norm.weight());
        float[] beta = Tensors.floats(norm.bias());
        float[] mean = Tensors.floats(norm.running_mean());
        float[] variance = Tensors.floats(norm.running_var());
        int perChannel = weights.length / bias.length;
        for (int channel = 0; channel < bias.length; channel++) {
            double factor = gamma[channel] / Math.sqrt((double) variance[channel] + Layer.BatchNorm.EPSILON);
            for (int i = channel * perChannel; i < (channel + 1) * perChannel; i++) {
                weights[i] = (float) (weights[i] * factor);
            }
            bias[channel] = (float) (beta[channel] + ((double) bias[channel] - mean[channel]) * factor);
        }
    }

    private String known(String activation) {
        return aliases.getOrDefault(activation, activation);
    }

    private static AttributeProto padding(int kernel) {
        int p = kernel / 2;
        return integers("pads", p, p, p, p);
    }
}
