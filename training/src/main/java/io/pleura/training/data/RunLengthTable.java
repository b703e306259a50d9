package io.pleura.training.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The masks of the SIIM-ACR challenge: a table with the columns `ImageId` and `EncodedPixels`, of which an image may
/// have several rows, whose masks are united. A file that ends in `.gz` is decompressed.
///
/// @param foundOut whether the encoding follows from the lists; one that contradicts the others is no mask then
/// @param rows in the order of the file
public record RunLengthTable(
        Path file, RunLengthEncoding encoding, boolean foundOut, List<Row> rows, List<BadRow> badRows) {

    /// Edge of every image of the challenge.
    public static final int EDGE = 1024;

    private static final String IMAGE = "ImageId";
    private static final String PIXELS = "EncodedPixels";

    /// One list that contradicts the others among fewer than so many is no slip: which are wrong is then not known.
    private static final int CLEAR_MAJORITY = 10;

    static final List<String> COLUMNS = List.of(IMAGE, PIXELS);

    /// One row, not yet decoded.
    public record Row(int line, String imageId, String list) {}

    /// @param encoding null: found out from the lists
    public static RunLengthTable read(Path file, @Nullable RunLengthEncoding encoding) throws IOException {
        CsvTable table = CsvTable.read(file);
        int image = table.column(IMAGE);
        int pixels = table.column(PIXELS);
        List<Row> rows = table.rows().stream()
                .map(row -> new Row(
                        row.line(),
                        row.values().get(image).strip(),
                        row.values().get(pixels).strip()))
                .toList();
        RunLengthEncoding found = encoding == null ? encodingOf(file, rows) : encoding;
        return new RunLengthTable(file, found, encoding == null, rows, table.badRows());
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
    /// @throws IOException where a row is no mask, or says that there is none beside another that is one
    public RunLengthMask mask(List<Row> rowsOfOneImage) throws BadRowException {
        RunLengthMask mask = new RunLengthMask(EDGE, EDGE, List.of());
        if (rowsOfOneImage.stream().allMatch(row -> RunLengthEncoding.isNone(row.list))) {
            return mask;
        }
        for (Row row : rowsOfOneImage) {
            if (RunLengthEncoding.isNone(row.list)) {
                throw new BadRowException(
                        BadRow.Reason.CONTRADICTION, "line %d says -1, others mask".formatted(row.line));
            }
            if (row.list.isEmpty()) {
                throw new BadRowException(BadRow.Reason.NOT_STATED, "line %d has no list".formatted(row.line));
            }
            if (foundOut && contradicts(row.list)) {
                throw new BadRowException(
                        BadRow.Reason.BAD_MASK,
                        "line %d cannot be meant as the other lists are, which are %s"
                                .formatted(row.line, encoding.name().toLowerCase(Locale.ROOT)));
            }
            try {
                mask = mask.union(encoding.decode(row.list, EDGE, EDGE));
            } catch (IllegalArgumentException e) {
                throw new BadRowException(BadRow.Reason.BAD_MASK, "line " + row.line + ": " + e.getMessage());
            }
        }
        return mask;
    }

    /// Whether a list is one of another encoding.
    private boolean contradicts(String list) {
        return !encoding.fits(list, EDGE, EDGE)
                && Stream.of(RunLengthEncoding.values()).anyMatch(other -> other.fits(list, EDGE, EDGE));
    }

    /// Relative where some lists cannot be absolute (their starts are not in order) and none must be, or next to
    /// none, and the other way round (the sum of gaps and lengths leaves the image). A list of one run fits
    /// both and proves nothing.
    private static RunLengthEncoding encodingOf(Path file, List<Row> rows) throws IOException {
        int relative = 0;
        int absolute = 0;
        boolean fromZero = false;
        boolean masks = false;
        for (Row row : rows) {
            if (!row.list.isEmpty() && !RunLengthEncoding.isNone(row.list)) {
                masks = true;
                boolean fitsRelative = RunLengthEncoding.RELATIVE.fits(row.list, EDGE, EDGE);
                boolean fitsAbsolute = RunLengthEncoding.ABSOLUTE.fits(row.list, EDGE, EDGE);
                boolean fitsFromZero = RunLengthEncoding.ABSOLUTE_FROM_ZERO.fits(row.list, EDGE, EDGE);
                relative += fitsRelative && !fitsAbsolute && !fitsFromZero ? 1 : 0;
                absolute += !fitsRelative && (fitsAbsolute || fitsFromZero) ? 1 : 0;
                fromZero |= !fitsRelative && !fitsAbsolute && fitsFromZero;
            }
        }
        boolean clear = Math.max(relative, absolute) > 0
                && Math.max(relative, absolute) >= CLEAR_MAJORITY * Math.min(relative, absolute);
        if (masks && !clear) {
            throw new IOException(("%s: %d lists can only be relative and %d only absolute;"
                            + " say which they are with --runs relative, absolute or absolute_from_zero")
                    .formatted(file, relative, absolute));
        }
        return relative >= absolute
                ? RunLengthEncoding.RELATIVE
                : fromZero ? RunLengthEncoding.ABSOLUTE_FROM_ZERO : RunLengthEncoding.ABSOLUTE;
    }
}
