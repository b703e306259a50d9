package io.pleura.training.export;

import static io.pleura.training.export.OnnxNodes.floats;
import static io.pleura.training.export.OnnxNodes.int32s;
import static io.pleura.training.export.OnnxNodes.integer;
import static io.pleura.training.export.OnnxNodes.node;
import static io.pleura.training.export.OnnxNodes.tensor;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.Arrays;
import java.util.List;

/// A convolution's weights in 8 bits with a scale for each output channel, and its bias in 32 bits with the scale that
/// the products have.
///
/// The zero point picks ONNX Runtime's kernel. At 0 a direct convolution (AVX-512 VNNI) runs, best for few
/// channels. At 1 it lowers to a matrix product, for which it has AMX kernels; measured with AMX: 0.65 of the
/// time at 128 input channels, 0.5 at 256, more than the other's at 64.
///
/// @param bytes one signed byte a weight, [out, in / groups, kernel, kernel] row-major
record QuantisedWeights(byte[] bytes, long[] shape, byte zeroPoint, float[] scales, int[] bias, float[] biasScales) {

    private static final int LARGEST = 126; // leaves room for the zero point
    private static final int MATRIX_PRODUCT_FROM_CHANNELS = 128;
    private static final double LARGEST_BIAS = 1 << 30;
    private static final float SMALLEST_SCALE = 1e-10f;

    /// @param inputScale of the activation that the convolution reads
    static QuantisedWeights of(TensorProto weights, float[] bias, float inputScale) {
        float[] values = floats(weights);
        int channels = bias.length;
        int perChannel = values.length / channels;
        byte zeroPoint = (byte) (weights.getDims(1) >= MATRIX_PRODUCT_FROM_CHANNELS ? 1 : 0);
        byte[] bytes = new byte[values.length];
        float[] scales = new float[channels];
        int[] wholeBias = new int[channels];
        float[] biasScales = new float[channels];
        for (int channel = 0; channel < channels; channel++) {
            int from = channel * perChannel;
            float largest = 0;
            for (int i = from; i < from + perChannel; i++) {
                largest = Math.max(largest, Math.abs(values[i]));
            }
            // A channel with hardly any weights must not make its bias overflow.
            double forBias = Math.abs((double) bias[channel]) / inputScale / LARGEST_BIAS;
            scales[channel] = Math.max((float) Math.max((double) largest / LARGEST, forBias), SMALLEST_SCALE);
            biasScales[channel] = scales[channel] * inputScale;
            for (int i = from; i < from + perChannel; i++) {
                bytes[i] = (byte) (zeroPoint + Math.clamp(Math.round(values[i] / scales[channel]), -LARGEST, LARGEST));
            }
            wholeBias[channel] = (int) Math.round((double) bias[channel] / biasScales[channel]);
        }
        long[] shape = weights.getDimsList().stream().mapToLong(Long::longValue).toArray();
        return new QuantisedWeights(bytes, shape, zeroPoint, scales, wholeBias, biasScales);
    }

    /// Adds constants and the nodes that make `NAME.dequantised` of them.
    void write(String weightsName, String biasName, GraphProto.Builder graph) {
        int channels = scales.length;
        byte[] zeroPoints = new byte[channels];
        Arrays.fill(zeroPoints, zeroPoint);
        graph.addInitializer(tensor(weightsName + ".bytes", TensorProto.DataType.INT8, bytes, shape));
        graph.addInitializer(floats(weightsName + ".scale", scales, channels));
        graph.addInitializer(tensor(weightsName + ".zero", TensorProto.DataType.INT8, zeroPoints, channels));
        graph.addInitializer(int32s(biasName + ".bytes", bias, channels));
        graph.addInitializer(floats(biasName + ".scale", biasScales, channels));
        graph.addInitializer(int32s(biasName + ".zero", new int[channels], channels));
        for (String name : List.of(weightsName, biasName)) {
            graph.addNode(node("DequantizeLinear", name + ".dequantised")
                    .addInput(name + ".bytes")
                    .addInput(name + ".scale")
                    .addInput(name + ".zero")
                    .addAttribute(integer("axis", 0)));
        }
    }
}
