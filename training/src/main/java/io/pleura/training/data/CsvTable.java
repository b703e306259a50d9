package io.pleura.training.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// A table with named columns: UTF-8, values with commas quoted (RFC 4180, without line breaks in values). A file that
/// ends in `.gz` is decompressed. Spaces around names are no part of them.
public record CsvTable(Path file, List<String> columns, List<Row> rows, List<BadRow> badRows) {

    private static final int MOST_ROWS = 1_000_000;
    private static final long MOST_CHARACTERS = 1L << 30;

    /// Characters of a header in a message.
    private static final int SHOWN = 200;

    /// @param values one for each column; those that a short row leaves out are empty
    public record Row(int line, List<String> values) {}

    /// A value as it stands in a table where it has a comma or a quotation mark, or may have.
    public static String quoted(String value) {
        return '"' + value.replace("\"", "\"\"") + '"';
    }

    public static CsvTable read(Path file) throws IOException {
        try (BufferedReader lines = open(file)) {
            List<String> columns = header(lines.readLine());
            List<Row> rows = new ArrayList<>();
            List<BadRow> badRows = new ArrayList<>();
            long characters = 0;
            String line;
            for (int number = 2; (line = lines.readLine()) != null; number++) {
                characters += line.length();
                if (number > MOST_ROWS || characters > MOST_CHARACTERS) {
                    throw new IOException(file + " line " + number + ": the table is too long");
                }
                List<String> values = values(line);
                if (!line.isBlank() && fits(columns, values.size())) {
                    rows.add(new Row(number, padded(values, columns.size())));
                } else if (!line.isBlank()) {
                    String detail = values.size() + " instead of " + columns.size();
                    badRows.add(new BadRow(file, number, BadRow.Reason.COLUMNS, detail));
                }
            }
            return new CsvTable(file, columns, List.copyOf(rows), badRows);
        }
    }

    /// Names of a file's columns.
    static List<String> header(Path file) throws IOException {
        try (BufferedReader lines = open(file)) {
            return header(lines.readLine());
        }
    }

    private static BufferedReader open(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("there is no table " + file.toAbsolutePath());
        }
        InputStream raw = Files.newInputStream(file);
        try {
            InputStream in = file.toString().toLowerCase(Locale.ROOT).endsWith(".gz") ? new GZIPInputStream(raw) : raw;
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            raw.close();
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /// Names of the columns; none for an empty file.
    private static List<String> header(@Nullable String line) {
        if (line == null) {
            return List.of();
        }
        String withoutMark = line.startsWith("\uFEFF") ? line.substring(1) : line;
        return values(withoutMark).stream().map(String::strip).toList();
    }

    /// Index of a column.
    public int column(String name) throws IOException {
        int column = columns.indexOf(name);
        if (column < 0) {
            String there = String.join("', '", columns);
            if (there.indexOf('\0') >= 0) {
                throw new IOException(file
                        + " line 1: the table is not text in UTF-8 but in UTF-16 or none; save it as CSV in UTF-8");
            }
            throw new IOException("%s line 1: there is no column %s; %s"
                    .formatted(
                            file,
                            name,
                            columns.isEmpty()
                                    ? "the file is empty"
                                    : "the columns, which commas divide, are '"
                                            + there.substring(0, Math.min(there.length(), SHOWN))
                                            + "'"));
        }
        return column;
    }

    /// Value of a row in the first of the columns that exists; empty where none does.
    public String value(Row row, String... names) {
        for (String name : names) {
            int column = columns.indexOf(name);
            if (column >= 0) {
                return row.values.get(column).strip();
            }
        }
        return "";
    }

    /// Values may lack where columns have no name, as in lists that end in empty columns.
    private static boolean fits(List<String> columns, int values) {
        return values <= columns.size()
                && columns.subList(values, columns.size()).stream().allMatch(String::isEmpty);
    }

    private static List<String> padded(List<String> values, int count) {
        while (values.size() < count) {
            values.add("");
        }
        return values;
    }

    static List<String> values(String line) {
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                value.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                values.add(value.toString());
                value.setLength(0);
            } else {
                value.append(c);
            }
        }
        values.add(value.toString());
        return values;
    }
}
