package io.pleura.training.export;

import io.pleura.training.TrainCommand;
import io.pleura.training.evaluation.Bootstrap;
import io.pleura.training.evaluation.DecisionRule;
import io.pleura.training.evaluation.Estimate;
import io.pleura.training.evaluation.Evaluation;
import io.pleura.training.evaluation.Figure;
import io.pleura.training.evaluation.ForeignMeasurement;
import io.pleura.training.evaluation.Outcomes;
import io.pleura.training.evaluation.Scored;
import io.pleura.training.learning.TrainingSettings;
import io.pleura.training.network.ClaSegNetDesign;
import io.pleura.training.network.Head;
import io.pleura.training.report.Block;
import io.pleura.training.report.Document;
import io.pleura.training.report.ResultsSection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/// Writes `card.md`: what the model is, what it is not, where it comes from and what it reached. {@link CardSection}
/// lists what must stand in it.
///
/// @param before settings of the runs whose weights this one went on from, oldest first
/// @param apart test images that chose nothing, by the names of their data sets
/// @param rule calibration and balanced operating point, chosen on validation images
record ModelCard(
        TrainingSettings settings,
        List<TrainingSettings> before,
        ModelDescription description,
        DecisionRule rule,
        Evaluation validation,
        Evaluation test,
        Map<String, Evaluation> apart,
        double parity,
        @Nullable ForeignMeasurement foreign) {

    private static final int RESAMPLES = 1000;

    private static final String MEASURED = """
            Measured on images%s that were neither trained nor tuned on, at the balanced operating point where no other is \
            named. Calibration (Platt: a = %.4f, b = %.4f) and cuts were chosen on validation images.""";

    private static final String BASELINE = """
            This is not ClaSegNet but the baseline that it is measured against: the same feature extractor, global average
            pooling and one logit, taught by the labels alone. It has no map. What it is compared with:

            """;

    private static final String FEW_OTHERS = """
            So few images prove little; what they show is that a model trained on these phantoms alone must not be
            trusted with real radiographs.""";

    private static final String LICENCE_OF_PHANTOMS = """
            Code and weights: Apache License 2.0, as the project. No image made by others was used, so that no other
            licence rests on the weights; the licence grants nothing under the patents above.""";

    private static final String LICENCE_OF_OTHERS = """
            The code is under the Apache License 2.0, which grants nothing under the patents above. The weights rest on images
            of others, whose licences decide what may be done with them: do not pass the weights on.""";

    String markdown() throws IOException {
        List<String> parts = new ArrayList<>(List.of(
                "# %s %s".formatted(description.name(), description.version()),
                "**%s**".formatted(description.warning()),
                section(CardSection.INTENDED_USE, description.intendedUse()),
                section(
                        CardSection.DATA,
                        new CardData(
                                        settings,
                                        before,
                                        validation.images().size(),
                                        test.images().size())
                                .text()),
                section(CardSection.NETWORK, network()),
                section(CardSection.TRAINING, training()),
                section(CardSection.RESULTS, results())));
        apart.forEach((source, images) -> parts.add(apart(source, rule.judge(images))));
        if (foreign != null) {
            parts.add(foreign(foreign));
        }
        parts.add(section(CardSection.FILES, files()));
        parts.add(section(CardSection.LIMITS, limits()));
        parts.add(section(CardSection.PATENTS, """
                The ClaSegNet method is the subject of patents held by its authors' employer, among them US10755140B2,
                US10885400B2 and US11074482B2. Use of the method may need a licence."""));
        parts.add(section(CardSection.LICENCE, settings.phantomsOnly() ? LICENCE_OF_PHANTOMS : LICENCE_OF_OTHERS));
        parts.add(section(CardSection.COMMAND, command()));
        return String.join("\n\n", parts) + "\n";
    }

    private static String section(CardSection section, String text) {
        return section.heading() + "\n\n" + text;
    }

    private String network() {
        ClaSegNetDesign design = settings.design();
        return """
                %sClaSegNet after the abstract of Zhao, Zhang and Avinash (GE Healthcare): a CNN as feature extractor, a repeatable
                segmentation network, rational mask pooling, a node-wise loss; the label is implicit in the map. The abstract leaves
                most details open. These are ours: the backbone (%s, width %d), the inside of the segmentation block (%d of them: bilinear
                doubling, lateral 1x1 convolution, sum, 3x3 convolution), the exact integer pooling with node targets from a quarter of
                coverage on and an ignore band,%s the loss (weighted cross-entropy, Dice, cross-entropy of the image score), the image
                score (k-th largest logit, k = %d), augmentation, optimizer, calibration, operating points and quantisation.

                Input `input` [N, 1, H, W], trained at %d x %d; outputs `logits` and `map` [N, 1, h, w], here %d x %d.""".formatted(
                        design.head() == Head.CLASSIFICATION ? BASELINE : "",
                        design.backbone().name().toLowerCase(Locale.ROOT),
                        design.width(),
                        design.segmentationBlocks(),
                        design.centred() ? " every map measured from its own mean," : "",
                        description.map().minimumNodes(),
                        settings.inputSize(),
                        settings.inputSize(),
                        description.map().rows(),
                        description.map().columns());
    }

    private String training() {
        TrainingSettings.Schedule schedule = settings.schedule();
        return """
                Run seed %d. Best of %s%d epochs by validation (%s)%s, batches of %d, AdamW, learning rate %s%s
                cosine, weight decay %s; %s, the mask moved alongside.

                Versions: Java %s, JavaCPP %s, libtorch and ONNX Runtime as pinned in the parent pom. Largest difference of a logit
                between libtorch and ONNX Runtime: %.1e.""".formatted(
                        settings.seed(),
                        schedule.patience() > 0 ? "at most " : "",
                        schedule.epochs(),
                        Double.isNaN(validation.dicePositives(0)) ? "AUC" : "AUC + Dice",
                        schedule.averaging() > 0
                                ? ", of the live weights or their running mean (decay %s a step)"
                                        .formatted(schedule.averaging())
                                : "",
                        schedule.batchSize(),
                        schedule.learningRate(),
                        schedule.warmUp() > 0 ? " with warm-up and" : " with",
                        schedule.weightDecay(),
                        views(settings),
                        Runtime.version().feature(),
                        javaCpp(),
                        parity);
    }

    private static String views(TrainingSettings settings) {
        String strong =
                "mirrored, turned, enlarged or reduced, shifted, changed in grey curve, shading, sharpness and noise";
        String views =
                switch (settings.augmentation()) {
                    case MILD -> "mirrored, shifted, changed in contrast and noise";
                    case STRONG -> strong;
                    case TEXTURED -> strong + ", noise of one grain before it";
                };
        return settings.bending() > 0 ? views + ", bent" : views;
    }

    private static String javaCpp() {
        try {
            return Loader.getVersion();
        } catch (IOException e) {
            return "unknown";
        }
    }

    private String results() {
        Bootstrap bootstrap = new Bootstrap(RESAMPLES, settings.seed());
        Outcomes judged = rule.judge(test);
        List<Block> blocks = new ArrayList<>(List.of(
                new Block.Paragraph(MEASURED.formatted(
                        settings.phantomsOnly() ? "" : " of `" + String.join("`, `", settings.deciding()) + "`",
                        description.calibration().a(),
                        description.calibration().b())),
                ResultsSection.proof(judged, bootstrap),
                ResultsSection.figures(judged, bootstrap),
                ResultsSection.operatingPoints(validation, test, rule.calibration(), bootstrap)));
        if (judged.masked() > 0) {
            blocks.add(ResultsSection.bySize(judged));
        }
        blocks.add(ResultsSection.byFinding(judged));
        return Document.markdown(blocks).strip();
    }

    private String apart(String source, Outcomes judged) {
        Bootstrap bootstrap = new Bootstrap(RESAMPLES, settings.seed());
        List<Block> blocks = ResultsSection.apart(description.name(), source, judged, bootstrap);
        return Document.markdown(blocks).strip();
    }

    private String foreign(ForeignMeasurement foreign) {
        Evaluation evaluation = foreign.evaluation();
        double cut = balancedCut();
        Estimate auc = new Bootstrap(RESAMPLES, settings.seed()).estimate(rule.judge(evaluation), Figure.AUC);
        return """
                ## On images that are not phantoms

                %s

                %d images, %d with pneumothorax: AUC %.3f (%s); at the balanced operating point
                sensitivity %.3f, specificity %.3f%s. It was trained on none of them, none is
                shipped. %s""".formatted(
                foreign.origin(),
                evaluation.images().size(),
                evaluation.images().stream().filter(Scored::positive).count(),
                auc.value(),
                Double.isNaN(auc.width())
                        ? "no interval: a single patient of a kind"
                        : String.format(
                                Locale.ROOT, "95 %% bootstrap interval by patient %.3f to %.3f", auc.low(), auc.high()),
                evaluation.sensitivity(cut),
                evaluation.specificity(cut),
                evaluation.hasEveryDice()
                        ? ", mean Dice of the positives %.3f".formatted(evaluation.dicePositives(cut))
                        : "",
                settings.phantomsOnly() ? FEW_OTHERS : "The interval says how little so many images prove.");
    }

    private double balancedCut() {
        return rule.point().cut();
    }

    private String files() {
        ModelDescription.Int8 int8 = description.int8();
        String floats = "SHA-256 of model.onnx (fp32): `%s`.".formatted(description.sha256());
        if (int8 == null) {
            return floats
                    + " No int8 file: not wanted, or too few test images, %d of each kind, to say what it costs."
                            .formatted(PublicationGate.IMAGES_OF_EACH_KIND);
        }
        return """
                %s
                SHA-256 of %s (static int8, for CPUs): `%s`.

                int8 on the same %d test images: AUC %.4f, %+.4f against fp32%s. Ranges of the
                activations: %s over %d validation images; scores moved by %.3f logits in the mean.""".formatted(
                        floats,
                        int8.file(),
                        int8.sha256(),
                        int8.testImages(),
                        int8.auc(),
                        -int8.aucLoss(),
                        int8.diceLoss() == null ? "" : "; mean Dice of the positives %+.4f".formatted(-int8.diceLoss()),
                        int8.ranges().toLowerCase(Locale.ROOT).replace('_', ' '),
                        int8.calibrationImages(),
                        int8.scoreShift());
    }

    private String limits() {
        return """
                - It has learnt from %s it must be taken to be wrong until measured there.
                - A negative score never says that there is no pneumothorax.
                - Of the images that its score was calibrated on, %s show a pneumothorax, of those that it was tested on, %s. At another
                  prevalence the calibrated score is no probability, and the share of false alarms among alarms is another.
                - Frontal views of adults are what it was made for: no lateral views, no children, no state after surgery. Of what
                  its images do not show it knows nothing.
                - A node of the map is %d pixels of %d wide: the map shows where, not the outline.""".formatted(
                        settings.phantomsOnly()
                                ? "phantoms alone. On radiographs of patients"
                                : "the images named under Data. On others",
                        prevalence(validation),
                        prevalence(test),
                        settings.design().stride(),
                        settings.inputSize());
    }

    private static String prevalence(Evaluation images) {
        long positives = images.images().stream().filter(Scored::positive).count();
        return "%.0f %% (%d of %d)"
                .formatted(
                        100.0 * positives / images.images().size(),
                        positives,
                        images.images().size());
    }

    private String command() throws IOException {
        return """
                ```
                %s
                ```

                The phantoms are the same bits each time on one machine; weights follow up to rounding, which differs between processors.""".formatted(String.join("\n", commands()));
    }

    private List<String> commands() throws IOException {
        List<TrainingSettings> all =
                Stream.concat(before.stream(), Stream.of(settings)).toList();
        List<String> commands = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            String out = i + 1 < all.size() ? String.valueOf(all.get(i + 1).from()) : "RUN";
            commands.add(TrainCommand.commandLine(all.get(i), out));
        }
        return commands;
    }
}
