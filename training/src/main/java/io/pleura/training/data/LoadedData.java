package io.pleura.training.data;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A data set whose images were decoded, and what of it could not be used.
///
/// @param unlabelled image files that no row names
public record LoadedData(String name, ExampleList examples, List<BadRow> badRows, int unlabelled) {

    private static final int SHOWN = 20;

    static LoadedData of(DataSet set, DataSet.Listing listing, List<BadRow> unreadable, ExampleList examples) {
        List<BadRow> badRows = new ArrayList<>(listing.badRows());
        badRows.addAll(unreadable);
        return new LoadedData(set.name(), examples, List.copyOf(badRows), listing.unlabelled());
    }

    /// Number of bad rows for each reason.
    public Map<BadRow.Reason, Integer> reasons() {
        Map<BadRow.Reason, Integer> reasons = new TreeMap<>();
        badRows.forEach(row -> reasons.merge(row.reason(), 1, Integer::sum));
        return reasons;
    }

    /// Tells what was loaded and lists the first of the bad rows.
    public void print(PrintWriter out) {
        badRows.stream().limit(SHOWN).forEach(row -> out.println("left out: " + row));
        if (badRows.size() > SHOWN) {
            out.printf("... and %d more; `./pleura data report` lists all%n", badRows.size() - SHOWN);
        }
        reasons().forEach((reason, count) -> out.printf("left out, %s: %d%n", reason.text(), count));
        out.printf("%s: %d images, %d positive%n", name, examples.size(), examples.positives());
        if (unlabelled > 0) {
            out.printf("%d image files without a row in the table%n", unlabelled);
        }
    }
}
