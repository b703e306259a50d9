package io.pleura.training.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// The masks of the SIIM-ACR challenge: a table with the columns `ImageId` and `EncodedPixels`, of which an image may
/// have several rows, whose masks are united. A file that ends in `.gz` is decompressed.
///
/// @param rows in the order of the file
public record RunLengthTable(Path file, RunLengthEncoding encoding, List<Row> rows) {

    /// Edge of every image of the challenge.
    public static final int EDGE = 1024;

    private static final int MOST_ROWS = 1_000_000;
    private static final long MOST_CHARACTERS = 1L << 30;

    /// One row, not yet decoded.
    public record Row(int line, String imageId, String list) {}

    /// @param encoding null: found out from the lists
    public static RunLengthTable read(Path file, @Nullable RunLengthEncoding encoding) throws IOException {
        List<Row> rows = new ArrayList<>();
        try (InputStream raw = Files.newInputStream(file);
                BufferedReader lines = new BufferedReader(new InputStreamReader(
                        file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw, StandardCharsets.UTF_8))) {
            Header header = Header.of(file, lines.readLine());
            long characters = 0;
            String line;
            for (int number = 2; (line = lines.readLine()) != null; number++) {
                characters += line.length();
                if (number > MOST_ROWS || characters > MOST_CHARACTERS) {
                    throw new IOException(file + " is too long for a list of masks, from line " + number);
                }
                if (!line.isBlank()) {
                    rows.add(header.row(number, line));
                }
            }
        }
        return new RunLengthTable(file, encoding == null ? encodingOf(file, rows) : encoding, List.copyOf(rows));
    }

    /// The rows of each image, in the order of their first row.
    public Map<String, List<Row>> byImage() {
        Map<String, List<Row>> images = new LinkedHashMap<>();
        for (Row row : rows) {
            images.computeIfAbsent(row.imageId, none -> new ArrayList<>()).add(row);
        }
        return images;
    }

    /// The union of an image's rows.
    ///
    /// @throws IllegalArgumentException naming the line that is no mask
    public RunLengthMask mask(List<Row> rowsOfOneImage) {
        RunLengthMask mask = new RunLengthMask(EDGE, EDGE, List.of());
        for (Row row : rowsOfOneImage) {
            try {
                mask = mask.union(encoding.decode(row.list, EDGE, EDGE));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("line " + row.line + ": " + e.getMessage(), e);
            }
        }
        return mask;
    }

    /// Relative where some lists cannot be absolute (their starts are not in order) and none must be, and the other
    /// way round (the sum of gaps and lengths leaves the image). A list of one run fits both and proves nothing.
    private static RunLengthEncoding encodingOf(Path file, List<Row> rows) throws IOException {
        int relative = 0;
        int absolute = 0;
        boolean fromZero = false;
        boolean masks = false;
        for (Row row : rows) {
            if (!RunLengthEncoding.isNone(row.list)) {
                masks = true;
                boolean fitsRelative = RunLengthEncoding.RELATIVE.fits(row.list, EDGE, EDGE);
                boolean fitsAbsolute = RunLengthEncoding.ABSOLUTE.fits(row.list, EDGE, EDGE);
                boolean fitsFromZero = RunLengthEncoding.ABSOLUTE_FROM_ZERO.fits(row.list, EDGE, EDGE);
                relative += fitsRelative && !fitsAbsolute && !fitsFromZero ? 1 : 0;
                absolute += !fitsRelative && (fitsAbsolute || fitsFromZero) ? 1 : 0;
                fromZero |= !fitsRelative && !fitsAbsolute && fitsFromZero;
            }
        }
        if (masks && (relative == 0) == (absolute == 0)) {
            throw new IOException(("%s: %d lists can only be relative and %d only absolute;"
                            + " say which they are with --runs relative, absolute or absolute-from-zero")
                    .formatted(file, relative, absolute));
        }
        return absolute == 0
                ? RunLengthEncoding.RELATIVE
                : fromZero ? RunLengthEncoding.ABSOLUTE_FROM_ZERO : RunLengthEncoding.ABSOLUTE;
    }

    private record Header(int columns, int imageId, int encodedPixels) {

        static Header of(Path file, @Nullable String line) throws IOException {
            List<String> names = line == null
                    ? List.of()
                    : LabelledFolder.values(line).stream().map(String::strip).toList();
            Header header = new Header(names.size(), names.indexOf("ImageId"), names.indexOf("EncodedPixels"));
            if (header.imageId < 0 || header.encodedPixels < 0) {
                throw new IOException(file + " line 1: must name the columns ImageId and EncodedPixels");
            }
            return header;
        }

        /// A row with too few columns has the empty list, which is no mask.
        Row row(int number, String line) {
            List<String> values = LabelledFolder.values(line);
            return new Row(number, value(values, imageId), value(values, encodedPixels));
        }

        private static String value(List<String> values, int column) {
            return column < values.size() ? values.get(column).strip() : "";
        }
    }
}
