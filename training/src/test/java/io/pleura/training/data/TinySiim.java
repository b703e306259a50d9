package io.pleura.training.data;

import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.DicomWriter;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.imaging.frame.GrayFrame;
import io.pleura.imaging.frame.Radiographs;
import io.pleura.training.phantom.PhantomStudies;
import io.pleura.training.phantom.PhantomStudy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Writes a folder as the SIIM-ACR challenge is handed on, with phantoms for radiographs, stretched to its square:
/// DICOM files of 8 bits two folders deep, named by their SOP Instance UID, and a table of run-length masks of
/// 1024 x 1024 pixels, of which an image may have two rows.
public final class TinySiim {

    private static final int EDGE = RunLengthTable.EDGE;
    private static final long FIRST_SEED = 900_000_000;

    /// Tests ask for the same images again and again.
    private static final Map<Integer, Made> MADE = new ConcurrentHashMap<>();

    private record Made(String id, byte[] bytes, RunLengthMask mask) {

        static Made of(int index) {
            PhantomStudy study = PhantomStudies.make(FIRST_SEED + index, index % 2 == 0);
            try {
                return new Made(study.sopInstanceUid(), dicom(study), TinySiim.mask(study));
            } catch (DicomException e) {
                throw new IllegalStateException("a phantom's own file must be readable", e);
            }
        }
    }

    private TinySiim() {}

    /// Every second image is positive.
    ///
    /// @param table for instance `train-rle.csv`
    /// @return the masks by image id, in the order of the table
    public static Map<String, RunLengthMask> write(Path folder, int count, String table, RunLengthEncoding encoding)
            throws IOException {
        Map<String, RunLengthMask> masks = new LinkedHashMap<>();
        List<String> rows = new ArrayList<>();
        rows.add(encoding == RunLengthEncoding.RELATIVE ? "ImageId, EncodedPixels" : "ImageId,EncodedPixels");
        for (int i = 0; i < count; i++) {
            Made image = MADE.computeIfAbsent(i, Made::of);
            String id = image.id;
            Path file = folder.resolve("dicom-images-train/study-%d/series/%s.dcm".formatted(i, id));
            Files.createDirectories(file.getParent());
            Files.write(file, image.bytes);
            masks.put(id, image.mask);
            lists(image.mask, encoding).forEach(list -> rows.add(id + "," + list));
        }
        Files.write(folder.resolve(table), rows);
        return masks;
    }

    private static byte[] dicom(PhantomStudy study) throws DicomException {
        GrayFrame frame = Radiographs.decode(study.bytes()).frame();
        byte[] samples = new byte[EDGE * EDGE];
        for (int k = 0; k < samples.length; k++) {
            samples[k] = (byte) Math.round(255 * frame.values()[source(k, study)]);
        }
        DataSet dataSet = study.file().dataSet().toBuilder()
                .remove(Tags.WINDOW_CENTER)
                .remove(Tags.WINDOW_WIDTH)
                .string(Tags.PHOTOMETRIC_INTERPRETATION, "MONOCHROME2")
                .string(Tags.PRESENTATION_LUT_SHAPE, "IDENTITY")
                .string(Tags.PATIENT_ID, study.sopInstanceUid())
                .integer(Tags.ROWS, EDGE)
                .integer(Tags.COLUMNS, EDGE)
                .integer(Tags.BITS_ALLOCATED, 8)
                .integer(Tags.BITS_STORED, 8)
                .integer(Tags.HIGH_BIT, 7)
                .pixels8(samples)
                .build();
        return DicomWriter.toBytes(DicomFile.of(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
    }

    private static RunLengthMask mask(PhantomStudy study) {
        boolean[] mask = new boolean[EDGE * EDGE];
        for (int k = 0; k < mask.length; k++) {
            mask[k] = study.mask()[source(k, study)];
        }
        return RunLengthMask.of(EDGE, EDGE, mask);
    }

    /// The phantom's pixel under pixel `k` of the square.
    private static int source(int k, PhantomStudy study) {
        return k / EDGE * study.rows() / EDGE * study.columns() + k % EDGE * study.columns() / EDGE;
    }

    private static List<String> lists(RunLengthMask mask, RunLengthEncoding encoding) {
        List<RunLengthMask.Run> runs = mask.runs();
        if (runs.size() < 40) {
            return List.of(encoding.encode(mask));
        }
        int half = runs.size() / 2;
        return List.of(
                encoding.encode(new RunLengthMask(EDGE, EDGE, runs.subList(0, half))),
                encoding.encode(new RunLengthMask(EDGE, EDGE, runs.subList(half, runs.size()))));
    }
}
