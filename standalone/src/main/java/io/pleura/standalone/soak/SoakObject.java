package io.pleura.standalone.soak;

import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.DicomWriter;
import io.pleura.imaging.dicom.SopClasses;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.TransferSyntax;
import java.util.Random;

/// A small frontal image of noise, like no other that was ever sent.
///
/// @param bytes a DICOM Part 10 file
record SoakObject(String instanceUid, byte[] bytes) {

    static final int SIDE = 320;

    /// @param run like no other run's number
    static SoakObject of(long run, int sender, int number) {
        String study = "2.25." + run + "." + sender + "." + number / 4;
        String instance = study + ".1." + number % 4;
        byte[] cells = new byte[SIDE * SIDE];
        new Random(run + 1_000_003L * sender + number).nextBytes(cells);
        DataSet image = DataSet.builder()
                .string(Tags.SOP_CLASS_UID, SopClasses.COMPUTED_RADIOGRAPHY_IMAGE_STORAGE)
                .string(Tags.SOP_INSTANCE_UID, instance)
                .string(Tags.STUDY_INSTANCE_UID, study)
                .string(Tags.SERIES_INSTANCE_UID, study + ".1")
                .string(Tags.MODALITY, "CR")
                .string(Tags.VIEW_POSITION, "PA")
                .string(Tags.BODY_PART_EXAMINED, "CHEST")
                .integer(Tags.SAMPLES_PER_PIXEL, 1)
                .string(Tags.PHOTOMETRIC_INTERPRETATION, "MONOCHROME2")
                .integer(Tags.ROWS, SIDE)
                .integer(Tags.COLUMNS, SIDE)
                .integer(Tags.BITS_ALLOCATED, 8)
                .integer(Tags.BITS_STORED, 8)
                .integer(Tags.HIGH_BIT, 7)
                .integer(Tags.PIXEL_REPRESENTATION, 0)
                .pixels8(cells)
                .build();
        return new SoakObject(
                instance, DicomWriter.toBytes(DicomFile.of(image, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)));
    }
}
