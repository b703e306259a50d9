package io.pleura.standalone.synthetic;

import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DataSetBuilder;
import io.pleura.imaging.dicom.SopClasses;
import io.pleura.imaging.dicom.Tags;

/// The header of a frontal digital radiograph of the chest, as ingest lets it in; who asks brings the pixels.
public final class FrontalChest {

    private FrontalChest() {}

    /// Lacks Pixel Data only.
    ///
    /// @param bitsStored up to 8 for cells of a byte, up to 16 for cells of two
    public static DataSetBuilder header(
            String study, String series, String instance, int rows, int columns, int bitsStored) {
        return DataSet.builder()
                .string(Tags.SOP_CLASS_UID, SopClasses.DIGITAL_X_RAY_IMAGE_STORAGE_FOR_PRESENTATION)
                .string(Tags.SOP_INSTANCE_UID, instance)
                .string(Tags.STUDY_INSTANCE_UID, study)
                .string(Tags.SERIES_INSTANCE_UID, series)
                .string(Tags.MODALITY, "DX")
                .string(Tags.BODY_PART_EXAMINED, "CHEST")
                .string(Tags.VIEW_POSITION, "PA")
                .integer(Tags.SAMPLES_PER_PIXEL, 1)
                .string(Tags.PHOTOMETRIC_INTERPRETATION, "MONOCHROME2")
                .integer(Tags.ROWS, rows)
                .integer(Tags.COLUMNS, columns)
                .integer(Tags.BITS_ALLOCATED, bitsStored <= Byte.SIZE ? Byte.SIZE : Short.SIZE)
                .integer(Tags.BITS_STORED, bitsStored)
                .integer(Tags.HIGH_BIT, bitsStored - 1)
                .integer(Tags.PIXEL_REPRESENTATION, 0);
    }
}
