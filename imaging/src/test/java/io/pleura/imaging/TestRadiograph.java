package io.pleura.imaging;

import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DataSetBuilder;
import io.pleura.imaging.dicom.SopClasses;
import io.pleura.imaging.dicom.Tags;

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
}
