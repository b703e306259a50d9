package io.pleura.training.report;

import io.pleura.training.evaluation.Froc;
import io.pleura.training.evaluation.Outcome;
import io.pleura.training.evaluation.Outcomes;
import io.pleura.training.evaluation.Ranking;
import io.pleura.training.evaluation.Reliability;
import io.pleura.training.plot.Curve;
import io.pleura.training.plot.Drawing;
import io.pleura.training.plot.HistogramPlot;
import io.pleura.training.plot.LinePlot;
import io.pleura.training.plot.ScatterPlot;
import io.pleura.training.plot.UnitSquarePlot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/// The plots of a report. On a machine that cannot draw, one note takes the place of all.
final class Plots {

    private static final int SCORE_BINS = 40;
    private static final int FROC_STEPS = 40;

    private final List<Block> blocks = new ArrayList<>();
    private boolean noted;

    /// @param models those to draw; of the first one more than the ROC curve
    static List<Block> of(List<ModelResult> models) {
        Plots plots = new Plots();
        plots.blocks.add(new Block.Heading("Plots"));
        plots.add("roc.png", "ROC curves on the test images.", roc(models).draw());
        ModelResult first = models.getFirst();
        Outcomes images = first.test().outcomes();
        plots.add(
                "reliability.png",
                "Calibrated probability against what was seen on the test images, ten bins: " + first.name() + ".",
                reliability(images).draw());
        plots.add(
                "scores.png",
                "Scores of the test images: " + first.name() + ".",
                scores(images).draw());
        if (images.images().stream().anyMatch(image -> image.overlap().hasMap())) {
            plots.add(
                    "dice-by-size.png",
                    "Dice of each masked lesion over its size.",
                    diceBySize(images).draw());
            ModelResult.Maps maps = first.test().maps();
            if (maps != null) {
                plots.add(
                        "froc.png",
                        "Lesions touched against false regions.",
                        froc(maps).draw());
            }
        }
        return plots.blocks;
    }

    private void add(String file, String note, Drawing drawing) {
        switch (drawing) {
            case Drawing.Png png -> blocks.add(new Block.Picture(file, note, png.bytes()));
            case Drawing.Missing missing -> {
                if (!noted) {
                    noted = true;
                    blocks.add(new Block.Warning(missing.reason()));
                }
            }
        }
    }

    private static UnitSquarePlot roc(List<ModelResult> models) {
        List<Curve> curves = new ArrayList<>();
        for (ModelResult model : models) {
            Ranking ranking = Ranking.of(model.test().outcomes());
            curves.add(new Curve(
                    String.format(Locale.ROOT, "%s, AUC %.3f", model.name(), ranking.auc()),
                    ranking.points().stream()
                            .mapToDouble(ranking::falsePositiveRate)
                            .toArray(),
                    ranking.points().stream().mapToDouble(ranking::sensitivity).toArray()));
        }
        return UnitSquarePlot.roc("ROC, test images", curves);
    }

    private static UnitSquarePlot reliability(Outcomes images) {
        List<Reliability.Bin> bins = Reliability.of(images).bins();
        Curve curve = new Curve(
                "test images",
                bins.stream().mapToDouble(Reliability.Bin::meanProbability).toArray(),
                bins.stream().mapToDouble(Reliability.Bin::shareOfPositives).toArray());
        return UnitSquarePlot.reliability("Reliability, test images", List.of(curve));
    }

    private static HistogramPlot scores(Outcomes images) {
        return new HistogramPlot(
                "Scores s, test images",
                "s",
                SCORE_BINS,
                List.of(
                        sample("without pneumothorax", images, image -> !image.positive()),
                        sample("with pneumothorax", images, Outcome::positive)));
    }

    private static HistogramPlot.Sample sample(String name, Outcomes images, Predicate<Outcome> condition) {
        double[] scores = images.images().stream()
                .filter(condition)
                .mapToDouble(Outcome::score)
                .toArray();
        return new HistogramPlot.Sample(name, scores);
    }

    private static ScatterPlot diceBySize(Outcomes images) {
        List<Outcome> lesions =
                images.images().stream().filter(Outcome::positive).toList();
        Curve cloud = new Curve(
                "lesions",
                lesions.stream()
                        .mapToDouble(image -> 100 * image.lesion().area())
                        .toArray(),
                lesions.stream().mapToDouble(image -> image.overlap().nodes()).toArray());
        return new ScatterPlot("Dice by size", "part of the image, %", "Dice, map nodes", true, List.of(cloud));
    }

    private static LinePlot froc(ModelResult.Maps maps) {
        List<Froc.Point> points = Froc.curve(maps.evaluation(), FROC_STEPS);
        Curve curve = new Curve(
                "all cuts",
                points.stream().mapToDouble(Froc.Point::falseRegions).toArray(),
                points.stream().mapToDouble(Froc.Point::sensitivity).toArray());
        return new LinePlot("Localization", "false regions per image", "lesions touched", List.of(curve));
    }
}
