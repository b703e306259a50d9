package io.pleura.training.report;

import io.pleura.training.evaluation.Bootstrap;
import io.pleura.training.evaluation.DecisionRule;
import io.pleura.training.evaluation.Estimate;
import io.pleura.training.evaluation.Evaluation;
import io.pleura.training.evaluation.Figure;
import io.pleura.training.evaluation.Intervals;
import io.pleura.training.evaluation.IsotonicCalibration;
import io.pleura.training.evaluation.Lesions;
import io.pleura.training.evaluation.OperatingPoint;
import io.pleura.training.evaluation.Outcomes;
import io.pleura.training.evaluation.PlattCalibration;
import io.pleura.training.evaluation.ScoreCalibration;
import io.pleura.training.learning.TrainingSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Tables of one model's results, for the report and, by {@link Document#markdown(List)}, for the model card.
public final class ResultsSection {

    private static final int FEW_IMAGES = 300;

    private ResultsSection() {}

    /// Every figure with its 95 % interval, if it has one; those that the model has not are left out.
    public static Block.Table figures(Outcomes images, Bootstrap bootstrap) {
        Map<Figure, Estimate> estimates = bootstrap.estimates(images, List.of(Figure.values()));
        List<List<String>> rows = new ArrayList<>();
        estimates.forEach((figure, estimate) -> {
            if (estimate.exists()) {
                rows.add(List.of(figure.title(), estimate.text()));
            }
        });
        return new Block.Table(List.of("figure", "value (95 % interval)"), rows);
    }

    /// What the set is, and how little it can prove.
    public static Block.Paragraph proof(Outcomes images, Bootstrap bootstrap) {
        int positives = images.positives();
        int negatives = images.negatives();
        String text =
                "%d images, %d with pneumothorax.".formatted(positives + negatives, positives) + knownMasks(images);
        if (positives + negatives >= FEW_IMAGES) {
            return new Block.Paragraph(text);
        }
        Estimate auc = bootstrap.estimate(images, Figure.AUC);
        return new Block.Paragraph(text
                + String.format(
                        Locale.ROOT,
                        " So few prove little: %sa model that missed none of %d"
                                + " positives could still miss %.1f %% of all, and one that raised no alarm on %d"
                                + " negatives could still do so on %.1f %%.",
                        auc.width() > 0
                                ? String.format(Locale.ROOT, "the interval of the AUC is %.3f wide; ", auc.width())
                                : "",
                        positives,
                        100 * Intervals.ruleOfThree(positives),
                        negatives,
                        100 * Intervals.ruleOfThree(negatives)));
    }

    /// Figures on images that are less near to patients than those that decided.
    ///
    /// @param source name of their data set
    public static List<Block> apart(String model, String source, Outcomes images, Bootstrap bootstrap) {
        String what = source.equals(TrainingSettings.PHANTOMS) ? "phantoms" : "images of " + source;
        return List.of(
                new Block.Heading(model + " on held-back " + what + ", apart"),
                new Block.Paragraph(
                        "These images chose nothing and are in no other figure; calibration and cut are those of"
                                + " the others. Their pneumothoraces are made and say nothing about patients."),
                proof(images, bootstrap),
                figures(images, bootstrap));
    }

    /// What Dice and false regions are of, where not every positive image has a mask; else empty.
    public static String knownMasks(Outcomes images) {
        int masked = images.masked();
        if (masked == images.positives()) {
            return "";
        }
        return masked == 0
                ? " No mask of them is known: no Dice, and false regions on the others alone."
                : (" The masks of %d of them are known: these alone have a Dice, and false regions beside the images"
                                + " without.")
                        .formatted(masked);
    }

    /// Cuts chosen on validation images and what they do on test images.
    public static Block.Table operatingPoints(
            Evaluation validation, Evaluation test, ScoreCalibration calibration, Bootstrap bootstrap) {
        Map<String, OperatingPoint> points = new LinkedHashMap<>();
        points.put("high sensitivity", OperatingPoint.highSensitivity(validation));
        points.put("balanced", OperatingPoint.balanced(validation));
        points.put("high specificity", OperatingPoint.highSpecificity(validation));
        points.put("90 % specificity on validation", OperatingPoint.atSpecificity(validation, 0.90));
        points.put("95 % specificity on validation", OperatingPoint.atSpecificity(validation, 0.95));
        List<List<String>> rows = new ArrayList<>();
        points.forEach((name, point) -> {
            Outcomes images = new DecisionRule(calibration, point).judge(test);
            Map<Figure, Estimate> estimates = bootstrap.estimates(
                    images, List.of(Figure.RECALL, Figure.SPECIFICITY, Figure.DICE_NODES, Figure.FALSE_REGIONS));
            List<String> row = new ArrayList<>();
            row.add(name);
            row.add(String.format(Locale.ROOT, "%.4f", calibration.probability(point.cut())));
            estimates.values().forEach(estimate -> row.add(estimate.text()));
            rows.add(row);
        });
        return new Block.Table(
                List.of("cut", "threshold", "sensitivity", "specificity", "Dice of positives", "false regions / image"),
                rows);
    }

    public static Block.Table bySize(Outcomes images) {
        return lesions("size of the lesion", Lesions.bySize(images));
    }

    public static Block.Table byFinding(Outcomes images) {
        return lesions("kind of lesion", Lesions.byFinding(images));
    }

    private static Block.Table lesions(String what, List<Lesions> groups) {
        List<List<String>> rows = groups.stream()
                .map(group -> List.of(
                        group.name(),
                        String.valueOf(group.images()),
                        group.sensitivity().text(),
                        text(group.auc()),
                        text(group.dice()),
                        text(group.pixelDice())))
                .toList();
        return new Block.Table(
                List.of(what, "images", "sensitivity (Wilson)", "AUC", "Dice, map nodes", "Dice, full mask resolution"),
                rows);
    }

    /// Error of the probabilities on test images: the bare logistic function of s, Platt's and isotonic calibration,
    /// both fitted on validation images.
    public static Block.Table calibration(Evaluation validation, Evaluation test, Bootstrap bootstrap) {
        Map<String, ScoreCalibration> calibrations = new LinkedHashMap<>();
        calibrations.put("none: 1 / (1 + exp(-s))", new PlattCalibration(1, 0));
        calibrations.put("Platt", PlattCalibration.fit(validation.images()));
        calibrations.put("isotonic", IsotonicCalibration.fit(validation.images()));
        OperatingPoint point = OperatingPoint.balanced(validation);
        List<List<String>> rows = new ArrayList<>();
        calibrations.forEach((name, calibration) -> {
            Outcomes images = new DecisionRule(calibration, point).judge(test);
            Map<Figure, Estimate> estimates =
                    bootstrap.estimates(images, List.of(Figure.CALIBRATION_ERROR, Figure.CHANCE_ERROR, Figure.BRIER));
            rows.add(List.of(
                    name,
                    estimates
                            .getOrDefault(Figure.CALIBRATION_ERROR, Estimate.ABSENT)
                            .text(),
                    estimates.getOrDefault(Figure.CHANCE_ERROR, Estimate.ABSENT).text(),
                    estimates.getOrDefault(Figure.BRIER, Estimate.ABSENT).text()));
        });
        return new Block.Table(
                List.of(
                        "calibration",
                        "expected calibration error, 10 equal bins",
                        Figure.CHANCE_ERROR.title(),
                        "Brier score"),
                rows);
    }

    static String text(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.3f", value);
    }
}
