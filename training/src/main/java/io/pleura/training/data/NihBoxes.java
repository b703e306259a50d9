package io.pleura.training.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Boxes around pneumothoraces by image, from NIH's `BBox_List`: left, top, width and height in pixels of the
/// 1024 x 1024 originals.
record NihBoxes(Map<String, RunLengthMask> boxes) {

    private static final int EDGE = 1024;
    private static final String IMAGE = "Image Index";
    private static final String LABEL = "Finding Label";
    private static final String LEFT = "Bbox [x";
    private static final int NUMBERS = 4;

    /// None where the folder has no table that names images and findings.
    ///
    /// @throws IOException where it has one that names no boxes
    static NihBoxes read(FileTree tree, Hashing hashing, List<BadRow> badRows) throws IOException {
        List<String> columns = List.of(IMAGE, LABEL);
        List<Path> tables = tree.tables(columns);
        Map<String, RunLengthMask> boxes = new HashMap<>();
        if (!tables.isEmpty()) {
            CsvTable table = CsvTable.read(tree.onlyOf(tables, columns));
            table.column(LEFT);
            hashing.addContent(table.file());
            badRows.addAll(table.badRows());
            for (CsvTable.Row row : table.rows()) {
                if (NihFolder.isPneumothorax(table.value(row, LABEL))) {
                    try {
                        boxes.merge(table.value(row, IMAGE), box(table, row), RunLengthMask::union);
                    } catch (BadRowException e) {
                        badRows.add(new BadRow(table.file(), row.line(), e.reason(), e.detail()));
                    }
                }
            }
        }
        return new NihBoxes(Map.copyOf(boxes));
    }

    @Nullable RunLengthMask of(String image) {
        return boxes.get(image);
    }

    /// The pixels that a box touches.
    private static RunLengthMask box(CsvTable table, CsvTable.Row row) throws IOException {
        int first = table.column(LEFT);
        double[] numbers = new double[NUMBERS];
        for (int i = 0; i < NUMBERS; i++) {
            String value = first + i < row.values().size() ? row.values().get(first + i) : "";
            try {
                numbers[i] = Double.parseDouble(value);
            } catch (NumberFormatException e) {
                throw new BadRowException(BadRow.Reason.BAD_VALUE, "'" + value + "' is no number of pixels");
            }
        }
        int left = (int) Math.floor(numbers[0]);
        int top = (int) Math.floor(numbers[1]);
        int right = (int) Math.ceil(numbers[0] + numbers[2]);
        int bottom = (int) Math.ceil(numbers[1] + numbers[3]);
        boolean finite = Double.isFinite(numbers[0] + numbers[1] + numbers[2] + numbers[3]);
        if (!finite || left < 0 || top < 0 || right > EDGE || bottom > EDGE || left >= right || top >= bottom) {
            throw new BadRowException(
                    BadRow.Reason.BAD_MASK, "box leaves the %d x %d pixels of the image".formatted(EDGE, EDGE));
        }
        List<RunLengthMask.Run> runs = new ArrayList<>();
        for (int column = left; column < right; column++) {
            runs.add(new RunLengthMask.Run(column * EDGE + top, bottom - top));
        }
        return RunLengthMask.ofAny(EDGE, EDGE, runs);
    }
}
