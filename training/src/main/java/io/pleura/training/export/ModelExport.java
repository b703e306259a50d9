package io.pleura.training.export;

import ai.onnxruntime.OrtException;
import io.pleura.training.data.Example;
import io.pleura.training.evaluation.DecisionRule;
import io.pleura.training.evaluation.Evaluation;
import io.pleura.training.evaluation.ForeignMeasurement;
import io.pleura.training.evaluation.OperatingPoint;
import io.pleura.training.evaluation.PlattCalibration;
import io.pleura.training.evaluation.Scored;
import io.pleura.training.learning.Batch;
import io.pleura.training.learning.RunFolder;
import io.pleura.training.learning.Scoring;
import io.pleura.training.learning.TrainingSettings;
import io.pleura.training.network.ClaSegNet;
import io.pleura.training.network.Tensors;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.jspecify.annotations.Nullable;

/// From trained weights to a model folder: writes the ONNX files, makes sure that ONNX Runtime computes the same logits
/// and that int8 ranks as well, chooses calibration and operating points on validation images and measures them on test
/// images. {@link PublicationGate} has the last word.
public final class ModelExport {

    public static final String VERSION = "0.7.0";

    private static final int PARITY_IMAGES = 8;

    private final TrainingSettings settings;
    private final ClaSegNet net;

    private final boolean withInt8;

    public ModelExport(TrainingSettings settings, ClaSegNet net) {
        this(settings, net, true);
    }

    /// @param withInt8 false: writes the fp32 file alone
    public ModelExport(TrainingSettings settings, ClaSegNet net, boolean withInt8) {
        this.settings = settings;
        this.net = net;
        this.withInt8 = withInt8;
    }

    /// There is no int8 file where there are too few test images to say what it costs.
    ///
    /// @param apart test images, by the names of their data sets, that are measured apart
    /// @param foreign a measurement to add to the card, if there is one
    /// @throws PublicationGate.RefusedException where the model must not be published; the folder stays as it was
    public ModelDescription write(
            ModelFolder folder,
            List<Example> validationImages,
            List<Example> testImages,
            Map<String, List<Example>> apart,
            @Nullable ForeignMeasurement foreign)
            throws IOException, OrtException {
        Example.InputShape shape = settings.shape();
        int k = settings.minimumNodes();
        byte[] onnx = OnnxExport.bytes(net);
        double parity =
                largestDifference(onnx, validationImages.subList(0, Math.min(PARITY_IMAGES, validationImages.size())));
        PublicationGate.refuse(PublicationGate.ofParity(parity));
        PublicationGate.refuse(PublicationGate.ofDrains(settings.phantoms().drains()));
        Evaluation validation = Scoring.evaluate(net, validationImages, shape, k);
        Evaluation test = Scoring.evaluate(net, testImages, shape, k);
        OperatingPoint balanced = OperatingPoint.balanced(validation);
        long positives = test.images().stream().filter(Scored::positive).count();
        long negatives = test.images().size() - positives;
        Int8Export int8 = null;
        ModelDescription.Int8 loss = null;
        if (withInt8 && Math.min(positives, negatives) >= PublicationGate.IMAGES_OF_EACH_KIND) {
            int8 = Int8Export.of(
                    onnx,
                    validation,
                    validationImages,
                    shape,
                    k,
                    settings.machine().threads());
            loss = measured(int8, test, testImages, balanced.cut());
        }
        List<TrainingSettings> before = RunFolder.before(settings);
        ModelDescription description = describe(onnx, before, validation, test, loss);
        Map<String, Evaluation> others = new LinkedHashMap<>();
        apart.forEach((source, images) -> others.put(source, Scoring.evaluate(net, images, shape, k)));
        ModelCard card = new ModelCard(
                settings,
                before,
                description,
                DecisionRule.balanced(validation),
                validation,
                test,
                others,
                parity,
                foreign);
        PublicationGate.Candidate candidate =
                new PublicationGate.Candidate(description, card.markdown(), parity, positives, negatives);
        PublicationGate.refuse(PublicationGate.violations(candidate));
        folder.write(onnx, int8 == null ? null : int8.onnx(), description, candidate.card());
        return description;
    }

    private ModelDescription.Int8 measured(Int8Export int8, Evaluation test, List<Example> images, double cut)
            throws OrtException {
        try (OnnxModel model = new OnnxModel(int8.onnx(), settings.machine().threads())) {
            Evaluation quantised = model.evaluate(images, settings.shape(), settings.minimumNodes());
            return new ModelDescription.Int8(
                    ModelFolder.INT8_FILE,
                    ModelFolder.sha256(int8.onnx()),
                    int8.rule().name(),
                    int8.calibrationImages(),
                    images.size(),
                    quantised.auc(),
                    test.auc() - quantised.auc(),
                    test.hasEveryDice() ? test.dicePositives(cut) - quantised.dicePositives(cut) : null,
                    int8.scoreShift());
        }
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

    private ModelDescription describe(
            byte[] onnx,
            List<TrainingSettings> before,
            Evaluation validation,
            Evaluation test,
            ModelDescription.@Nullable Int8 int8) {
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
                trainedOn(before),
                new ModelDescription.Figures(
                        test.images().size(),
                        test.auc(),
                        test.hasEveryDice() ? test.dicePositives(balanced.cut()) : null),
                int8,
                settings.phantomsOnly() ? ModelDescription.INTENDED_USE : ModelDescription.INTENDED_USE_OF_OTHERS,
                settings.phantomsOnly() ? ModelDescription.WARNING : ModelDescription.WARNING_OF_OTHERS);
    }

    private String trainedOn(List<TrainingSettings> before) {
        if (!settings.phantomsOnly()) {
            return ModelDescription.trainedOn(settings.seen(), settings.seed());
        }
        String runs = Stream.concat(before.stream(), Stream.of(settings))
                .map(run -> "%d synthetic radiographs, run seed %d"
                        .formatted(run.phantoms().training(), run.seed()))
                .collect(Collectors.joining("; then "));
        return "phantoms only: " + runs;
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
