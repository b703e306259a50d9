package io.pleura.ingest.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.imaging.blob.BlobStore;
import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.DicomWriter;
import io.pleura.imaging.dicom.ReadLimits;
import io.pleura.imaging.dicom.SopClasses;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.ingest.store.Intake.Content;
import io.pleura.ingest.store.Intake.Place;
import io.pleura.schemas.ContentHash;
import io.pleura.schemas.ReasonCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntakeTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private BlobStore blobs;

    @BeforeEach
    void openStore() {
        blobs = new BlobStore(folder);
    }

    @Test
    void keepsTheBytesUnderTheirHash() throws Exception {
        byte[] file = plain(200_000);
        try (Intake intake = receive(file)) {
            assertThat(intake.content()).isInstanceOf(Content.Object.class);
            assertThat(intake.hash()).isEqualTo(ContentHash.of(file));
            assertThat(intake.sizeBytes()).isEqualTo(file.length);
            assertThat(intake.keep()).isEqualTo(Place.BLOBS);
        }
        assertThat(blobs.read(ContentHash.of(file), file.length)).isEqualTo(file);
    }

    @Test
    void discardsWhatIsNotKept() throws IOException {
        byte[] file = plain(1000);
        receive(file).close();

        assertThat(blobs.contains(ContentHash.of(file))).isFalse();
    }

    @Test
    void staysWhereItWasPutFirst() throws IOException {
        try (Intake intake = receive(plain(1000))) {
            assertThat(intake.quarantine()).isEqualTo(Place.QUARANTINE);
            assertThat(intake.keep()).isEqualTo(Place.QUARANTINE);
            assertThat(blobs.quarantine().contains(intake.hash())).isTrue();
            assertThat(blobs.contains(intake.hash())).isFalse();
        }
    }

    @ParameterizedTest(name = "{0} bytes short")
    @ValueSource(ints = {1, 2, 100, 999})
    void noticesThatNativePixelDataAreCutOff(int missing) throws IOException {
        byte[] file = plain(1000);

        assertUnreadable(Arrays.copyOf(file, file.length - missing), ReasonCode.TRUNCATED);
    }

    @ParameterizedTest(name = "{0} bytes short")
    @ValueSource(ints = {1, 8, 9, 500})
    void noticesThatFragmentsAreCutOff(int missing) throws IOException {
        byte[] file = encapsulated();

        assertUnreadable(Arrays.copyOf(file, file.length - missing), ReasonCode.TRUNCATED);
    }

    @Test
    void takesEncapsulatedPixelData() throws IOException {
        try (Intake intake = receive(encapsulated())) {
            assertThat(intake.content()).isInstanceOf(Content.Object.class);
        }
    }

    @Test
    void quarantinesATextFileWhole() throws Exception {
        byte[] text = "this is no DICOM file".repeat(10_000).getBytes(StandardCharsets.UTF_8);
        try (Intake intake = receive(text)) {
            assertThat(intake.content())
                    .isInstanceOfSatisfying(Content.Unreadable.class, unreadable -> assertThat(unreadable.reason())
                            .isEqualTo(ReasonCode.UNREADABLE_DICOM));
            intake.quarantine();
        }
        assertThat(blobs.quarantine().read(ContentHash.of(text), text.length)).isEqualTo(text);
    }

    @Test
    void stopsAtTheSizeLimit() throws IOException {
        ReadLimits limits = ReadLimits.DEFAULT.withMaxBytes(5000);
        try (Intake intake = Intake.receive(new ByteArrayInputStream(plain(100_000)), blobs, limits)) {
            assertThat(intake.content()).isEqualTo(new Content.TooLong("more than 5000 bytes"));
        }
    }

    @Test
    void leavesNothingBehindWhenTheSenderFails() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        };
        InputStream half = new SequenceInputStream(new ByteArrayInputStream(plain(1000), 0, 700), broken);

        assertThatThrownBy(() -> Intake.receive(half, blobs, ReadLimits.DEFAULT))
                .isInstanceOf(TransferInterruptedException.class);
        assertThat(folder.resolve("temp")).isEmptyDirectory();
    }

    @Test
    void seesThroughFileMetaInformationToTheDataSet() {
        byte[] file = plain(1000);
        byte[] sameDataSet = file.clone();
        sameDataSet[0] = 1; // in the preamble
        byte[] otherDataSet = file.clone();
        otherDataSet[file.length - 1] ^= 1;

        assertThat(SameDataSet.equal(file, sameDataSet)).isTrue();
        assertThat(SameDataSet.equal(file, otherDataSet)).isFalse();
    }

    private Intake receive(byte[] file) throws IOException {
        return Intake.receive(new ByteArrayInputStream(file), blobs, ReadLimits.DEFAULT);
    }

    private void assertUnreadable(byte[] file, ReasonCode reason) throws IOException {
        try (Intake intake = receive(file)) {
            assertThat(intake.content())
                    .isInstanceOfSatisfying(Content.Unreadable.class, unreadable -> assertThat(unreadable.reason())
                            .isEqualTo(reason));
        }
    }

    private static byte[] plain(int pixelBytes) {
        DataSet dataSet = DataSet.builder()
                .string(Tags.SOP_CLASS_UID, SopClasses.COMPUTED_RADIOGRAPHY_IMAGE_STORAGE)
                .string(Tags.SOP_INSTANCE_UID, "1.2.3")
                .pixels8(new byte[pixelBytes])
                .build();
        return DicomWriter.toBytes(DicomFile.of(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
    }

    private static byte[] encapsulated() {
        DataSet dataSet = DataSet.builder()
                .string(Tags.SOP_INSTANCE_UID, "1.2.3")
                .encapsulatedPixels(List.of(new byte[300], new byte[200]))
                .build();
        return DicomWriter.toBytes(DicomFile.of(dataSet, TransferSyntax.RLE_LOSSLESS));
    }
}
