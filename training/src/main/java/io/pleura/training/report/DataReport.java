package io.pleura.training.report;

import io.pleura.training.data.BadRow;
import io.pleura.training.data.CsvTable;
import io.pleura.training.data.DataSurvey;
import io.pleura.training.data.Example;
import io.pleura.training.data.MaskStatistics;
import io.pleura.training.plot.Drawing;
import io.pleura.training.plot.HistogramPlot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What is in a data set: classes, sizes and places of lesions, example pictures, and what had to be left out.
public final class DataReport {

    private static final int MASK_EXAMPLES = 8;
    private static final int OTHER_EXAMPLES = 4;
    private static final int BAD_ROWS_SHOWN = 200;
    private static final int BINS = 40;
    private static final int MASKS_FOR_STATISTICS = 3;

    private final DataSurvey survey;
    private final List<Block> blocks = new ArrayList<>();

    private DataReport(DataSurvey survey) {
        this.survey = survey;
    }

    /// Writes `report.html`, which holds its pictures, `report.md` with PNG files, and `bad-rows.csv`.
    public static void write(DataSurvey survey, Path folder) throws IOException {
        Document document = new DataReport(survey).document();
        document.write(folder);
        Files.write(folder.resolve("bad-rows.csv"), badRows(survey.badRows()));
    }

    private Document document() throws IOException {
        blocks.add(
                new Block.Warning("This report shows pictures of the data set, names of its images and what its tables"
                        + " say: keep it as you keep the data. It is made to judge training data, not patients."));
        classes();
        lesions();
        examples();
        leftOut();
        return new Document("Data set " + survey.name(), blocks);
    }

    private void classes() {
        List<DataSurvey.Seen> images = survey.images();
        long positives = images.stream().filter(DataSurvey.Seen::positive).count();
        long patients =
                images.stream().map(seen -> seen.origin().patient()).distinct().count();
        blocks.add(new Block.Heading("Images"));
        blocks.add(new Block.Paragraph(
                "%d images of %d patients (an image whose patient is unknown counts as one); %d positive, %d negative."
                        .formatted(images.size(), patients, positives, images.size() - positives)));
        if (survey.unlabelled() > 0) {
            blocks.add(new Block.Paragraph(
                    "%d image files have no row in the table and were not opened.".formatted(survey.unlabelled())));
        }
        blocks.add(counts("what is known", seen -> known(seen)));
        blocks.add(counts("finding", DataSurvey.Seen::finding));
        blocks.add(counts("rows x columns", seen -> "%d x %d".formatted(seen.rows(), seen.columns())));
    }

    private static String known(DataSurvey.Seen seen) {
        if (!seen.positive()) {
            return "no pneumothorax";
        }
        return switch (seen.supervision()) {
            case MASK -> "pneumothorax, with its mask";
            case BOXES -> "pneumothorax, with boxes";
            case LABEL -> "pneumothorax, place unknown";
        };
    }

    /// The most frequent values, the others together.
    private Block counts(String column, Function<DataSurvey.Seen, String> value) {
        int most = 12;
        Map<String, Long> counts =
                survey.images().stream().collect(Collectors.groupingBy(value, TreeMap::new, Collectors.counting()));
        List<Map.Entry<String, Long>> sorted = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .toList();
        List<List<String>> rows = new ArrayList<>();
        sorted.stream().limit(most).forEach(entry -> rows.add(row(entry.getKey(), entry.getValue())));
        long others = sorted.stream().skip(most).mapToLong(Map.Entry::getValue).sum();
        if (others > 0) {
            rows.add(row((sorted.size() - most) + " others", others));
        }
        return new Block.Table(List.of(column, "images", "share"), rows);
    }

    private List<String> row(String value, long count) {
        return List.of(
                value,
                "" + count,
                "%.1f %%".formatted(100.0 * count / survey.images().size()));
    }

    private void lesions() {
        double[] areas = survey.images().stream()
                .filter(seen -> seen.positive() && seen.supervision() == Example.Supervision.MASK)
                .mapToDouble(seen -> 100 * seen.lesionArea())
                .toArray();
        blocks.add(new Block.Heading("Lesions"));
        if (survey.masks().size() < MASKS_FOR_STATISTICS) {
            blocks.add(new Block.Paragraph("%d masks are too few for statistics."
                    .formatted(survey.masks().size())));
            return;
        }
        MaskStatistics statistics = MaskStatistics.of(survey.name(), survey.masks());
        blocks.add(new Block.Paragraph(
                "Quantiles over the masks. Lengths are parts of the image's edges and areas parts of the"
                        + " image, x to the right, y down; the patient's right is on the image's left."));
        blocks.add(quantiles(statistics));
        blocks.add(shares(statistics));
        HistogramPlot plot = new HistogramPlot(
                "Sizes of lesions", "area, % of the image", BINS, List.of(new HistogramPlot.Sample("masks", areas)));
        switch (plot.draw()) {
            case Drawing.Png png ->
                blocks.add(new Block.Picture("lesion-sizes.png", "How large the masks are.", png.bytes()));
            case Drawing.Missing missing -> blocks.add(new Block.Paragraph("No histogram: " + missing.reason()));
        }
        double most = 0;
        for (double value : survey.occupancy()) {
            most = Math.max(most, value);
        }
        blocks.add(new Block.Picture(
                "lesion-places.png",
                "Where the masks lie, over the extent of the image: darkest where %.0f %% of them cover the place."
                        .formatted(100 * most),
                LesionPicture.heat(survey.occupancy(), DataSurvey.CELLS)));
    }

    private static Block quantiles(MaskStatistics statistics) {
        List<String> columns = new ArrayList<>(List.of("masks"));
        statistics.probabilities().forEach(p -> columns.add("%.0f %%".formatted(100 * p)));
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("area", statistics.all().area()));
        statistics
                .all()
                .largestPiece()
                .forEach((measure, values) -> rows.add(row("largest piece: " + words(measure), values)));
        return new Block.Table(columns, rows);
    }

    private static List<String> row(String name, List<Double> values) {
        List<String> row = new ArrayList<>(List.of(name));
        values.forEach(value -> row.add("%.3g".formatted(value)));
        return row;
    }

    private static Block shares(MaskStatistics statistics) {
        List<List<String>> rows = new ArrayList<>();
        statistics
                .all()
                .shares()
                .forEach((name, share) -> rows.add(List.of(words(name), "%.1f %%".formatted(100 * share))));
        statistics
                .all()
                .piecesPerImage()
                .forEach((pieces, share) -> rows.add(List.of("pieces: " + pieces, "%.1f %%".formatted(100 * share))));
        return new Block.Table(List.of("masks", "share"), rows);
    }

    /// A name as prose: `centreY` becomes `centre y`.
    private static String words(String name) {
        return name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }

    /// By rule, so that nobody chose them: positives from the smallest to the largest mask, then the first by id.
    private void examples() {
        Comparator<DataSurvey.Seen> byId =
                Comparator.comparing(seen -> seen.origin().id());
        List<DataSurvey.Seen> masked = survey.images().stream()
                .filter(seen -> seen.positive() && seen.supervision() == Example.Supervision.MASK)
                .sorted(Comparator.comparingDouble(DataSurvey.Seen::lesionArea).thenComparing(byId))
                .toList();
        List<DataSurvey.Seen> chosen = new ArrayList<>();
        int count = Math.min(MASK_EXAMPLES, masked.size());
        for (int i = 0; i < count; i++) {
            chosen.add(masked.get(i * (masked.size() - 1) / Math.max(1, count - 1)));
        }
        for (Example.Supervision other : List.of(Example.Supervision.BOXES, Example.Supervision.LABEL)) {
            survey.images().stream()
                    .filter(seen -> seen.positive() && seen.supervision() == other)
                    .sorted(byId)
                    .limit(OTHER_EXAMPLES)
                    .forEach(chosen::add);
        }
        survey.images().stream()
                .filter(seen -> !seen.positive())
                .sorted(byId)
                .limit(OTHER_EXAMPLES)
                .forEach(chosen::add);
        blocks.add(new Block.Heading("Examples"));
        blocks.add(
                new Block.Paragraph("Positives from the smallest mask to the largest, then those with boxes or a label"
                        + " alone, then negatives; none was picked by eye. Outlines: masks green, boxes orange."));
        for (int i = 0; i < chosen.size(); i++) {
            example(chosen.get(i), i + 1);
        }
    }

    private void example(DataSurvey.Seen seen, int number) {
        String note = "%s: %s%s"
                .formatted(
                        seen.origin().id(),
                        known(seen),
                        seen.lesionArea() > 0 ? ", %.2f %% of the image".formatted(100 * seen.lesionArea()) : "");
        try {
            byte[] png = LesionPicture.png(seen.item().picture());
            blocks.add(new Block.Picture("example-%02d.png".formatted(number), note, png));
        } catch (IOException e) {
            blocks.add(new Block.Paragraph(note + ": changed while the report was made: " + e.getMessage()));
        }
    }

    private void leftOut() {
        blocks.add(new Block.Heading("Left out"));
        if (survey.badRows().isEmpty()) {
            blocks.add(new Block.Paragraph("Every row of the tables could be used."));
            return;
        }
        Map<BadRow.Reason, Long> reasons = survey.badRows().stream()
                .collect(Collectors.groupingBy(BadRow::reason, TreeMap::new, Collectors.counting()));
        List<List<String>> counts = new ArrayList<>();
        reasons.forEach((reason, count) -> counts.add(List.of(reason.text(), "" + count)));
        blocks.add(new Block.Table(List.of("reason", "rows"), counts));
        List<List<String>> rows = survey.badRows().stream()
                .limit(BAD_ROWS_SHOWN)
                .map(row ->
                        List.of("" + row.file(), "" + row.line(), row.reason().text(), row.detail()))
                .toList();
        blocks.add(new Block.Table(List.of("file", "line", "reason", "detail"), rows));
        if (survey.badRows().size() > BAD_ROWS_SHOWN) {
            blocks.add(new Block.Paragraph("The first %d; bad-rows.csv has all.".formatted(BAD_ROWS_SHOWN)));
        }
    }

    private static List<String> badRows(List<BadRow> badRows) {
        List<String> lines = new ArrayList<>(List.of("file,line,reason,detail"));
        for (BadRow row : badRows) {
            lines.add("%s,%d,%s,%s".formatted(quoted("" + row.file()), row.line(), row.reason(), quoted(row.detail())));
        }
        return lines;
    }

    private static String quoted(String value) {
        return CsvTable.quoted(value.replaceAll("\\R", " "));
    }
}
