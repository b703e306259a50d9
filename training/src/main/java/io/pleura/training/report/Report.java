package io.pleura.training.report;

import io.pleura.training.data.CsvTable;
import io.pleura.training.data.Example;
import io.pleura.training.evaluation.Bootstrap;
import io.pleura.training.evaluation.Outcome;
import io.pleura.training.evaluation.Outcomes;
import io.pleura.training.evaluation.Shortcut;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What one or more models reached, in one document.
///
/// @param warning what the report says first
/// @param pictures test images of the first model, of which example maps are drawn; none where it has no maps
/// @param testImages a sentence that says what the test images are
/// @param options pairs that show what an option brings: with it and without
/// @param more what stands behind Table I
public record Report(
        String warning,
        List<ModelResult> models,
        List<Example> pictures,
        String testImages,
        List<Gain> options,
        List<Block> more,
        Bootstrap bootstrap) {

    private static final String NOT_FOR_PATIENTS =
            "Not a medical device. Not for diagnostic use: whatever stands below, no" + " patient may be judged by it.";

    private static final String METHOD =
            "Thresholds and calibration were chosen on other images and then kept: test images"
                    + " decide nothing. Intervals cover 95 %% and come from a stratified BCa bootstrap by patient"
                    + " (%d resamples, seed %d) where nothing else is said;"
                    + " shares without any error get Wilson's interval. The expected calibration error has none, since it is"
                    + " biased upwards; beside it stands what a perfectly calibrated model would show on as many images of"
                    + " such scores, the mean of drawn labels.";

    /// A variant and the model it is a variant of.
    public record Gain(ModelResult variant, ModelResult plain) {}

    public Report {
        models = List.copyOf(models);
        options = List.copyOf(options);
        more = List.copyOf(more);
        if (models.isEmpty()) {
            throw new IllegalArgumentException("a report needs a model");
        }
    }

    /// @param seen data sets that the models' weights have seen
    public static String warning(Collection<String> seen) {
        return seen.stream().allMatch("phantoms"::equals)
                ? "Trained on synthetic phantoms. " + NOT_FOR_PATIENTS
                : "For research: trained on " + String.join(", ", seen) + ". " + NOT_FOR_PATIENTS;
    }

    public Document document() {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Warning(warning));
        blocks.add(new Block.Paragraph("Test images: " + testImages));
        blocks.add(ResultsSection.proof(models.getFirst().test().outcomes(), bootstrap));
        blocks.add(new Block.Paragraph(METHOD.formatted(bootstrap.resamples(), bootstrap.seed())));
        blocks.addAll(TableOne.blocks(models));
        blocks.addAll(more);
        blocks.addAll(Comparison.withBaselines(models, bootstrap));
        blocks.addAll(gains());
        for (ModelResult model : models) {
            blocks.addAll(details(model));
        }
        blocks.addAll(Plots.of(models));
        ModelResult.Maps maps = models.getFirst().test().maps();
        if (maps != null && maps.evaluation().hasMaps()) {
            blocks.addAll(MapGallery.of(maps, pictures));
        }
        return new Document("Evaluation report", blocks);
    }

    /// One line for each test image of each model, to go on from with other tools.
    public String table() {
        StringBuilder lines = new StringBuilder(
                "model,id,patient,label,score,probability,called,area,finding,dice,pixel_dice,false_regions\n");
        for (ModelResult model : models) {
            for (Outcome image : model.test().outcomes().images()) {
                List<Object> values = List.of(
                        model.name(),
                        image.origin().id(),
                        image.origin().patient(),
                        image.positive() ? 1 : 0,
                        image.score(),
                        image.probability(),
                        image.called() ? 1 : 0,
                        image.lesion().area(),
                        image.lesion().finding(),
                        image.overlap().nodes(),
                        image.overlap().pixels(),
                        image.falseRegions());
                lines.append(values.stream().map(Report::cell).collect(Collectors.joining(",")))
                        .append('\n');
            }
        }
        return lines.toString();
    }

    private static String cell(Object value) {
        String text = value instanceof Double number && Double.isNaN(number) ? "" : value.toString();
        return text.contains(",") || text.contains("\"") ? CsvTable.quoted(text) : text;
    }

    private List<Block> gains() {
        if (options.isEmpty()) {
            return List.of();
        }
        List<Comparison.Pair> pairs = options.stream()
                .map(gain -> new Comparison.Pair(gain.variant(), gain.plain()))
                .toList();
        return List.of(
                new Block.Heading("What options bring"),
                new Block.Paragraph("Each variant against the plain model on the same test images, with thresholds of"
                        + " its own from validation."),
                Comparison.table(pairs, bootstrap));
    }

    private List<Block> details(ModelResult model) {
        Outcomes images = model.test().outcomes();
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Heading(model.name() + " on the test images"));
        blocks.add(ResultsSection.figures(images, bootstrap));
        ModelResult.Judged validation = model.validation();
        ModelResult.Maps chosen = validation == null ? null : validation.maps();
        ModelResult.Maps measured = model.test().maps();
        if (chosen != null && measured != null) {
            blocks.add(ResultsSection.operatingPoints(
                    chosen.evaluation(), measured.evaluation(), measured.rule().calibration(), bootstrap));
            blocks.add(ResultsSection.calibration(chosen.evaluation(), measured.evaluation(), bootstrap));
        }
        if (images.images().stream()
                .anyMatch(image -> image.positive() && image.lesion().area() > 0)) {
            blocks.add(ResultsSection.bySize(images));
        }
        blocks.add(ResultsSection.byFinding(images));
        blocks.addAll(shortcuts(images));
        return blocks;
    }

    /// A table of what could be read instead of the disease, where the images say what else they show.
    private List<Block> shortcuts(Outcomes images) {
        TreeSet<String> traits = new TreeSet<>();
        for (Outcome image : images.images()) {
            traits.addAll(image.lesion().traits());
        }
        if (traits.isEmpty()) {
            return List.of();
        }
        List<List<String>> rows = new ArrayList<>();
        for (String trait : traits) {
            Shortcut shortcut =
                    Shortcut.of(images, image -> image.lesion().traits().contains(trait), bootstrap);
            rows.add(List.of(
                    trait,
                    shortcut.positivesWithTrait() + " / " + shortcut.negativesWithTrait(),
                    shortcut.easy().text(),
                    shortcut.hard().text(),
                    shortcut.none().text()));
        }
        return List.of(
                new Block.Paragraph("Shortcuts: AUC where the trait goes with the disease, against it, and without it."
                        + " A model that reads the trait is better in the first than in the second."),
                new Block.Table(
                        List.of(
                                "trait",
                                "positives / negatives with it",
                                "AUC, positives with, negatives without",
                                "AUC, positives without, negatives with",
                                "AUC, both without"),
                        rows));
    }
}
