package io.pleura.inference.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.events.BytesAt;
import io.pleura.events.Priority;
import io.pleura.events.RadiographReceived;
import io.pleura.imaging.TestBlobs;
import io.pleura.imaging.TestRadiograph;
import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.DicomWriter;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.imaging.frame.Letterbox;
import io.pleura.imaging.frame.MemoryBudget;
import io.pleura.imaging.frame.Normalisation;
import io.pleura.imaging.frame.Radiographs;
import io.pleura.inference.TinyRadiographs;
import io.pleura.inference.TinyRadiographs.Square;
import io.pleura.schemas.ContentHash;
import io.pleura.schemas.ReasonCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageLoaderTest {

    private static final int INPUT_SIZE = 32;
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final DecodeLimits LIMITS = new DecodeLimits(1 << 20, 1_000_000, 2);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private TinyRadiographs radiographs;
    private ImageLoader loader;

    @BeforeEach
    void open() {
        radiographs = new TinyRadiographs(folder);
        loader = new ImageLoader(folder, LIMITS);
    }

    @AfterEach
    void close() {
        loader.close();
    }

    @Test
    void makesModelInputs() throws Exception {
        Loaded.Image image = (Loaded.Image) load(stored(1, Square.IMAGE_LEFT));

        assertThat(image.letterbox()).isEqualTo(Letterbox.fit(64, 64, INPUT_SIZE));
        // Row 10 of the input crosses the bright square, which begins 4 input pixels from the left.
        assertThat(image.input()[10 * INPUT_SIZE + 6]).isEqualTo(2f);
        assertThat(image.input()[10 * INPUT_SIZE + 25]).isEqualTo(-2f);
    }

    @Test
    void keepsTheOrderOfManyAndRefusesOnlyTheBadOnes() throws Exception {
        RadiographReceived poison =
                radiographs.storeBytes(0, "no DICOM".getBytes(StandardCharsets.UTF_8), Priority.STAT, NOW);
        List<ImageRequest> requests = IntStream.rangeClosed(0, 20)
                .mapToObj(number -> number == 7 ? request(poison) : request(stored(number, Square.IMAGE_RIGHT)))
                .toList();

        List<Loaded> loaded = loader.load(requests);

        assertThat(loaded.get(7)).isInstanceOfSatisfying(Loaded.Refused.class, refused -> assertThat(refused.reason())
                .isEqualTo(ReasonCode.UNREADABLE_DICOM));
        assertThat(loaded).filteredOn(Loaded.Image.class::isInstance).hasSize(20);
    }

    @Test
    void refusesAFileThatEndsTooEarly() throws Exception {
        byte[] whole = TinyRadiographs.dicom(1, Square.NONE);
        RadiographReceived cut = radiographs.storeBytes(1, Arrays.copyOf(whole, whole.length / 2), Priority.STAT, NOW);

        assertThat(refused(cut).reason()).isEqualTo(ReasonCode.TRUNCATED);
    }

    /// It would have a low score, as if there were no pneumothorax on it.
    @Test
    void refusesAnImageOnWhichNothingCanBeSeen() throws Exception {
        DataSet blank = TestRadiograph.of(TinyRadiographs.SIDE, TinyRadiographs.SIDE, 12, false)
                .decimal(Tags.WINDOW_CENTER, 2048)
                .decimal(Tags.WINDOW_WIDTH, 4096)
                .pixels16(new short[TinyRadiographs.SIDE * TinyRadiographs.SIDE])
                .build();
        byte[] file = DicomWriter.toBytes(DicomFile.of(blank, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));

        assertThat(refused(radiographs.storeBytes(1, file, Priority.STAT, NOW)))
                .isEqualTo(new Loaded.Refused(
                        ReasonCode.UNDECODABLE_PIXELS, "all of the image is of one grey", BytesAt.BLOB_STORE));
    }

    @Test
    void refusesAnAlteredBlob() throws Exception {
        RadiographReceived radiograph = stored(1, Square.NONE);
        byte[] altered = TinyRadiographs.dicom(2, Square.NONE);
        Files.write(file(radiograph), altered);

        assertThat(refused(radiograph).reason()).isEqualTo(ReasonCode.BLOB_ALTERED);
    }

    @Test
    void refusesAMissingBlobInAStoreThatHoldsOthers() throws Exception {
        stored(1, Square.NONE);
        RadiographReceived radiograph = stored(2, Square.NONE);
        Files.delete(file(radiograph));

        Loaded.Refused refused = refused(radiograph);

        assertThat(refused.reason()).isEqualTo(ReasonCode.BLOB_MISSING);
        assertThat(refused.bytesAt()).isEqualTo(BytesAt.NOWHERE);
    }

    @Test
    void waitsForAStoreThatIsNotThere() {
        RadiographReceived radiograph = stored(1, Square.NONE);
        try (ImageLoader unmounted = new ImageLoader(folder.resolve("unmounted"), LIMITS)) {
            assertThatThrownBy(() -> unmounted.load(List.of(request(radiograph))))
                    .isInstanceOf(BlobStoreUnavailableException.class)
                    .hasMessageContaining("does not exist");
        }
    }

    @Test
    void waitsForAStoreThatIsEmptyAsAnUnmountedVolumeIs(@TempDir Path empty) {
        RadiographReceived radiograph = stored(1, Square.NONE);
        try (ImageLoader unmounted = new ImageLoader(empty, LIMITS)) {
            assertThatThrownBy(() -> unmounted.load(List.of(request(radiograph))))
                    .isInstanceOf(BlobStoreUnavailableException.class)
                    .hasMessageContaining("is its volume mounted?");
        }
    }

    @Test
    void refusesMorePixelsThanTheLimitWithoutReadingThem() throws Exception {
        ImageRequest huge =
                new ImageRequest(new ContentHash("00".repeat(32)), 50_000, 50_000, INPUT_SIZE, Normalisation.DEFAULT);

        assertThat(loader.load(List.of(huge)).getFirst())
                .isInstanceOfSatisfying(Loaded.Refused.class, refused -> assertThat(refused.reason())
                        .isEqualTo(ReasonCode.LIMIT_EXCEEDED));
    }

    @Test
    void refusesMoreBytesThanTheLimit() throws Exception {
        RadiographReceived large = radiographs.storeBytes(1, new byte[2 << 20], Priority.STAT, NOW);

        assertThat(refused(large).reason()).isEqualTo(ReasonCode.LIMIT_EXCEEDED);
    }

    @Test
    void refusesNothingForWhatNobodyForesaw() {
        RadiographReceived radiograph = stored(1, Square.NONE);
        ImageRequest impossible =
                new ImageRequest(new ContentHash(radiograph.getContentHash()), 64, 64, -1, Normalisation.DEFAULT);

        assertThatThrownBy(() -> loader.load(List.of(impossible))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesNothingForABlobThatIsThereAndCannotBeRead() throws Exception {
        RadiographReceived radiograph = stored(1, Square.NONE);
        Files.delete(file(radiograph));
        Files.createDirectory(file(radiograph));

        assertThatThrownBy(() -> load(radiograph))
                .isInstanceOfSatisfying(BlobStoreUnavailableException.class, e -> assertThat(e.isOfWholeStore())
                        .isFalse());
    }

    @Test
    void refusesWhatTheHeapCannotHoldAndLoadsTheRestInTurn() throws Exception {
        RadiographReceived radiograph = stored(1, Square.NONE);
        ImageRequest small = request(radiograph);
        ImageRequest large = new ImageRequest(small.hash(), 900, 1_000, INPUT_SIZE, Normalisation.DEFAULT);
        MemoryBudget one = new MemoryBudget(Radiographs.memoryBytes(Files.size(file(radiograph)), small.pixels()));
        try (ImageLoader tight = new ImageLoader(folder, LIMITS, one)) {
            List<Loaded> loaded = tight.load(List.of(small, large, small, small));

            assertThat(loaded.get(1))
                    .isInstanceOfSatisfying(Loaded.Refused.class, refused -> assertThat(refused.reason())
                            .isEqualTo(ReasonCode.LIMIT_EXCEEDED));
            assertThat(loaded).filteredOn(Loaded.Image.class::isInstance).hasSize(3);
        }
    }

    private RadiographReceived stored(int number, Square square) {
        try {
            return radiographs.store(number, square, Priority.ROUTINE, NOW);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Loaded.Refused refused(RadiographReceived radiograph) throws InterruptedException {
        return (Loaded.Refused) load(radiograph);
    }

    private Loaded load(RadiographReceived radiograph) throws InterruptedException {
        return loader.load(List.of(request(radiograph))).getFirst();
    }

    private static ImageRequest request(RadiographReceived radiograph) {
        return new ImageRequest(
                new ContentHash(radiograph.getContentHash()),
                radiograph.getRows(),
                radiograph.getColumns(),
                INPUT_SIZE,
                Normalisation.DEFAULT);
    }

    private Path file(RadiographReceived radiograph) {
        return TestBlobs.file(folder, new ContentHash(radiograph.getContentHash()));
    }
}
