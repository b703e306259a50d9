package io.pleura.standalone.ingest;

import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DataSetBuilder;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.DicomWriter;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.standalone.synthetic.FrontalChest;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/// DICOM files for tests: small frontal radiographs, each of a study of its own, and variations.
public final class TestObjects {

    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final int SIDE = 256;

    private TestObjects() {}

    /// Another instance at each call.
    public static byte[] radiograph() {
        return radiograph(same -> same);
    }

    static byte[] radiograph(UnaryOperator<DataSetBuilder> change) {
        int number = NEXT.incrementAndGet();
        return file(number, change);
    }

    /// The same instance for the same number.
    static byte[] file(int number, UnaryOperator<DataSetBuilder> change) {
        byte[] pixels = new byte[SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * number);
        }
        DataSetBuilder header = FrontalChest.header(
                        "2.25." + number + "1", "2.25." + number + "2", instanceUid(number), SIDE, SIDE, 8)
                .string(Tags.PATIENT_NAME, "Phantom^" + number)
                .pixels8(pixels);
        DataSet dataSet = change.apply(header).build();
        return DicomWriter.toBytes(DicomFile.of(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
    }

    static String instanceUid(int number) {
        return "2.25." + number + "3";
    }
}
