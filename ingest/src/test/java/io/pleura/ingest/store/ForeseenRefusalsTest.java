package io.pleura.ingest.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.imaging.SharedData;
import io.pleura.imaging.blob.BlobStore;
import io.pleura.imaging.codec.PixelDecoder;
import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.dicom.DicomReader;
import io.pleura.imaging.dicom.ReadLimits;
import io.pleura.ingest.check.Decision.Refused;
import io.pleura.ingest.check.ObjectHeader;
import io.pleura.ingest.store.Intake.Content;
import io.pleura.schemas.ReasonCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real files, some deliberately damaged: ingest refuses all that the decoder would, for the same reason, and no
// others.
class ForeseenRefusalsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void foreseesWhatTheDecoderRefuses() throws Exception {
        Path table = SharedData.require("expected-dicom.csv");
        BlobStore blobs = new BlobStore(folder);
        for (List<String> row : SharedData.table(table)) {
            byte[] file = Files.readAllBytes(table.resolveSibling(row.getFirst()));
            assertThat(foreseen(file, blobs)).as(row.getFirst()).isEqualTo(decoded(file));
        }
    }

    private static Optional<ReasonCode> foreseen(byte[] file, BlobStore blobs) throws IOException {
        try (Intake intake =
                Intake.receive(new ByteArrayInputStream(file), blobs, ObjectHeader.SELECTION, ReadLimits.DEFAULT)) {
            return switch (intake.content()) {
                case Content.Object object ->
                    ObjectHeader.of(object.header(), object.pixelData())
                            .undecodable()
                            .map(Refused::reason);
                case Content.Unreadable unreadable -> Optional.of(unreadable.reason());
                case Content.TooLong tooLong -> Optional.of(ReasonCode.LIMIT_EXCEEDED);
            };
        }
    }

    private static Optional<ReasonCode> decoded(byte[] file) {
        try {
            PixelDecoder.decode(DicomReader.read(file, ReadLimits.DEFAULT));
            return Optional.empty();
        } catch (DicomException e) {
            return Optional.of(e.reason());
        }
    }
}
