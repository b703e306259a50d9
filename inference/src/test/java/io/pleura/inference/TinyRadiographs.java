package io.pleura.inference;

import io.pleura.events.Channel;
import io.pleura.events.Priority;
import io.pleura.events.RadiographReceived;
import io.pleura.events.Source;
import io.pleura.imaging.TestRadiograph;
import io.pleura.imaging.blob.BlobStore;
import io.pleura.imaging.blob.BlobWriter;
import io.pleura.imaging.blob.StoredBlob;
import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.DicomWriter;
import io.pleura.imaging.dicom.SopClasses;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.schemas.ContentHash;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/// Radiographs for tests, 64 x 64 pixels of 12 bits: dark, with a bright square where [TinyModel] is to see air.
public final class TinyRadiographs {

    public static final int SIDE = 64;

    private static final short BRIGHT = 4000;
    private static final int SQUARE = SIDE / 4;

    private final BlobStore blobs;

    /// Where the bright square is; NONE is an image as flat as it may be.
    public enum Square {
        NONE,
        IMAGE_LEFT,
        IMAGE_RIGHT
    }

    public TinyRadiographs(Path blobFolder) {
        blobs = new BlobStore(blobFolder);
    }

    /// Stores a radiograph and makes the event that ingest would have sent.
    ///
    /// @param number makes its UIDs
    public RadiographReceived store(int number, Square square, Priority priority, Instant receivedAt)
            throws IOException {
        return event(number, store(dicom(number, square)), priority, receivedAt);
    }

    /// Stores bytes that need be no DICOM at all.
    public RadiographReceived storeBytes(int number, byte[] bytes, Priority priority, Instant receivedAt)
            throws IOException {
        return event(number, store(bytes), priority, receivedAt);
    }

    /// The same bytes under other UIDs.
    public static RadiographReceived renumbered(RadiographReceived event, int number) {
        StoredBlob blob = new StoredBlob(new ContentHash(event.getContentHash()), event.getSizeBytes());
        return event(number, blob, event.getPriority(), event.getReceivedAt());
    }

    public static String studyUid(int number) {
        return "1.2.826.0.1.3680043.10.1338.1." + number;
    }

    public static String sopInstanceUid(int number) {
        return "1.2.826.0.1.3680043.10.1338.3." + number;
    }

    public static byte[] dicom(int number, Square square) {
        return DicomWriter.toBytes(DicomFile.of(dataSet(number, square), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
    }

    private static DataSet dataSet(int number, Square square) {
        return TestRadiograph.of(SIDE, SIDE, 12, false)
                .string(Tags.SOP_INSTANCE_UID, sopInstanceUid(number))
                .string(Tags.STUDY_INSTANCE_UID, studyUid(number))
                .pixels16(pixels(square))
                .build();
    }

    private static short[] pixels(Square square) {
        short[] pixels = new short[SIDE * SIDE];
        pixels[0] = 1;
        int left =
                switch (square) {
                    case NONE -> SIDE;
                    case IMAGE_LEFT -> SQUARE / 2;
                    case IMAGE_RIGHT -> SIDE - SQUARE - SQUARE / 2;
                };
        for (int row = SQUARE; row < 2 * SQUARE; row++) {
            for (int column = left; column < Math.min(left + SQUARE, SIDE); column++) {
                pixels[row * SIDE + column] = BRIGHT;
            }
        }
        return pixels;
    }

    private StoredBlob store(byte[] bytes) throws IOException {
        try (BlobWriter writer = blobs.begin()) {
            writer.write(bytes);
            return writer.commit();
        }
    }

    private static RadiographReceived event(int number, StoredBlob blob, Priority priority, Instant receivedAt) {
        return RadiographReceived.newBuilder()
                .setStudyUid(studyUid(number))
                .setSeriesUid("1.2.826.0.1.3680043.10.1338.2." + number)
                .setSopInstanceUid(sopInstanceUid(number))
                .setSopClassUid(SopClasses.DIGITAL_X_RAY_IMAGE_STORAGE_FOR_PRESENTATION)
                .setContentHash(blob.hash().value())
                .setSizeBytes(blob.sizeBytes())
                .setTransferSyntaxUid(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid())
                .setPriority(priority)
                .setPriorityRule("test")
                .setModality("DX")
                .setRows(SIDE)
                .setColumns(SIDE)
                .setSource(Source.newBuilder().setChannel(Channel.FOLDER).build())
                .setReceivedAt(receivedAt)
                .build();
    }
}
