package io.pleura.training.data;

import io.pleura.imaging.dicom.DicomException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A folder as the SIIM-ACR Pneumothorax Segmentation challenge is handed on: images anywhere below it, DICOM or
/// PNG, named by their id, and a table of run-length masks. Where there are several tables, `stage_2_train.csv`
/// wins over `train-rle.csv`, which it contains; lists of sample submissions are no tables. Images may be of
/// another size than the challenge's 1024 x 1024 pixels, to which the masks belong. Patients are unknown: in the
/// challenge each image has an identity of its own.
///
/// @param encoding null: found out from the lists
public record SiimFolder(Path folder, @Nullable RunLengthEncoding encoding) implements DataSet {

    private static final List<String> PREFERRED = List.of("stage_2_train.csv", "train-rle.csv", "train-rle.csv.gz");

    @Override
    public String name() {
        return "siim:" + folder;
    }

    @Override
    public Listing list() throws IOException {
        FileTree tree = FileTree.of(folder);
        RunLengthTable table = RunLengthTable.read(table(tree), encoding);
        Map<String, List<Path>> images = tree.imagesByStem();
        Hashing hashing =
                new Hashing(folder).add("siim 2").add(table.encoding().name()).addContent(table.file());
        List<Item> items = new ArrayList<>();
        List<BadRow> badRows = new ArrayList<>(table.badRows());
        int labelled = 0;
        for (Map.Entry<String, List<RunLengthTable.Row>> entry : table.byImage().entrySet()) {
            List<RunLengthTable.Row> rows = entry.getValue();
            int line = rows.getFirst().line();
            List<Path> files = images.getOrDefault(entry.getKey(), List.of());
            labelled += files.isEmpty() ? 0 : 1;
            try {
                RunLengthMask mask = table.mask(rows);
                if (files.isEmpty()) {
                    throw new BadRowException(BadRow.Reason.NO_IMAGE, entry.getKey());
                }
                for (Path file : files) {
                    hashing.addState(file);
                }
                items.add(new Item(table.file(), line, () -> read(entry.getKey(), files, mask)));
            } catch (BadRowException e) {
                badRows.add(new BadRow(table.file(), line, e.reason(), e.detail()));
            }
        }
        return new Listing(hashing.hex(), items, badRows, images.size() - labelled);
    }

    private static LabelledPicture read(String id, List<Path> files, RunLengthMask mask)
            throws IOException, DicomException {
        PictureFiles.Decoded decoded = PictureFiles.read(FileTree.onlyImage(files));
        boolean positive = !mask.isEmpty();
        return LabelledPicture.checked(
                Example.Origin.of(id, "", decoded.patient()),
                decoded.frame(),
                mask,
                Example.Supervision.MASK,
                positive,
                positive ? LabelledPicture.LABELLED : LabelledPicture.NONE);
    }

    private static Path table(FileTree tree) throws IOException {
        List<Path> tables = new ArrayList<>(tree.tables(RunLengthTable.COLUMNS));
        tables.removeIf(file -> file.toString().contains("sample_submission"));
        for (String name : PREFERRED) {
            for (Path file : tables) {
                if (file.endsWith(name)) {
                    return file;
                }
            }
        }
        return tree.onlyOf(tables, RunLengthTable.COLUMNS);
    }
}
