package io.pleura.training.export;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OrtException;
import com.google.protobuf.InvalidProtocolBufferException;
import io.pleura.training.data.Example;
import io.pleura.training.evaluation.Evaluation;
import java.util.List;
import java.util.stream.IntStream;

/// The int8 form of a model: bytes of the file and how they came about.
///
/// @param rule how the ranges of the activations were chosen
/// @param calibrationImages on which they were seen
/// @param scoreShift mean absolute change of the validation images' scores s, in logits
record Int8Export(byte[] onnx, RangeRule rule, int calibrationImages, double scoreShift) {

    private static final int MOST_CALIBRATION_IMAGES = 128;

    /// Quantises with every {@link RangeRule} and keeps the one that moves the validation images' scores least: that is
    /// what costs AUC, and much less noisy than a difference of AUCs.
    ///
    /// @param fp32 file of {@link OnnxExport}
    /// @param expected what that model says of the validation images
    /// @param images these images, in the same order
    static Int8Export of(
            byte[] fp32,
            Evaluation expected,
            List<Example> images,
            Example.InputShape shape,
            int minimumNodes,
            int threads)
            throws OrtException {
        ModelProto model = UnshuffledStem.of(parsed(fp32));
        QuantisedGraph graph = new QuantisedGraph(model);
        List<Example> some = spread(images);
        Calibration calibration = new Calibration(model, graph.ranged(), some, shape, threads);
        Int8Export best = null;
        for (RangeRule rule : RangeRule.values()) {
            byte[] bytes =
                    ScoreProduct.of(graph.quantised(calibration.ranges(rule))).toByteArray();
            try (OnnxModel int8 = new OnnxModel(bytes, threads)) {
                double shift = scoreShift(expected, int8.evaluate(images, shape, minimumNodes));
                if (best == null || shift < best.scoreShift()) {
                    best = new Int8Export(bytes, rule, some.size(), shift);
                }
            }
        }
        if (best == null) {
            throw new IllegalStateException("there are range rules");
        }
        return best;
    }

    private static ModelProto parsed(byte[] onnx) {
        try {
            return ModelProto.parseFrom(onnx);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("no ONNX model: " + e.getMessage(), e);
        }
    }

    /// Both on the same images in the same order.
    private static double scoreShift(Evaluation one, Evaluation other) {
        return IntStream.range(0, one.images().size())
                .mapToDouble(i -> Math.abs(
                        one.images().get(i).score() - other.images().get(i).score()))
                .average()
                .orElseThrow();
    }

    /// At most so many of the images, spread evenly over the list.
    private static List<Example> spread(List<Example> images) {
        int count = Math.min(MOST_CALIBRATION_IMAGES, images.size());
        return IntStream.range(0, count)
                .mapToObj(i -> images.get((int) ((long) i * images.size() / count)))
                .toList();
    }
}
