package io.pleura.training.data;

import io.pleura.imaging.dicom.DicomException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A folder as NIH ChestX-ray14 is handed on (Wang et al., CVPR 2017): PNG files anywhere below it and a table
/// with the columns `Image Index`, `Finding Labels` (separated by `|`) and `Patient ID`. A table with `Image
/// Index` and `Finding Label` gives boxes to some positives, in pixels of the 1024 x 1024 originals; a mask of an
/// image's name in a folder `masks` wins over them; the other positives teach their label alone. The labels were
/// mined from reports; their authors expect more than 90 % to be right.
public record NihFolder(Path folder) implements DataSet {

    private static final String IMAGE = "Image Index";
    private static final String LABELS = "Finding Labels";

    @Override
    public String name() {
        return "nih:" + folder;
    }

    @Override
    public Listing list() throws IOException {
        FileTree tree = FileTree.of(folder);
        CsvTable table = CsvTable.read(tree.onlyTable(List.of(IMAGE, LABELS, "Patient ID")));
        Hashing hashing = new Hashing(folder).add("nih 2").addContent(table.file());
        List<BadRow> badRows = new ArrayList<>(table.badRows());
        NihBoxes boxes = NihBoxes.read(tree, hashing, badRows);
        Map<String, List<Path>> images = tree.imagesByName();
        Map<String, List<Path>> masks = new HashMap<>();
        for (Path file : tree.files()) {
            if (PictureFiles.isImage(file) && tree.inMaskFolder(file)) {
                masks.computeIfAbsent(String.valueOf(file.getFileName()), none -> new ArrayList<>())
                        .add(file);
            }
        }
        List<Item> items = new ArrayList<>();
        Set<String> named = new HashSet<>();
        for (CsvTable.Row row : table.rows()) {
            String id = table.value(row, IMAGE);
            try {
                if (!named.add(id)) {
                    throw new BadRowException(BadRow.Reason.DUPLICATE, id);
                }
                Entry entry =
                        entry(table, row, images.getOrDefault(id, List.of()), masks.getOrDefault(id, List.of()), boxes);
                for (Path file : entry.images) {
                    hashing.addState(file);
                }
                for (Path file : entry.masks) {
                    hashing.addState(file);
                }
                items.add(new Item(table.file(), row.line(), entry::read));
            } catch (BadRowException e) {
                badRows.add(new BadRow(table.file(), row.line(), e.reason(), e.detail()));
            }
        }
        images.keySet().removeAll(named);
        return new Listing(hashing.hex(), items, badRows, images.size());
    }

    private static Entry entry(CsvTable table, CsvTable.Row row, List<Path> images, List<Path> masks, NihBoxes boxes)
            throws BadRowException {
        String id = table.value(row, IMAGE);
        String labels = table.value(row, LABELS);
        if (labels.isEmpty()) {
            throw new BadRowException(BadRow.Reason.NOT_STATED, "column " + LABELS + " is empty");
        }
        if (images.isEmpty() || !Files.isRegularFile(images.getFirst())) {
            throw new BadRowException(BadRow.Reason.NO_IMAGE, id);
        }
        return new Entry(id, table.value(row, "Patient ID"), images, masks, boxes.of(id), positive(labels));
    }

    /// Whether one of the labels is the pneumothorax, however it is spaced and capitalised.
    ///
    /// @throws BadRowException where one is something else of that name, of which nothing says how it is meant
    private static boolean positive(String labels) throws BadRowException {
        boolean positive = false;
        for (String label : labels.split("\\|")) {
            boolean named = isPneumothorax(label);
            if (!named && label.toLowerCase(Locale.ROOT).contains("pneumothorax")) {
                throw new BadRowException(BadRow.Reason.BAD_VALUE, "'" + label + "' among the labels");
            }
            positive |= named;
        }
        return positive;
    }

    static boolean isPneumothorax(String label) {
        return label.strip().equalsIgnoreCase("Pneumothorax");
    }

    private record Entry(
            String id,
            String patient,
            List<Path> images,
            List<Path> masks,
            @Nullable RunLengthMask boxes,
            boolean positive) {

        LabelledPicture read() throws IOException, DicomException {
            PictureFiles.Decoded decoded = PictureFiles.read(FileTree.onlyImage(images));
            Example.Origin origin = Example.Origin.of(id, patient, decoded.patient());
            String finding = positive ? LabelledPicture.LABELLED : LabelledPicture.NONE;
            RunLengthMask lesion = !masks.isEmpty()
                    ? PictureFiles.mask(FileTree.onlyImage(masks))
                    : boxes != null
                            ? boxes
                            : new RunLengthMask(
                                    decoded.frame().rows(), decoded.frame().columns(), List.of());
            return LabelledPicture.checked(origin, decoded.frame(), lesion, supervision(), positive, finding);
        }

        /// A negative image says of every pixel that there is none.
        private Example.Supervision supervision() {
            if (!positive || !masks.isEmpty()) {
                return Example.Supervision.MASK;
            }
            return boxes != null ? Example.Supervision.BOXES : Example.Supervision.LABEL;
        }
    }
}
