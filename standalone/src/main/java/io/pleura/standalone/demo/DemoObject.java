package io.pleura.standalone.demo;

import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DataSetBuilder;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.DicomWriter;
import io.pleura.imaging.dicom.SopClasses;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.training.phantom.PhantomStudies;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// One object that a demonstration sends: a phantom, or something that a triage system is sent by mistake.
///
/// @param bytes a DICOM Part 10 file
/// @param urgent to be sent by the STAT caller
public record DemoObject(Kind kind, boolean urgent, byte[] bytes) {

    /// What it is.
    public enum Kind {
        PNEUMOTHORAX,
        NO_PNEUMOTHORAX,
        LATERAL_VIEW,
        CT
    }

    private static final int STAT_EVERY = 4;
    private static final int PNEUMOTHORAX_EVERY = 3;
    private static final int MISTAKE_EVERY = 8;

    /// The n-th object of a demonstration. The same seed gives the same object.
    ///
    /// @param number counts from 0
    public static DemoObject of(long seed, int number) {
        boolean urgent = number % STAT_EVERY == 1;
        Kind kind = kind(number);
        return new DemoObject(kind, urgent, bytes(kind, seed));
    }

    private static Kind kind(int number) {
        if (number % MISTAKE_EVERY == MISTAKE_EVERY - 2) {
            return number / MISTAKE_EVERY % 2 == 0 ? Kind.LATERAL_VIEW : Kind.CT;
        }
        return number % PNEUMOTHORAX_EVERY == 1 ? Kind.PNEUMOTHORAX : Kind.NO_PNEUMOTHORAX;
    }

    private static byte[] bytes(Kind kind, long seed) {
        return switch (kind) {
            case PNEUMOTHORAX -> PhantomStudies.make(seed, true).bytes();
            case NO_PNEUMOTHORAX -> PhantomStudies.make(seed, false).bytes();
            case LATERAL_VIEW ->
                file(other(seed)
                        .remove(Tags.VIEW_CODE_SEQUENCE)
                        .string(Tags.VIEW_POSITION, "LL")
                        .build());
            case CT ->
                file(other(seed)
                        .remove(Tags.VIEW_CODE_SEQUENCE)
                        .remove(Tags.VIEW_POSITION)
                        .string(Tags.SOP_CLASS_UID, SopClasses.CT_IMAGE_STORAGE)
                        .string(Tags.MODALITY, "CT")
                        .build());
        };
    }

    /// A phantom's data set under UIDs of its own.
    private static DataSetBuilder other(long seed) {
        DataSet phantom = PhantomStudies.make(seed, false).file().dataSet();
        return phantom.toBuilder()
                .string(Tags.STUDY_INSTANCE_UID, uid("study", seed))
                .string(Tags.SERIES_INSTANCE_UID, uid("series", seed))
                .string(Tags.SOP_INSTANCE_UID, uid("image", seed));
    }

    private static byte[] file(DataSet dataSet) {
        return DicomWriter.toBytes(DicomFile.of(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
    }

    /// PS3.5 section B.2: a UID made from a UUID.
    private static String uid(String what, long seed) {
        UUID uuid = UUID.nameUUIDFromBytes(("pleura demo " + what + " " + seed).getBytes(StandardCharsets.UTF_8));
        return "2.25." + new BigInteger(uuid.toString().replace("-", ""), 16);
    }
}
