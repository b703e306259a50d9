package io.pleura.imaging;

import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DataSetBuilder;
import io.pleura.imaging.dicom.DicomWriter;
import io.pleura.imaging.dicom.SopClasses;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.TransferSyntax;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/// Data sets of small radiographs for tests.
public final class TestRadiograph {

    private TestRadiograph() {}

    /// The attributes of a monochrome image, without its pixels.
    public static DataSetBuilder of(int rows, int columns, int bitsStored, boolean signed) {
        return DataSet.builder()
                .string(Tags.SOP_CLASS_UID, SopClasses.DIGITAL_X_RAY_IMAGE_STORAGE_FOR_PRESENTATION)
                .string(Tags.SOP_INSTANCE_UID, "1.2.3")
                .string(Tags.STUDY_INSTANCE_UID, "1.2")
                .string(Tags.MODALITY, "DX")
                .integer(Tags.SAMPLES_PER_PIXEL, 1)
                .string(Tags.PHOTOMETRIC_INTERPRETATION, "MONOCHROME2")
                .integer(Tags.ROWS, rows)
                .integer(Tags.COLUMNS, columns)
                .integer(Tags.BITS_ALLOCATED, bitsStored <= 8 ? 8 : bitsStored <= 16 ? 16 : 32)
                .integer(Tags.BITS_STORED, bitsStored)
                .integer(Tags.HIGH_BIT, bitsStored - 1)
                .integer(Tags.PIXEL_REPRESENTATION, signed ? 1 : 0);
    }

    /// A file in the transfer syntax Deflated Explicit VR Little Endian.
    public static byte[] deflated(DataSet dataSet) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(DicomWriter.fileMeta("1.2", "1.2.3.4", TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN));
        try (DeflaterOutputStream out = new DeflaterOutputStream(file, new Deflater(9, true))) {
            DicomWriter.writeDataSet(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, out);
        }
        return file.toByteArray();
    }
}
