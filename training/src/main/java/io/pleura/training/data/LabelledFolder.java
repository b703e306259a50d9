package io.pleura.training.data;

import io.pleura.imaging.dicom.DicomException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Images and masks beside a `labels.csv` whose header names the columns `image` and `pneumothorax` (1, 0, or empty:
/// not stated, left out) and may name `mask` (may be empty), `id`, `patient` or `patient_id`, and `finding` or `kind`.
/// Paths are relative to the folder; images are DICOM (whatever their names), PNG or JPEG, masks PNG of the image's
/// shape. A positive image without a mask teaches its label alone.
///
/// @param negativesOnly passes over the rows of positive images
public record LabelledFolder(Path folder, boolean negativesOnly) implements DataSet {

    private static final String TABLE = "labels.csv";

    public LabelledFolder(Path folder) {
        this(folder, false);
    }

    /// Its images without pneumothorax.
    LabelledFolder negatives() {
        return new LabelledFolder(folder, true);
    }

    @Override
    public String name() {
        return "folder:" + folder;
    }

    @Override
    public Listing list() throws IOException {
        Path file = folder.resolve(TABLE);
        CsvTable table = CsvTable.read(file);
        table.column("image");
        table.column("pneumothorax");
        Hashing hashing = new Hashing(folder)
                .add(negativesOnly ? "negatives 2" : "folder 2")
                .addContent(file);
        List<Item> items = new ArrayList<>();
        List<BadRow> badRows = new ArrayList<>(table.badRows());
        Set<String> ids = new HashSet<>();
        for (CsvTable.Row row : table.rows()) {
            try {
                Entry entry = entry(table, row);
                if (!ids.add(entry.id)) {
                    throw new BadRowException(BadRow.Reason.DUPLICATE, entry.id);
                }
                if (negativesOnly && entry.positive) {
                    continue;
                }
                for (Path part : entry.files()) {
                    hashing.addState(part);
                }
                items.add(new Item(file, row.line(), entry::read));
            } catch (BadRowException e) {
                badRows.add(new BadRow(file, row.line(), e.reason(), e.detail()));
            }
        }
        return new Listing(hashing.hex(), items, badRows, 0);
    }

    private Entry entry(CsvTable table, CsvTable.Row row) throws BadRowException {
        String image = table.value(row, "image");
        String mask = table.value(row, "mask");
        String id = table.value(row, "id");
        String finding = table.value(row, "finding", "kind");
        boolean positive = positive(table.value(row, "pneumothorax"));
        return new Entry(
                id.isEmpty() ? image : id,
                table.value(row, "patient", "patient_id"),
                existing(image),
                mask.isEmpty() ? List.of() : List.of(existing(mask)),
                positive,
                !positive ? LabelledPicture.NONE : finding.isEmpty() ? LabelledPicture.LABELLED : finding);
    }

    private static boolean positive(String label) throws BadRowException {
        return switch (label) {
            case "1", "1.0" -> true;
            case "0", "0.0" -> false;
            case "" -> throw new BadRowException(BadRow.Reason.NOT_STATED, "column pneumothorax is empty");
            default ->
                throw new BadRowException(
                        BadRow.Reason.BAD_VALUE, "pneumothorax is '" + label + "', must be 1, 0 or empty");
        };
    }

    private Path existing(String name) throws BadRowException {
        Path inside = folder.toAbsolutePath().normalize();
        Path file = inside.resolve(name).normalize();
        if (name.isEmpty() || !file.startsWith(inside) || !Files.isRegularFile(file)) {
            throw new BadRowException(BadRow.Reason.NO_IMAGE, "there is no file '" + name + "' in the folder");
        }
        return file;
    }

    /// @param mask the mask's file, or none
    private record Entry(String id, String patient, Path image, List<Path> mask, boolean positive, String finding) {

        List<Path> files() {
            return mask.isEmpty() ? List.of(image) : List.of(image, mask.getFirst());
        }

        LabelledPicture read() throws IOException, DicomException {
            PictureFiles.Decoded decoded = PictureFiles.read(image);
            RunLengthMask lesion = mask.isEmpty()
                    ? new RunLengthMask(decoded.frame().rows(), decoded.frame().columns(), List.of())
                    : PictureFiles.mask(mask.getFirst());
            Example.Supervision supervision =
                    positive && mask.isEmpty() ? Example.Supervision.LABEL : Example.Supervision.MASK;
            Example.Origin origin = Example.Origin.of(id, patient, decoded.patient());
            return LabelledPicture.checked(origin, decoded.frame(), lesion, supervision, positive, finding);
        }
    }
}
