package io.pleura.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// `ingest/CONFORMANCE.md`, read by the tests that hold it to the code.
public final class ConformanceStatement {

    private static final Path FILE = Path.of("CONFORMANCE.md");

    private ConformanceStatement() {}

    /// One line of a table: its cells by column.
    public record Row(Map<String, String> cells) {

        public String get(String column) {
            String cell = cells.get(column);
            assertThat(cell).as("column %s of %s", column, cells.keySet()).isNotNull();
            return cell == null ? "" : cell;
        }

        public int hex(String column) {
            return Integer.decode(get(column));
        }

        public int number(String column) {
            return Integer.parseInt(get(column));
        }
    }

    /// The only table with these columns in the section.
    ///
    /// @param section number and title, as the heading has them
    public static List<Row> table(String section, String... columns) {
        List<List<Row>> found = tables(section).stream()
                .filter(table -> table.getFirst().cells().keySet().equals(Set.of(columns)))
                .toList();
        assertThat(found)
                .as("tables with columns %s in section %s", List.of(columns), section)
                .hasSize(1);
        return found.getFirst();
    }

    /// All tables of a section, without those of sections below it.
    public static List<List<Row>> tables(String section) {
        List<List<Row>> tables = new ArrayList<>();
        List<String> columns = List.of();
        for (String line : lines(section)) {
            if (!line.startsWith("|")) {
                columns = List.of();
            } else if (columns.isEmpty()) {
                columns = cells(line);
                tables.add(new ArrayList<>());
            } else if (!line.startsWith("|---")) {
                tables.getLast().add(row(columns, cells(line)));
            }
        }
        return tables;
    }

    private static List<String> lines(String section) {
        List<String> all = all();
        int begin = -1;
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).matches("#+ " + Pattern.quote(section))) {
                begin = i + 1;
            }
        }
        assertThat(begin).as("heading %s in %s", section, FILE).isPositive();
        List<String> after = all.subList(begin, all.size());
        return after.stream().takeWhile(line -> !line.startsWith("#")).toList();
    }

    private static List<String> all() {
        try {
            return Files.readAllLines(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Row row(List<String> columns, List<String> cells) {
        assertThat(cells).as("cells of a line").hasSameSizeAs(columns);
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            row.put(columns.get(i), cells.get(i));
        }
        return new Row(row);
    }

    private static List<String> cells(String line) {
        String inner = line.strip().substring(1, line.strip().length() - 1);
        return Arrays.stream(inner.split("\\|")).map(String::strip).toList();
    }
}
