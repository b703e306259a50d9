package io.pleura.training.report;

import io.pleura.training.evaluation.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The columns of the abstract's Table I for every model, the mean over the seeds first, beside the abstract's
/// own rows.
final class TableOne {

    private static final List<Figure> COLUMNS =
            List.of(Figure.ACCURACY, Figure.PRECISION, Figure.RECALL, Figure.AUC, Figure.DICE_NODES);

    /// Zhao, Zhang and Avinash, test images.
    private static final List<String> PAPER =
            List.of("ClaSegNet, the abstract", "test, n = 182", "0.923", "0.953", "0.890", "0.979", "0.5");

    private static final List<String> PAPER_BASELINE =
            List.of("Classification, the abstract", "test, n = 182", "–", "–", "–", "0.945", "–");

    private TableOne() {}

    static List<Block> blocks(List<ModelResult> models) {
        List<List<String>> rows = new ArrayList<>();
        for (ModelResult.Role role : ModelResult.Role.values()) {
            List<ModelResult> some =
                    models.stream().filter(model -> model.role() == role).toList();
            addRows(
                    rows,
                    role,
                    "validation",
                    some.stream().map(ModelResult::validation).toList(),
                    some);
            addRows(rows, role, "test", some.stream().map(ModelResult::test).toList(), some);
        }
        rows.add(PAPER);
        rows.add(PAPER_BASELINE);
        List<String> columns = new ArrayList<>(List.of("model", "images"));
        columns.addAll(List.of("accuracy", "precision", "recall", "AUC", "Dice"));
        return List.of(
                new Block.Heading("Table I"),
                new Block.Paragraph("Accuracy, precision, recall and Dice at the balanced operating point, chosen on"
                        + " validation images and kept for the test images. Dice is the mean over the positives, on map"
                        + " nodes; a model without map has none. The abstract's rows were measured on other images, and"
                        + " the abstract does not say how its Dice is taken: they show an order of size."),
                new Block.Table(columns, rows));
    }

    private static void addRows(
            List<List<String>> rows,
            ModelResult.Role role,
            String set,
            List<ModelResult.@org.jspecify.annotations.Nullable Judged> judged,
            List<ModelResult> models) {
        List<ModelResult.Judged> known = judged.stream()
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
        if (known.size() > 1) {
            rows.add(row(role.title() + ", mean of " + known.size(), set, known));
        }
        for (int i = 0; i < judged.size(); i++) {
            ModelResult.Judged one = judged.get(i);
            if (one != null) {
                rows.add(row(models.get(i).name(), set, List.of(one)));
            }
        }
    }

    private static List<String> row(String name, String set, List<ModelResult.Judged> judged) {
        int images = judged.getFirst().outcomes().images().size();
        List<String> row = new ArrayList<>(List.of(name, set + ", n = " + images));
        for (Figure figure : COLUMNS) {
            double mean = judged.stream()
                    .mapToDouble(one -> figure.of(one.outcomes()))
                    .average()
                    .orElse(Double.NaN);
            row.add(ResultsSection.text(mean));
        }
        return row;
    }
}
