package io.pleura.imaging.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.pleura.schemas.ContentHash;
import io.pleura.schemas.ReasonCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlobStoreTest {

    private static final byte[] BYTES = "a radiograph".getBytes(StandardCharsets.US_ASCII);
    private static final ContentHash HASH = ContentHash.of(BYTES);
    private static final Instant LATER = Instant.now().plusSeconds(3600);

    private final Path root;
    private final BlobStore store;

    BlobStoreTest(@TempDir Path root) {
        this.root = root;
        this.store = new BlobStore(root);
    }

    @Test
    void keepsABlobUnderItsHash() throws Exception {
        assertThat(store(BYTES)).isEqualTo(new StoredBlob(HASH, BYTES.length));

        assertThat(store.contains(HASH)).isTrue();
        assertThat(store.read(HASH, 100)).isEqualTo(BYTES);
        String name = HASH.value();
        assertThat(files()).containsExactly(Path.of(name.substring(0, 2), name));
    }

    /// Of sizes on both sides of what goes past the page cache.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4095, 100_000, 3_000_001})
    void showsWhatWasWrittenBeforeItIsDecidedWhatBecomesOfIt(int size) throws Exception {
        byte[] written = new byte[size];
        new Random(size).nextBytes(written);
        try (BlobWriter blob = store.begin()) {
            blob.write(written);

            assertThat(blob.bytes()).isEqualTo(written);
            assertThat(blob.bytes()).isEqualTo(written);
            assertThatThrownBy(() -> blob.write(1)).isInstanceOf(IOException.class);
            blob.commit();
            assertThatThrownBy(blob::bytes).isInstanceOf(IOException.class);
        }
        assertThat(store.read(ContentHash.of(written), size)).isEqualTo(written);
    }

    @Test
    void keepsEqualBytesOnce() throws Exception {
        store(BYTES);
        store(BYTES);

        assertThat(files()).hasSize(1);
    }

    @Test
    void hashesWhateverTheSizeOfTheWrites() throws Exception {
        byte[] large = new byte[300_000];
        new Random(7).nextBytes(large);
        try (BlobWriter writer = store.begin()) {
            writer.write(large[0]);
            writer.write(large, 1, 100);
            writer.write(large, 101, 200_000);
            writer.write(large, 200_101, large.length - 200_101);
            assertThat(writer.commit()).isEqualTo(new StoredBlob(ContentHash.of(large), large.length));
        }

        assertThat(store.read(ContentHash.of(large), large.length)).isEqualTo(large);
    }

    @Test
    void showsNothingBeforeCommit() throws Exception {
        try (BlobWriter writer = store.begin()) {
            writer.write(BYTES);
            assertThat(store.contains(HASH)).isFalse();
        }

        assertThat(store.contains(HASH)).isFalse();
        assertThat(files()).isEmpty();
    }

    @Test
    void takesNothingAfterCommit() throws Exception {
        try (BlobWriter writer = store.begin()) {
            writer.commit();
            assertThatThrownBy(() -> writer.write(1)).isInstanceOf(IOException.class);
            assertThatThrownBy(writer::commit).isInstanceOf(IOException.class);
        }
    }

    @Test
    void measuresABlobAndReadsItThrough() throws Exception {
        byte[] large = new byte[600_000];
        new Random(7).nextBytes(large);
        ContentHash hash = store(large).hash();

        assertThat(store.sizeBytes(hash)).hasValue(600_000);
        assertThat(store.isUnaltered(hash, () -> true)).hasValue(true);
        assertThat(store.isUnaltered(hash, () -> false)).isEmpty();

        large[599_999]++;
        Files.write(root.resolve(files().getFirst()), large);
        assertThat(store.sizeBytes(hash)).hasValue(600_000);
        assertThat(store.isUnaltered(hash, () -> true)).hasValue(false);
    }

    @Test
    void tellsAStoreThatLacksABlobFromOneThatIsNotThere() throws Exception {
        assertThat(new BlobStore(root.resolve("unmounted")).isEmpty()).isTrue();
        assertThat(store.isEmpty()).isTrue();

        store(BYTES);

        assertThat(store.isEmpty()).isFalse();
        assertThat(store.sizeBytes(ContentHash.of(new byte[1]))).isEmpty();
        assertThatThrownBy(() -> store.isUnaltered(ContentHash.of(new byte[1]), () -> true))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void saysThatABlobIsMissing() {
        assertThatThrownBy(() -> store.read(HASH, 100))
                .isInstanceOfSatisfying(
                        BlobMissingException.class, e -> assertThat(e.reason()).isEqualTo(ReasonCode.BLOB_MISSING));
    }

    @Test
    void neverReturnsAlteredBytesAndHealsWhenTheyComeAgain() throws Exception {
        store(BYTES);
        Path blob = root.resolve(files().getFirst());
        Files.write(blob, "another image".getBytes(StandardCharsets.US_ASCII));

        assertThatThrownBy(() -> store.read(HASH, 100))
                .isInstanceOfSatisfying(
                        BlobAlteredException.class, e -> assertThat(e.reason()).isEqualTo(ReasonCode.BLOB_ALTERED));

        store(BYTES);
        assertThat(store.read(HASH, 100)).isEqualTo(BYTES);
    }

    @Test
    void readsOffTheStartAndCountsOnlyWhatStandsInUnalteredBytes() throws Exception {
        store(BYTES);
        assertThat(store.read(HASH, BYTES.length, InputStream::read).intValue()).isEqualTo(BYTES[0]);
        assertThatThrownBy(() -> store.read(HASH, BYTES.length - 1, InputStream::read))
                .isInstanceOf(BlobTooLargeException.class);
        assertThatThrownBy(() -> store.read(HASH, BYTES.length, BlobStoreTest::fail))
                .isInstanceOf(IllegalStateException.class);

        byte[] altered = BYTES.clone();
        altered[BYTES.length - 1] ^= 1;
        Files.write(root.resolve(files().getFirst()), altered);

        assertThatThrownBy(() -> store.read(HASH, BYTES.length, InputStream::read))
                .isInstanceOf(BlobAlteredException.class);
        assertThatThrownBy(() -> store.read(HASH, BYTES.length, BlobStoreTest::fail))
                .isInstanceOf(BlobAlteredException.class);
    }

    private static int fail(InputStream in) {
        throw new IllegalStateException("no radiograph");
    }

    @Test
    void refusesToReadMoreThanAllowed() throws Exception {
        store(BYTES);

        assertThat(store.read(HASH, BYTES.length)).isEqualTo(BYTES);
        assertThatThrownBy(() -> store.read(HASH, BYTES.length - 1)).isInstanceOf(BlobTooLargeException.class);
    }

    @Test
    void sweepsWhatACrashLeftButNotWhatOthersAreWriting() throws Exception {
        try (BlobWriter writing = store.begin()) {
            writing.write(BYTES);
            Path leftover = Files.write(root.resolve("temp").resolve("left-by-a-crash"), BYTES);

            try (BlobWriter another = new BlobStore(root).begin()) {
                assertThat(leftover).doesNotExist();
                another.write(1);
            }
            writing.commit();
        }
        assertThat(store.read(HASH, 100)).isEqualTo(BYTES);
    }

    @Test
    void keepsTheQuarantineApart() throws Exception {
        try (BlobWriter writer = store.quarantine().begin()) {
            writer.write(BYTES);
            writer.commit();
        }

        assertThat(store.contains(HASH)).isFalse();
        assertThat(store.quarantine().read(HASH, 100)).isEqualTo(BYTES);
    }

    @Test
    void listsItsBlobsAndNoOthers() throws Exception {
        store(BYTES);
        keep(store.quarantine(), new byte[] {1});
        keep(store.orphans(), new byte[] {2});
        try (BlobWriter writing = store.begin()) {
            writing.write(BYTES);
            Files.write(root.resolve(files().getFirst()).resolveSibling("notes"), BYTES);

            List<BlobListing.Blob> blobs = new ArrayList<>();
            store.list(blobs::add);

            assertThat(blobs)
                    .extracting(BlobListing.Blob::hash, BlobListing.Blob::sizeBytes)
                    .containsExactly(tuple(HASH, (long) BYTES.length));
        }
    }

    @Test
    void movesABlobAside() throws Exception {
        store(BYTES);

        assertThat(store.moveTo(store.orphans(), HASH, LATER)).isTrue();
        assertThat(store.contains(HASH)).isFalse();
        assertThat(store.orphans().read(HASH, 100)).isEqualTo(BYTES);

        assertThat(store.moveTo(store.orphans(), HASH, LATER)).as("it is gone").isFalse();
        assertThat(store.orphans().moveTo(store, HASH, LATER)).as("back").isTrue();
        assertThat(store.read(HASH, 100)).isEqualTo(BYTES);
    }

    @Test
    void doesNotMoveWhatWasWrittenSince() throws Exception {
        Instant begin = Instant.now().minusSeconds(60);
        store(BYTES);

        assertThat(store.moveTo(store.orphans(), HASH, begin)).isFalse();
        assertThat(store.read(HASH, 100)).isEqualTo(BYTES);
        assertThat(store.orphans().contains(HASH)).isFalse();
    }

    @Test
    void takesBlobsFromManyThreads() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<StoredBlob>> tasks = IntStream.range(0, 60)
                    .mapToObj(i -> (Callable<StoredBlob>) () -> store(new byte[] {(byte) (i % 20)}))
                    .toList();
            for (Future<StoredBlob> stored : threads.invokeAll(tasks)) {
                assertThat(store.read(stored.get().hash(), 1)).hasSize(1);
            }
        }

        assertThat(files()).hasSize(20);
    }

    private StoredBlob store(byte[] bytes) throws IOException {
        return keep(store, bytes);
    }

    private static StoredBlob keep(BlobStore store, byte[] bytes) throws IOException {
        try (BlobWriter writer = store.begin()) {
            writer.write(bytes);
            return writer.commit();
        }
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).map(root::relativize).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
