package io.pleura.standalone.ingest;

import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DataSetBuilder;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.DicomWriter;
import io.pleura.imaging.dicom.SopClasses;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.TransferSyntax;
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
        DataSet dataSet = change.apply(DataSet.builder()
                        .string(Tags.SOP_CLASS_UID, SopClasses.DIGITAL_X_RAY_IMAGE_STORAGE_FOR_PRESENTATION)
                        .string(Tags.SOP_INSTANCE_UID, instanceUid(number))
                        .string(Tags.MODALITY, "DX")
                        .string(Tags.PATIENT_NAME, "Phantom^" + number)
                        .string(Tags.BODY_PART_EXAMINED, "CHEST")
                        .string(Tags.VIEW_POSITION, "PA")
                        .string(Tags.STUDY_INSTANCE_UID, "2.25." + number + "1")
                        .string(Tags.SERIES_INSTANCE_UID, "2.25." + number + "2")
                        .integer(Tags.SAMPLES_PER_PIXEL, 1)
                        .string(Tags.PHOTOMETRIC_INTERPRETATION, "MONOCHROME2")
                        .integer(Tags.ROWS, SIDE)
                        .integer(Tags.COLUMNS, SIDE)
                        .integer(Tags.BITS_ALLOCATED, 8)
                        .integer(Tags.BITS_STORED, 8)
                        .integer(Tags.HIGH_BIT, 7)
                        .integer(Tags.PIXEL_REPRESENTATION, 0)
                        .pixels8(pixels))
                .build();
        return DicomWriter.toBytes(DicomFile.of(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
    }

    static String instanceUid(int number) {
        return "2.25." + number + "3";
    }
}
