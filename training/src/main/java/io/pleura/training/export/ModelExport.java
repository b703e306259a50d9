package io.pleura.training.export;

import ai.onnxruntime.OrtException;
import io.pleura.training.data.Example;
import io.pleura.training.evaluation.Evaluation;
import io.pleura.training.evaluation.ForeignMeasurement;
import io.pleura.training.evaluation.OperatingPoint;
import io.pleura.training.evaluation.PlattCalibration;
import io.pleura.training.learning.Batch;
import io.pleura.training.learning.Scoring;
import io.pleura.training.learning.TrainingSettings;
import io.pleura.training.network.ClaSegNet;
import io.pleura.training.network.Tensors;
import java.io.IOException;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.jspecify.annotations.Nullable;

/// From trained weights to a model folder: writes the ONNX file, makes sure that ONNX Runtime computes the same logits,
/// chooses calibration and operating points on validation images and measures them on test images.
public final class ModelExport {

    /// Largest difference of a logit between libtorch and ONNX Runtime that is let through.
    public static final double PARITY = 1e-4;

    public static final String VERSION = "0.1.0";

    private static final int PARITY_IMAGES = 8;

    private final TrainingSettings settings;
    private final ClaSegNet net;

    public ModelExport(TrainingSettings settings, ClaSegNet net) {
        this.settings = settings;
        this.net = net;
    }

    /// @param foreign a measurement to add to the card, if there is one
    public ModelDescription write(
            ModelFolder folder,
            List<Example> validationImages,
            List<Example> testImages,
            @Nullable ForeignMeasurement foreign)
            throws IOException, OrtException {
        Example.InputShape shape = settings.shape();
        int k = settings.minimumNodes();
        Evaluation validation = Scoring.evaluate(net, validationImages, shape, k);
        Evaluation test = Scoring.evaluate(net, testImages, shape, k);
        byte[] onnx = OnnxExport.bytes(net);
        double difference =
                largestDifference(onnx, validationImages.subList(0, Math.min(PARITY_IMAGES, validationImages.size())));
        if (!(difference < PARITY)) {
            throw new IllegalStateException("ONNX Runtime and libtorch differ by " + difference + " in a logit");
        }
        ModelDescription description = describe(onnx, validation, test);
        folder.write(onnx, description, new ModelCard(settings, description, test, difference, foreign).markdown());
        return description;
    }

    private double largestDifference(byte[] onnx, List<Example> examples) throws OrtException {
        Example.InputShape shape = settings.shape();
        double largest = 0;
        net.eval();
        try (OnnxModel model = new OnnxModel(onnx, settings.machine().threads());
                NoGradGuard noGradients = new NoGradGuard();
                PointerScope scope = new PointerScope()) {
            float[] expected =
                    Tensors.floats(net.forward(Batch.plain(examples, shape).input()));
            int nodes = expected.length / examples.size();
            for (int i = 0; i < examples.size(); i++) {
                float[] logits = model.logits(OnnxModel.input(examples.get(i), shape), shape);
                for (int node = 0; node < nodes; node++) {
                    largest = Math.max(largest, Math.abs(logits[node] - expected[i * nodes + node]));
                }
            }
        }
        return largest;
    }

    private ModelDescription describe(byte[] onnx, Evaluation validation, Evaluation test) {
        PlattCalibration calibration = PlattCalibration.fit(validation.images());
        OperatingPoint balanced = OperatingPoint.balanced(validation);
        int outputSize = settings.design().outputSize(settings.inputSize());
        return new ModelDescription(
                name(),
                VERSION,
                ModelFolder.sha256(onnx),
                new ModelDescription.Input(settings.inputSize(), ModelDescription.Stretch.ofExamples()),
                new ModelDescription.Map(outputSize, outputSize, settings.minimumNodes()),
                new ModelDescription.Calibration("platt", calibration.a(), calibration.b()),
                new ModelDescription.OperatingPoints(
                        point(OperatingPoint.highSensitivity(validation), calibration, test),
                        point(balanced, calibration, test),
                        point(OperatingPoint.highSpecificity(validation), calibration, test)),
                "balanced",
                trainedOn(),
                new ModelDescription.Figures(
                        test.images().size(), test.auc(), test.hasMaps() ? test.dicePositives(balanced.cut()) : null),
                ModelDescription.INTENDED_USE,
                settings.phantomsOnly() ? ModelDescription.WARNING : ModelDescription.WARNING_OF_OTHERS);
    }

    private String trainedOn() {
        return settings.phantomsOnly()
                ? "phantoms only: %d synthetic radiographs, run seed %d"
                        .formatted(settings.phantoms().training(), settings.seed())
                : "not phantoms only: %s; run seed %d".formatted(String.join(", ", settings.seen()), settings.seed());
    }

    private String name() {
        return switch (settings.design().head()) {
            case CLASEGNET -> "ClaSegNet";
            case CLASSIFICATION -> "Classification";
        };
    }

    private static ModelDescription.Point point(OperatingPoint point, PlattCalibration calibration, Evaluation test) {
        return new ModelDescription.Point(
                calibration.probability(point.cut()), test.sensitivity(point.cut()), test.specificity(point.cut()));
    }
}
