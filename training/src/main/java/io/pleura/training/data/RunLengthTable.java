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
    /// @throws IOException where the lists leave their encoding open, or are of another than is said
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
        Evidence evidence = Evidence.of(rows);
        if (encoding != null) {
            evidence.refuseOther(file, encoding);
        }
        RunLengthEncoding found = encoding == null ? evidence.encoding(file) : encoding;
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

    /// What the lists tell of their encoding. A list of one run fits any and proves nothing.
    ///
    /// @param lists that are masks
    /// @param relative that can only be relative: absolute starts would not be in order
    /// @param absolute that can only be absolute: the sum of gaps and lengths would leave the image
    /// @param fromZero whether one has the first pixel of an image that begins with 0
    private record Evidence(int lists, int relative, int absolute, boolean fromZero) {

        static Evidence of(List<Row> rows) {
            int lists = 0;
            int relative = 0;
            int absolute = 0;
            boolean fromZero = false;
            for (Row row : rows) {
                if (!row.list.isEmpty() && !RunLengthEncoding.isNone(row.list)) {
                    lists++;
                    boolean fitsRelative = RunLengthEncoding.RELATIVE.fits(row.list, EDGE, EDGE);
                    boolean fitsAbsolute = RunLengthEncoding.ABSOLUTE.fits(row.list, EDGE, EDGE);
                    boolean fitsFromZero = RunLengthEncoding.ABSOLUTE_FROM_ZERO.fits(row.list, EDGE, EDGE);
                    relative += fitsRelative && !fitsAbsolute && !fitsFromZero ? 1 : 0;
                    absolute += !fitsRelative && (fitsAbsolute || fitsFromZero) ? 1 : 0;
                    fromZero |= !fitsRelative && !fitsAbsolute && fitsFromZero;
                }
            }
            return new Evidence(lists, relative, absolute, fromZero);
        }

        private boolean areRelative() {
            return relative > 0 && relative >= CLEAR_MAJORITY * absolute;
        }

        private boolean areAbsolute() {
            return absolute > 0 && absolute >= CLEAR_MAJORITY * relative;
        }

        /// @throws IOException where they leave it open
        RunLengthEncoding encoding(Path file) throws IOException {
            if (lists == 0 || areRelative()) {
                return RunLengthEncoding.RELATIVE;
            }
            if (!areAbsolute()) {
                throw new IOException("%s: %s; say which they are with --runs relative, absolute or absolute_from_zero"
                        .formatted(file, this));
            }
            return fromZero ? RunLengthEncoding.ABSOLUTE_FROM_ZERO : RunLengthEncoding.ABSOLUTE;
        }

        /// Most lists of the other kind are masks as well, but other ones.
        ///
        /// @throws IOException where most cannot be what was said, and next to none must be
        void refuseOther(Path file, RunLengthEncoding said) throws IOException {
            boolean saidRelative = said == RunLengthEncoding.RELATIVE;
            int other = saidRelative ? absolute : relative;
            if (2 * other > lists && (saidRelative ? areAbsolute() : areRelative())) {
                throw new IOException("%s: --runs %s was said, but %s; leave --runs out"
                        .formatted(file, said.name().toLowerCase(Locale.ROOT), this));
            }
        }

        @Override
        public String toString() {
            return "%d lists can only be relative and %d only absolute".formatted(relative, absolute);
        }
    }
}
