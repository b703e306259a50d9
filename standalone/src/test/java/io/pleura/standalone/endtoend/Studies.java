package io.pleura.standalone.endtoend;

import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.DicomWriter;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.training.phantom.PhantomStudies;
import io.pleura.training.phantom.PhantomStudy;
import java.math.BigInteger;
import java.util.UUID;
import java.util.stream.IntStream;

/// Radiographs to send. Phantoms take a while to make, so many studies share the pixels of a few.
final class Studies {

    private final DataSet[] phantoms;

    /// A radiograph and where it belongs.
    record Study(String studyUid, String sopInstanceUid, byte[] bytes) {}

    /// @param different how many different images; every other one shows a pneumothorax
    Studies(long firstSeed, int different) {
        phantoms = IntStream.range(0, different)
                .parallel()
                .mapToObj(i -> PhantomStudies.make(firstSeed + i, i % 2 == 0))
                .map(PhantomStudy::file)
                .map(DicomFile::dataSet)
                .toArray(DataSet[]::new);
    }

    /// A study that was not there before, with the image of that number.
    Study fresh(int number) {
        String study = uid();
        String instance = uid();
        DataSet dataSet = phantoms[number % phantoms.length].toBuilder()
                .string(Tags.STUDY_INSTANCE_UID, study)
                .string(Tags.SERIES_INSTANCE_UID, uid())
                .string(Tags.SOP_INSTANCE_UID, instance)
                .build();
        return new Study(study, instance, file(dataSet));
    }

    /// The same in another view position, which is no longer frontal.
    byte[] lateral() {
        return file(phantoms[0].toBuilder()
                .remove(Tags.VIEW_CODE_SEQUENCE)
                .string(Tags.VIEW_POSITION, "LL")
                .string(Tags.SOP_INSTANCE_UID, uid())
                .build());
    }

    private static byte[] file(DataSet dataSet) {
        return DicomWriter.toBytes(DicomFile.of(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
    }

    private static String uid() {
        return "2.25." + new BigInteger(UUID.randomUUID().toString().replace("-", ""), 16);
    }
}
