package io.pleura.training.data;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A row of a data set's table that cannot be learned from, or an image that a row names.
///
/// @param line of the file, from 1
public record BadRow(Path file, int line, Reason reason, String detail) {

    private static final int LONGEST_DETAIL = 300;
    private static final int SHOWN = 20;

    /// Why it is left out.
    public enum Reason {
        COLUMNS("wrong number of columns"),
        NOT_STATED("label not stated"),
        BAD_VALUE("value not understood"),
        BAD_MASK("mask unusable"),
        CONTRADICTION("label and mask contradict each other"),
        DUPLICATE("image named twice"),
        NO_IMAGE("image file missing"),
        AMBIGUOUS("several image files of one name"),
        UNREADABLE("image unreadable"),
        UNSUITABLE("image not suitable");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    public BadRow {
        detail = detail.substring(0, Math.min(detail.length(), LONGEST_DETAIL));
    }

    /// Number of rows for each reason.
    static Map<Reason, Integer> reasons(List<BadRow> rows) {
        Map<Reason, Integer> reasons = new TreeMap<>();
        rows.forEach(row -> reasons.merge(row.reason, 1, Integer::sum));
        return reasons;
    }

    /// The first rows, and how many there are for each reason.
    static void print(List<BadRow> rows, PrintWriter out) {
        rows.stream().limit(SHOWN).forEach(row -> out.println("left out: " + row));
        if (rows.size() > SHOWN) {
            out.printf("... and %d more; `./pleura data report` lists all%n", rows.size() - SHOWN);
        }
        reasons(rows).forEach((reason, count) -> out.printf("left out, %s: %d%n", reason.text, count));
    }

    /// For a data set that is to be whole.
    public IOException refusal() {
        return new IOException(this.toString());
    }

    @Override
    public String toString() {
        return "%s line %d: %s: %s".formatted(file, line, reason.text, detail);
    }
}
