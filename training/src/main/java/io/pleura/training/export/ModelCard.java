package io.pleura.training.export;

import io.pleura.training.TrainCommand;
import io.pleura.training.data.ExampleCache;
import io.pleura.training.evaluation.Evaluation;
import io.pleura.training.evaluation.ForeignMeasurement;
import io.pleura.training.evaluation.PlattCalibration;
import io.pleura.training.evaluation.Scored;
import io.pleura.training.learning.TrainingSettings;
import io.pleura.training.network.ClaSegNetDesign;
import io.pleura.training.network.Head;
import io.pleura.training.phantom.Finding;
import io.pleura.training.phantom.PhantomRecipe;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/// Writes `card.md`: what the model is, what it is not, where it comes from and what it reached.
record ModelCard(
        TrainingSettings settings,
        ModelDescription description,
        Evaluation test,
        double parity,
        @Nullable ForeignMeasurement foreign) {

    private static final int RESAMPLES = 2000;

    private static final String BASELINE = """
            This is not ClaSegNet but the baseline that it is measured against: the same feature extractor, global average
            pooling and one logit, taught by the labels alone. It has no map. What it is compared with:

            """;

    private static final String PHANTOMS = """
            Every image that this model was trained, tuned and tested on was made by this project's phantom generator. The
            figures below say how well it reads phantoms. They say nothing about patients.""";

    private static final String OTHERS = """
            This model was trained, tuned and tested on images of `%s`, split by patient where the patient is known. Where it
            says phantoms below, read: those images. So few of them say next to nothing about patients.""";

    String markdown() throws IOException {
        List<String> parts = new ArrayList<>(List.of(warning(), network(), training(), results(), localization()));
        if (foreign != null) {
            parts.add(foreign(foreign));
        }
        parts.add(command());
        return String.join("\n\n", parts) + "\n";
    }

    private String warning() {
        return """
                # %s %s

                **%s**

                Intended use: %s

                %s

                The ClaSegNet method is the subject of patents held by its authors' employer, among them US10755140B2,
                US10885400B2 and US11074482B2. Use of the method may need a licence.""".formatted(
                        description.name(),
                        description.version(),
                        description.warning(),
                        description.intendedUse(),
                        settings.phantomsOnly() ? PHANTOMS : OTHERS.formatted(String.join("`, `", settings.seen())));
    }

    private String network() {
        ClaSegNetDesign design = settings.design();
        return """
                ## Network

                %sClaSegNet after the abstract of Zhao, Zhang and Avinash (GE Healthcare): a CNN as feature extractor, a repeatable
                segmentation network, rational mask pooling, a node-wise loss; the label is implicit in the map. The abstract leaves
                most details open. These are ours: the backbone (%s, width %d), the inside of the segmentation block (%d of them: bilinear
                doubling, lateral 1x1 convolution, sum, 3x3 convolution), the exact integer pooling with node targets from a quarter of
                coverage on and an ignore band, the loss (weighted cross-entropy, Dice, cross-entropy of the image score), the image
                score (k-th largest logit, k = %d), augmentation, optimizer, calibration and operating points.

                Input `input` [N, 1, H, W], trained at %d x %d; outputs `logits` and `map` [N, 1, h, w], here %d x %d. SHA-256 of model.onnx: `%s`.""".formatted(
                        design.head() == Head.CLASSIFICATION ? BASELINE : "",
                        design.backbone().name().toLowerCase(Locale.ROOT),
                        design.width(),
                        design.segmentationBlocks(),
                        description.map().minimumNodes(),
                        settings.inputSize(),
                        settings.inputSize(),
                        description.map().rows(),
                        description.map().columns(),
                        description.sha256());
    }

    private String training() {
        return """
                ## Training

                %d training, %d validation and %d test phantoms, half of each with pneumothorax, no seed shared; generator version %d, run
                seed %d. Best of %d epochs by validation (AUC + Dice), batches of %d, AdamW, learning rate %s with warm-up and cosine, weight
                decay %s; mirrored, shifted, changed in contrast and noise, the mask moved alongside. Lesions cover at least %s %% of the image.
                Distractors (skin folds, bullae, drains, leads, lines, clothing) are drawn without knowledge of the label.

                Versions: Java %s, JavaCPP %s, libtorch and ONNX Runtime as pinned in the parent pom. Largest difference of a logit
                between libtorch and ONNX Runtime: %.1e.""".formatted(
                        settings.phantoms().training(),
                        settings.phantoms().validation(),
                        settings.phantoms().test(),
                        ExampleCache.GENERATOR,
                        settings.seed(),
                        settings.schedule().epochs(),
                        settings.schedule().batchSize(),
                        settings.schedule().learningRate(),
                        settings.schedule().weightDecay(),
                        100 * PhantomRecipe.SMALLEST_LESION,
                        Runtime.version().feature(),
                        javaCpp(),
                        parity);
    }

    private static String javaCpp() {
        try {
            return Loader.getVersion();
        } catch (IOException e) {
            return "unknown";
        }
    }

    private String results() {
        ModelDescription.Figures figures = description.evaluation();
        return """
                ## Results on held-back phantoms

                %d phantoms: AUC %.4f, mean Dice of the positives %s (on map nodes, balanced operating point). Calibration: Platt,
                a = %.4f, b = %.4f. Thresholds were chosen on validation phantoms, their figures measured on test phantoms.

                | operating point | threshold | sensitivity | specificity |
                |---|---|---|---|
                %s""".formatted(
                        figures.testImages(),
                        figures.auc(),
                        figures.dicePositives() == null ? "undefined" : "%.3f".formatted(figures.dicePositives()),
                        description.calibration().a(),
                        description.calibration().b(),
                        String.join("\n", points()));
    }

    private List<String> points() {
        ModelDescription.OperatingPoints points = description.operatingPoints();
        return List.of(
                row("highSensitivity", points.highSensitivity()),
                row("balanced (default)", points.balanced()),
                row("highSpecificity", points.highSpecificity()));
    }

    private static String row(String name, ModelDescription.Point point) {
        return "| %s | %.4f | %.3f | %.3f |"
                .formatted(name, point.threshold(), point.sensitivity(), point.specificity());
    }

    /// Sensitivity and Dice by kind of lesion at the balanced operating point.
    private String localization() {
        double cut = balancedCut();
        String rows = Arrays.stream(Finding.values())
                .filter(finding -> finding != Finding.NONE)
                .map(finding -> row(finding, cut))
                .collect(Collectors.joining("\n"));
        return """
                ## By kind of lesion, balanced operating point

                | kind | images | sensitivity | mean Dice | median area, %% of the image |
                |---|---|---|---|---|
                %s""".formatted(rows);
    }

    private String row(Finding finding, double cut) {
        String name = finding.name().toLowerCase(Locale.ROOT);
        List<Scored> images = test.images().stream()
                .filter(image -> image.example().finding().equals(name))
                .toList();
        double found = images.stream()
                .mapToDouble(image -> image.score() >= cut ? 1 : 0)
                .average()
                .orElse(Double.NaN);
        double dice =
                images.stream().mapToDouble(image -> image.dice(cut)).average().orElse(Double.NaN);
        double[] areas = images.stream()
                .mapToDouble(image -> image.example().lesionArea())
                .sorted()
                .toArray();
        double median = areas.length == 0 ? Double.NaN : 100 * areas[areas.length / 2];
        return "| %s | %d | %.3f | %.3f | %.1f |".formatted(name.replace('_', ' '), images.size(), found, dice, median);
    }

    private String foreign(ForeignMeasurement foreign) {
        Evaluation evaluation = foreign.evaluation();
        double cut = balancedCut();
        double[] interval = evaluation.aucInterval(RESAMPLES, settings.seed());
        return """
                ## On images that are not phantoms

                %s

                %d images, %d with pneumothorax: AUC %.3f (95 %% bootstrap interval %.3f to %.3f); at the balanced operating point
                sensitivity %.3f, specificity %.3f, mean Dice of the positives %.3f. None of them was used to train or tune, none is
                shipped. So few images prove little; what they show is that a model trained on these phantoms alone must not be
                trusted with real radiographs.""".formatted(
                        foreign.origin(),
                        evaluation.images().size(),
                        evaluation.images().stream().filter(Scored::positive).count(),
                        evaluation.auc(),
                        interval[0],
                        interval[1],
                        evaluation.sensitivity(cut),
                        evaluation.specificity(cut),
                        evaluation.dicePositives(cut));
    }

    private double balancedCut() {
        return new PlattCalibration(
                        description.calibration().a(), description.calibration().b())
                .logit(description.operatingPoints().balanced().threshold());
    }

    private String command() throws IOException {
        return """
                ## The command that makes it

                ```
                %s
                ```

                The phantoms are the same bits each time on one machine; weights follow up to rounding, which differs between processors.""".formatted(TrainCommand.commandLine(settings));
    }
}
