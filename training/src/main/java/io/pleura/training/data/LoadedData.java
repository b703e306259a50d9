package io.pleura.training.data;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A data set whose images were decoded, and what of it could not be used.
///
/// @param unlabelled image files that no row names
public record LoadedData(String name, ExampleList examples, List<BadRow> badRows, int unlabelled) {

    static LoadedData of(DataSet set, DataSet.Listing listing, List<BadRow> unreadable, ExampleList examples) {
        List<BadRow> badRows = new ArrayList<>(listing.badRows());
        badRows.addAll(unreadable);
        return new LoadedData(set.name(), examples, List.copyOf(badRows), listing.unlabelled());
    }

    /// @throws IllegalArgumentException where no image could be used
    public ExampleList usable() {
        if (examples.isEmpty()) {
            throw new IllegalArgumentException("%s: no image can be used; %s"
                    .formatted(
                            name,
                            badRows.isEmpty()
                                    ? "its table names none"
                                    : "all rows were left out, the first is " + badRows.getFirst()));
        }
        return examples;
    }

    /// Number of bad rows for each reason.
    public Map<BadRow.Reason, Integer> reasons() {
        return BadRow.reasons(badRows);
    }

    /// Tells what was loaded and lists the first of the bad rows.
    public void print(PrintWriter out) {
        BadRow.print(badRows, out);
        out.printf("%s: %d images, %d positive%n", name, examples.size(), examples.positives());
        if (unlabelled > 0) {
            out.printf("%d image files without a row in the table%n", unlabelled);
        }
    }
}
