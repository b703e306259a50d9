package io.pleura.standalone.soak;

import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.DicomWriter;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.standalone.synthetic.FrontalChest;
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
        DataSet image = FrontalChest.header(study, study + ".1", instance, SIDE, SIDE, 8)
                .pixels8(cells)
                .build();
        return new SoakObject(
                instance, DicomWriter.toBytes(DicomFile.of(image, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)));
    }
}
