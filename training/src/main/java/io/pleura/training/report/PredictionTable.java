package io.pleura.training.report;

import io.pleura.training.data.CsvTable;
import io.pleura.training.data.Example;
import io.pleura.training.evaluation.Scored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// A line for every image of a cross-validation, as {@link Predictions} reads them.
public final class PredictionTable {

    private final StringBuilder lines = new StringBuilder("id,patient,fold,label,score,area,dice\n");

    public void add(int fold, List<Scored> images) {
        for (Scored image : images) {
            Example example = image.example();
            lines.append(String.format(
                    Locale.ROOT,
                    "%s,%s,%d,%d,%.6f,%.6f,%s%n",
                    CsvTable.quoted(example.origin().id()),
                    CsvTable.quoted(example.origin().patient()),
                    fold,
                    image.positive() ? 1 : 0,
                    image.score(),
                    example.lesionArea(),
                    image.positive() ? String.format(Locale.ROOT, "%.6f", image.dice(0)) : ""));
        }
    }

    public void write(Path file) throws IOException {
        Files.writeString(file, lines);
    }
}
