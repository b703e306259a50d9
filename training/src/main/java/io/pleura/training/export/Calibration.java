package io.pleura.training.export;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OrtException;
import io.pleura.training.data.Example;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;

/// Sees which values the activations of an fp32 model take on calibration images. One image is held at a time.
final class Calibration {

    private final Map<String, ActivationHistogram> histograms = new LinkedHashMap<>();

    /// Runs the model over all images twice.
    ///
    /// @param activations names of the activations to look at
    Calibration(ModelProto model, List<String> activations, List<Example> images, Example.InputShape shape, int threads)
            throws OrtException {
        Map<String, ActivationHistogram.Extremes> extremes = new HashMap<>();
        try (OnnxModel open = OnnxModel.withInnerOutputs(model, activations, threads)) {
            each(
                    open,
                    activations,
                    images,
                    shape,
                    (name, values) -> extremes.merge(
                            name, ActivationHistogram.Extremes.of(values), ActivationHistogram.Extremes::and));
            activations.forEach(name ->
                    histograms.put(name, new ActivationHistogram(Objects.requireNonNull(extremes.get(name), name))));
            each(open, activations, images, shape, (name, values) -> Objects.requireNonNull(histograms.get(name), name)
                    .add(values));
        }
    }

    private static void each(
            OnnxModel model,
            List<String> activations,
            List<Example> images,
            Example.InputShape shape,
            BiConsumer<String, FloatBuffer> look)
            throws OrtException {
        for (Example image : images) {
            model.look(OnnxModel.input(image, shape), shape.inputSize(), activations, look);
        }
    }

    Map<String, Range> ranges(RangeRule rule) {
        Map<String, Range> ranges = new HashMap<>();
        histograms.forEach((name, histogram) -> ranges.put(name, rule.of(histogram)));
        return ranges;
    }
}
