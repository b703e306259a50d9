package io.pleura.training.report;

import io.pleura.training.data.CsvTable;
import io.pleura.training.evaluation.DecisionRule;
import io.pleura.training.evaluation.Evaluation;
import io.pleura.training.evaluation.Outcome;
import io.pleura.training.evaluation.Outcomes;
import io.pleura.training.evaluation.Scored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// A line for every image of a cross-validation, as {@link Predictions} reads them. Maps are cut where the scores of
/// the other folds say, as that does, so that they are kept until all folds are there. Area and Dice are empty where no
/// mask or map is known.
public final class PredictionTable {

    private final Map<Integer, List<Scored>> folds = new TreeMap<>();

    /// @param images with and without pneumothorax
    public void add(int fold, List<Scored> images) {
        folds.computeIfAbsent(fold, number -> new ArrayList<>()).addAll(images);
    }

    /// Every image judged by the rule of the other folds, of which there must be one.
    public Outcomes judged() {
        return Outcomes.of(folds.keySet().stream()
                .flatMap(fold -> judged(fold).images().stream())
                .toList());
    }

    private Outcomes judged(int fold) {
        List<Scored> own = new ArrayList<>();
        List<Scored> others = new ArrayList<>();
        folds.forEach((number, images) -> (number == fold ? own : others).addAll(images));
        return DecisionRule.balanced(new Evaluation(others)).judge(new Evaluation(own));
    }

    public void write(Path file) throws IOException {
        StringBuilder lines = new StringBuilder("id,patient,fold,label,score,area,dice,pixel_dice\n");
        for (int fold : folds.keySet()) {
            judged(fold).images().forEach(image -> lines.append(line(fold, image)));
        }
        Files.writeString(file, lines);
    }

    /// The score has all its digits, so that the cut does not move.
    private static String line(int fold, Outcome image) {
        return "%s,%s,%d,%d,%s,%s,%s,%s\n"
                .formatted(
                        CsvTable.quoted(image.origin().id()),
                        CsvTable.quoted(image.origin().patient()),
                        fold,
                        image.positive() ? 1 : 0,
                        (float) image.score(),
                        known(image.lesion().area()),
                        known(image.overlap().nodes()),
                        known(image.overlap().pixels()));
    }

    private static String known(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.6f", value);
    }
}
