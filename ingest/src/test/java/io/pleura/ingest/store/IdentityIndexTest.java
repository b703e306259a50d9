package io.pleura.ingest.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.ingest.store.IdentityIndex.Known;
import io.pleura.schemas.ContentHash;
import io.pleura.schemas.SopInstanceUid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityIndexTest {

    private static final SopInstanceUid INSTANCE = new SopInstanceUid("1.2.3");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void anInstanceIsUnknownThenClaimedThenPublished() throws IOException {
        IdentityIndex index = index("a");
        Claim claim = claim("a", "bytes");

        assertThat(index.find(INSTANCE)).isEmpty();
        assertThat(index.claim(claim, () -> {})).isEmpty();
        assertThat(index.find(INSTANCE)).contains(new Known.Claimed(claim));
        assertThat(index.openClaims().claims()).containsExactly(claim);
        index.markPublished(INSTANCE);
        assertThat(index.find(INSTANCE)).contains(new Known.Published(claim));
        assertThat(index.openClaims().claims()).isEmpty();
    }

    @Test
    void aSecondClaimLearnsOfTheFirst() throws IOException {
        IdentityIndex index = index("a");
        Claim first = claim("a", "bytes");
        index.claim(first, () -> {});

        assertThat(index.claim(claim("a", "other bytes"), () -> {})).contains(new Known.Claimed(first));
        index.markPublished(INSTANCE);
        assertThat(index.claim(claim("a", "other bytes"), () -> {})).contains(new Known.Published(first));
        assertThat(index.openClaims().claims()).isEmpty();
    }

    @Test
    void aClaimStandsOnlyWhenItsBytesAreKept() throws IOException {
        IdentityIndex index = index("a");
        Claim claim = claim("a", "bytes");

        assertThatThrownBy(() -> index.claim(claim, () -> {
                    assertThat(index.find(INSTANCE)).isEmpty();
                    throw new IOException("the disk is full");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("the disk is full");
        assertThat(index.find(INSTANCE)).isEmpty();
        assertThat(folder.resolve("unfinished").resolve("a")).isEmptyDirectory();
    }

    /// A disk in trouble must not make an instance look new.
    @Test
    void whatCannotBeReadIsNotUnknown() throws IOException {
        IdentityIndex index = index("a");
        Path shard = folder.resolve("published")
                .resolve(ContentHash.of(INSTANCE.value().getBytes(StandardCharsets.US_ASCII))
                        .value()
                        .substring(0, 2));
        Files.delete(shard);
        Files.writeString(shard, "no folder");

        assertThatThrownBy(() -> index.find(INSTANCE))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(NoSuchFileException.class);
    }

    @Test
    void everythingIsStillThereAfterAStart() throws IOException {
        Claim claim = claim("a", "bytes");
        index("a").claim(claim, () -> {});

        assertThat(index("a").openClaims().claims()).containsExactly(claim);
    }

    @Test
    void marksTwiceWithoutHarm() throws IOException {
        IdentityIndex index = index("a");
        index.claim(claim("a", "bytes"), () -> {});

        assertThat(index.markPublished(INSTANCE)).isTrue();
        assertThat(index.markPublished(INSTANCE)).isFalse();
        assertThat(index.find(INSTANCE)).containsInstanceOf(Known.Published.class);
    }

    @Test
    void instancesThatShareAFolderSettleOnlyTheirOwnClaims() throws IOException {
        Claim ofA = claim("a", "bytes");
        index("a").claim(ofA, () -> {});

        assertThat(index("b").openClaims().claims()).isEmpty();
        assertThat(index("b").claim(claim("b", "bytes"), () -> {})).contains(new Known.Claimed(ofA));
    }

    @Test
    void oneOfManyClaimsAtOnceWins() throws Exception {
        IdentityIndex index = index("a");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Optional<Known>>> claims = IntStream.range(0, 50)
                    .<Callable<Optional<Known>>>mapToObj(i -> () -> index.claim(claim("a", "bytes " + i), () -> {}))
                    .toList();
            long winners = 0;
            for (Future<Optional<Known>> claimed : threads.invokeAll(claims)) {
                winners += claimed.get().isEmpty() ? 1 : 0;
            }
            assertThat(winners).isEqualTo(1);
        }
    }

    @Test
    void opensClaimsInTheOrderInWhichTheyCame() throws IOException {
        List<Claim> claims = IntStream.range(0, 30)
                .mapToObj(i -> claim(new SopInstanceUid("1.2." + i), "a", "bytes", 100 - i))
                .toList();
        for (Claim claim : claims) {
            index("a").claim(claim, () -> {});
        }

        assertThat(index("a").openClaims().claims()).isEqualTo(claims.reversed());
    }

    @Test
    void aDamagedClaimHidesNoOther() throws IOException {
        index("a").claim(claim("a", "bytes"), () -> {});
        Path damaged = folder.resolve("claimed").resolve("0".repeat(64));
        Files.writeString(damaged, "half an ent");

        assertThat(index("a").openClaims())
                .isEqualTo(new IdentityIndex.OpenClaims(List.of(claim("a", "bytes")), List.of(damaged)));
    }

    @Test
    void readsClaimsThatAnEarlierVersionWrote() throws IOException {
        Claim claim = claim(INSTANCE, "a", "bytes", 0);
        String now = new String(ClaimFile.encode(claim), StandardCharsets.US_ASCII);
        String body = now.substring(0, now.lastIndexOf("crc ")).replace("sequence 0\n", "");
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        String earlier = body + "crc " + Long.toHexString(crc.getValue()) + "\n";

        assertThat(ClaimFile.decode(earlier.getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(claim);
    }

    @Test
    void discardsWhatWasNeverFinished() throws IOException {
        index("a");
        Path unfinished = folder.resolve("unfinished").resolve("a").resolve("left-over");
        Files.writeString(unfinished, "half an ent");

        index("a");
        assertThat(unfinished).doesNotExist();
    }

    @Test
    void aDamagedEntryIsLoud() throws IOException {
        index("a").claim(claim("a", "bytes"), () -> {});
        try (Stream<Path> files = Files.list(folder.resolve("claimed"))) {
            Path file = files.findFirst().orElseThrow();
            Files.writeString(file, Files.readString(file).replace("partition 3", "partition 4"));
        }

        assertThatThrownBy(() -> index("a").find(INSTANCE))
                .isInstanceOf(IOException.class)
                .hasMessage("damaged index entry");
    }

    @Test
    void showsEveryClaimToAReaderFromOutside() throws IOException {
        Claim published = claim(INSTANCE, "a", "bytes", 1);
        Claim open = claim(new SopInstanceUid("1.2.4"), "b", "other bytes", 2);
        index("a").claim(published, () -> {});
        index("a").markPublished(INSTANCE);
        index("b").claim(open, () -> {});
        List<Claim> opened = new ArrayList<>();
        List<Claim> closed = new ArrayList<>();

        new IndexReader(folder).read(opened::add, closed::add);

        assertThat(opened).containsExactly(open);
        assertThat(closed).containsExactly(published);
    }

    @Test
    void tellsAReaderFromOutsideWhatItCannotShow() throws IOException {
        index("a");
        Path damaged = folder.resolve("claimed").resolve("0".repeat(64));
        Files.writeString(damaged, "half an ent");

        assertThatThrownBy(() -> new IndexReader(folder).read(claim -> {}, claim -> {}))
                .isInstanceOf(IOException.class)
                .hasMessage("entry " + damaged + " of the index is damaged");
        assertThatThrownBy(() -> new IndexReader(folder.resolve("none")).read(claim -> {}, claim -> {}))
                .isInstanceOf(NoSuchFileException.class);
    }

    private IdentityIndex index(String owner) throws IOException {
        return new IdentityIndex(folder, owner);
    }

    private static Claim claim(String owner, String bytes) {
        return claim(INSTANCE, owner, bytes, 5);
    }

    private static Claim claim(SopInstanceUid instance, String owner, String bytes, long sequence) {
        return new Claim(
                instance,
                ContentHash.of(bytes.getBytes(StandardCharsets.UTF_8)),
                sequence,
                owner,
                "radiographs.routine",
                3,
                17,
                "1.2",
                new byte[] {1, 2, 3});
    }
}
