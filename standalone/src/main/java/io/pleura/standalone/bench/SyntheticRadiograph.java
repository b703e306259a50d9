package io.pleura.standalone.bench;

import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.DicomWriter;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.standalone.synthetic.FrontalChest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// A radiograph of random cells that becomes another one, of a study of its own, by a change of its UIDs in place, so
/// that making it costs the sender nothing. One thread.
final class SyntheticRadiograph {

    private static final int LARGEST_HEADER_BYTES = 4096;
    private static final long SEED = 11;
    private static final String INSTANCE = uid(3, 0);
    private static final String STUDY = uid(1, 0);
    private static final String SERIES = uid(2, 0);

    private final byte[] file;
    private final List<Integer> instanceAt;
    private final List<Integer> studyAt;
    private final List<Integer> seriesAt;

    /// @param bytes of its pixels, of 16 bits each
    SyntheticRadiograph(int bytes) {
        int columns = 1000;
        int rows = bytes / 2 / columns;
        short[] cells = new short[rows * columns];
        Random random = new Random(SEED);
        for (int i = 0; i < cells.length; i++) {
            cells[i] = (short) random.nextInt(1 << 12);
        }
        DataSet dataSet = FrontalChest.header(STUDY, SERIES, INSTANCE, rows, columns, 12)
                .string(Tags.PATIENT_NAME, "Synthetic^Noise")
                .string(Tags.PATIENT_ID, "NOISE")
                .pixels16(cells)
                .build();
        file = DicomWriter.toBytes(DicomFile.of(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
        instanceAt = find(INSTANCE);
        studyAt = find(STUDY);
        seriesAt = find(SERIES);
    }

    /// The file, changed: valid until the next call.
    byte[] next(long number) {
        put(uid(3, number), instanceAt);
        put(uid(1, number), studyAt);
        put(uid(2, number), seriesAt);
        return file;
    }

    private static String uid(int what, long number) {
        return String.format(Locale.ROOT, "2.25.7%d%015d", what, number);
    }

    private List<Integer> find(String text) {
        String header = new String(file, 0, Math.min(file.length, LARGEST_HEADER_BYTES), StandardCharsets.ISO_8859_1);
        List<Integer> found = new ArrayList<>();
        for (int at = header.indexOf(text); at >= 0; at = header.indexOf(text, at + 1)) {
            found.add(at);
        }
        return found;
    }

    private void put(String uid, List<Integer> offsets) {
        byte[] bytes = uid.getBytes(StandardCharsets.US_ASCII);
        offsets.forEach(offset -> System.arraycopy(bytes, 0, file, offset, bytes.length));
    }
}
