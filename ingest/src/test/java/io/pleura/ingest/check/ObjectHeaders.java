package io.pleura.ingest.check;

import io.pleura.imaging.codec.PixelDataExtent;
import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DataSetBuilder;
import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.DicomReader;
import io.pleura.imaging.dicom.DicomWriter;
import io.pleura.imaging.dicom.ReadLimits;
import io.pleura.imaging.dicom.SopClasses;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.TransferSyntax;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Headers for tests: an eligible one, and variations of it.
final class ObjectHeaders {

    static final String STUDY = "1.2.3";
    static final String SERIES = "1.2.3.4";
    static final String INSTANCE = "1.2.3.4.5";

    private ObjectHeaders() {}

    /// A frontal digital radiograph of the chest, 2500 x 2048, as modalities send it.
    static DataSetBuilder radiograph() {
        return DataSet.builder()
                .string(Tags.SOP_CLASS_UID, SopClasses.DIGITAL_X_RAY_IMAGE_STORAGE_FOR_PRESENTATION)
                .string(Tags.SOP_INSTANCE_UID, INSTANCE)
                .string(Tags.MODALITY, "DX")
                .string(Tags.PRESENTATION_INTENT_TYPE, "FOR PRESENTATION")
                .string(Tags.PATIENT_AGE, "045Y")
                .string(Tags.BODY_PART_EXAMINED, "CHEST")
                .string(Tags.VIEW_POSITION, "PA")
                .string(Tags.STUDY_INSTANCE_UID, STUDY)
                .string(Tags.SERIES_INSTANCE_UID, SERIES)
                .integer(Tags.SAMPLES_PER_PIXEL, 1)
                .string(Tags.PHOTOMETRIC_INTERPRETATION, "MONOCHROME2")
                .integer(Tags.ROWS, 2500)
                .integer(Tags.COLUMNS, 2048)
                .integer(Tags.BITS_ALLOCATED, 16)
                .pixels8(new byte[2]);
    }

    static ObjectHeader header(UnaryOperator<DataSetBuilder> change) {
        return header(change, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }

    static ObjectHeader header(UnaryOperator<DataSetBuilder> change, TransferSyntax syntax) {
        return header(change, syntax, Optional.empty());
    }

    /// @param extent of Pixel Data
    static ObjectHeader header(
            UnaryOperator<DataSetBuilder> change, TransferSyntax syntax, Optional<PixelDataExtent> extent) {
        DataSet dataSet = change.apply(radiograph()).build();
        DicomFile stated = DicomFile.of(dataSet, syntax);
        return ObjectHeader.of(new DicomFile(stated.fileMeta(), received(dataSet)), extent);
    }

    /// What ingest keeps of a data set.
    private static DataSet received(DataSet dataSet) {
        byte[] file = DicomWriter.toBytes(DicomFile.of(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
        try {
            return DicomReader.readHeader(new ByteArrayInputStream(file), ObjectHeader.SELECTION, ReadLimits.DEFAULT)
                    .dataSet();
        } catch (IOException | DicomException e) {
            throw new AssertionError(e);
        }
    }
}
