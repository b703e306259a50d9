package io.pleura.training.report;

import io.pleura.training.data.CsvTable;
import io.pleura.training.data.Example;
import io.pleura.training.evaluation.DeLong;
import io.pleura.training.evaluation.DecisionRule;
import io.pleura.training.evaluation.Evaluation;
import io.pleura.training.evaluation.Figure;
import io.pleura.training.evaluation.Outcome;
import io.pleura.training.evaluation.Outcomes;
import io.pleura.training.evaluation.Overlap;
import io.pleura.training.evaluation.Scored;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Scores of a cross-validation from a table: columns `id`, `score`, `label` (0 or 1) and `fold`; each image was
/// scored by a model that had not seen it. Optional: `patient`, `area` (part of the image), `finding`, `dice` and
/// `pixel_dice`.
///
/// A fold's calibration and threshold come from the scores of the other folds, so that no image decides about itself.
public record Predictions(List<Row> rows) {

    /// @param dice NaN where not known
    public record Row(Scored scored, String fold, double dice, double pixelDice) {}

    public Predictions {
        rows = List.copyOf(rows);
    }

    /// @throws IOException with file, line and reason, at the first row that cannot be used
    public static Predictions read(Path file) throws IOException {
        CsvTable table = CsvTable.read(file);
        for (String column : List.of("id", "score", "label", "fold")) {
            table.column(column);
        }
        if (!table.badRows().isEmpty()) {
            throw new IOException(table.badRows().getFirst().toString());
        }
        List<Row> rows = new ArrayList<>();
        for (CsvTable.Row row : table.rows()) {
            rows.add(new Cells(table, row).prediction());
        }
        return new Predictions(rows);
    }

    /// One line of the table.
    private record Cells(CsvTable table, CsvTable.Row row) {

        Row prediction() throws IOException {
            String id = text("id", "");
            String label = text("label", "");
            if (id.isEmpty() || !label.equals("0") && !label.equals("1")) {
                throw bad("needs an id and a label of 0 or 1, has '" + id + "' and '" + label + "'");
            }
            double score = number("score");
            if (!Double.isFinite(score)) {
                throw bad("the score of " + id + " is no number");
            }
            for (String share : List.of("area", "dice", "pixel_dice")) {
                double value = number(share);
                if (value < 0 || value > 1) {
                    throw bad("column " + share + " must be 0..1, is " + value);
                }
            }
            boolean positive = label.equals("1");
            Example example = new Example(
                    new Example.Origin(id, text("patient", id)),
                    1,
                    new short[1],
                    new float[1],
                    Example.Supervision.LABEL,
                    positive,
                    number("area"),
                    text("finding", positive ? "labelled" : "none"),
                    Set.of());
            Scored scored = new Scored(example, new float[] {(float) score}, (float) score);
            return new Row(scored, text("fold", ""), number("dice"), number("pixel_dice"));
        }

        private String text(String column, String otherwise) {
            String value = table.value(row, column);
            return value.isEmpty() ? otherwise : value;
        }

        private double number(String column) throws IOException {
            String text = text(column, "NaN");
            try {
                return Double.parseDouble(text);
            } catch (NumberFormatException e) {
                throw bad("'" + text + "' in column " + column + " is no number");
            }
        }

        private IOException bad(String what) {
            return new IOException(table.file() + " line " + row.line() + ": " + what);
        }
    }

    /// Every image judged by the rule of the other folds.
    public Outcomes judged() {
        return Outcomes.of(judgedByFold().values().stream()
                .flatMap(fold -> fold.images().stream())
                .toList());
    }

    private Map<String, Outcomes> judgedByFold() {
        Map<String, List<Row>> folds = folds();
        if (folds.size() < 2) {
            throw new IllegalArgumentException("the thresholds of a fold come from the others, so that there must be"
                    + " two folds or more; the table has " + folds.size());
        }
        boolean hasMaps = rows.stream().anyMatch(row -> !Double.isNaN(row.dice()));
        Map<String, Outcomes> judged = new TreeMap<>();
        folds.forEach((fold, rowsOfFold) -> {
            List<Scored> others = rows.stream()
                    .filter(row -> !row.fold().equals(fold))
                    .map(Row::scored)
                    .toList();
            DecisionRule rule = DecisionRule.balanced(new Evaluation(others));
            judged.put(
                    fold,
                    Outcomes.of(rowsOfFold.stream()
                            .map(row -> judged(row, rule, hasMaps))
                            .toList()));
        });
        return judged;
    }

    /// @param hasMaps whether the model has a map: images without lesion or mask have no Dice all the same
    private static Outcome judged(Row row, DecisionRule rule, boolean hasMaps) {
        Scored scored = row.scored();
        return new Outcome(
                scored.example().origin(),
                scored.positive(),
                scored.score(),
                rule.calibration().probability(scored.score()),
                scored.score() >= rule.point().cut(),
                new Outcome.Lesion(
                        scored.example().lesionArea(), scored.example().finding(), Set.of()),
                hasMaps ? Overlap.ofDice(row.dice(), row.pixelDice()) : Overlap.NO_MAP);
    }

    private Map<String, List<Row>> folds() {
        Map<String, List<Row>> folds = new TreeMap<>();
        rows.forEach(row ->
                folds.computeIfAbsent(row.fold(), fold -> new ArrayList<>()).add(row));
        return folds;
    }

    /// What each fold reached: scores of different models need not be comparable, as the pooled AUC takes for granted.
    public List<Block> byFold() {
        Map<String, Outcomes> folds = judgedByFold();
        List<List<String>> lines = new ArrayList<>();
        folds.forEach((fold, images) -> lines.add(List.of(
                fold,
                String.valueOf(images.images().size()),
                String.valueOf(images.positives()),
                ResultsSection.text(Figure.AUC.of(images)),
                ResultsSection.text(Figure.RECALL.of(images)),
                ResultsSection.text(Figure.SPECIFICITY.of(images)),
                ResultsSection.text(Figure.DICE_NODES.of(images)))));
        Block.Table table = new Block.Table(
                List.of("fold", "images", "positives", "AUC", "sensitivity", "specificity", "Dice of positives"),
                lines);
        List<Block> blocks = new ArrayList<>(List.of(
                new Block.Heading("By fold"),
                new Block.Paragraph(
                        "Threshold and calibration of each fold come from the scores of the others. The AUC of"
                                + " all folds together compares scores of different models, those of the folds do not."
                                + " The Dice is what the table says; crossvalidate cuts the maps at the same threshold."),
                table));
        if (folds.values().stream().allMatch(DeLong::canJudge)) {
            blocks.add(new Block.Paragraph(meanAuc(folds.values())));
        }
        return blocks;
    }

    /// The cross-validated AUC of LeDell, Petersen and van der Laan (2015), with the variance of {@link DeLong} in each
    /// fold.
    private static String meanAuc(Collection<Outcomes> folds) {
        DeLong mean = DeLong.independentMean(folds.stream().map(DeLong::auc).toList());
        return "Mean of the folds' AUCs: %s.".formatted(mean.interval().text());
    }
}
