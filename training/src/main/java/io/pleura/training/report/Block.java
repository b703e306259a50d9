package io.pleura.training.report;

import java.util.List;

/// A piece of a report; every kind is written as Markdown and as HTML. Texts are plain: no markup in them is meant.
public sealed interface Block {

    record Heading(String text) implements Block {}

    record Paragraph(String text) implements Block {}

    /// What a reader must not miss.
    record Warning(String text) implements Block {}

    record Table(List<String> columns, List<List<String>> rows) implements Block {

        public Table {
            columns = List.copyOf(columns);
            rows = rows.stream().map(List::copyOf).toList();
            for (List<String> row : rows) {
                if (row.size() != columns.size()) {
                    throw new IllegalArgumentException(
                            "a row of " + row.size() + " values in a table of " + columns.size() + " columns");
                }
            }
        }
    }

    /// @param file name of the PNG beside the report
    /// @param note below the picture
    record Picture(String file, String note, byte[] png) implements Block {}
}
