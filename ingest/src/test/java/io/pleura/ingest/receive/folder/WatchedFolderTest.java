package io.pleura.ingest.receive.folder;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.ingest.Arrival;
import io.pleura.ingest.Outcome;
import io.pleura.ingest.Outcome.Identity;
import io.pleura.ingest.Outcome.Refused;
import io.pleura.ingest.Outcome.Stored;
import io.pleura.ingest.store.TransferInterruptedException;
import io.pleura.schemas.ContentHash;
import io.pleura.schemas.ReasonCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Awkward files in the watched folder. What a file holds says what the pipeline below makes of it.
class WatchedFolderTest {

    private static final Duration QUIET = Duration.ofSeconds(5);
    private static final int MOST = 10;
    private static final String GOOD = "good";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private WatchedFolder watched;

    private final List<String> ingested = new ArrayList<>();
    private long nanos;

    /// What another program does while a file of this content has been read.
    private final Map<String, Meanwhile> meanwhile = new HashMap<>();

    private interface Meanwhile {

        void run() throws IOException;
    }

    @BeforeEach
    void watch() throws IOException {
        watched = new WatchedFolder(folder, QUIET, this::ingest, () -> nanos, MOST);
    }

    private Outcome ingest(Arrival arrival, InputStream object) throws TransferInterruptedException {
        String text = text(object);
        ingested.add(text);
        try {
            meanwhile.getOrDefault(text, () -> {}).run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return switch (text.substring(0, 4)) {
            case GOOD -> new Stored(Identity.UNKNOWN, ContentHash.of(new byte[0]), false);
            case "late" -> refused(ReasonCode.NOT_FRONTAL);
            case "wait" -> refused(ReasonCode.LOG_UNAVAILABLE);
            case "gone" -> throw new TransferInterruptedException(new IOException("Input/output error"));
            default -> throw new IllegalStateException("a bug");
        };
    }

    private static Refused refused(ReasonCode reason) {
        return new Refused(Identity.UNKNOWN, reason, reason.meaning());
    }

    private static String text(InputStream object) {
        try {
            return new String(object.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aCopyThatHaltsForAWhileIsNotTakenHalf() throws IOException {
        write("a.dcm", "good, the first ha");
        watched.look();
        lookAfter(QUIET.minusNanos(1));
        write("a.dcm", "good, the first half and the second");
        lookAfter(Duration.ofNanos(1));
        lookAfter(QUIET.minusNanos(1));
        assertThat(ingested).isEmpty();

        lookAfter(Duration.ofNanos(1));

        assertThat(ingested).containsExactly("good, the first half and the second");
        assertThat(names("done")).containsExactly("a.dcm");
    }

    /// By whoever clears away empty folders.
    @Test
    void foldersOfOursThatSomebodyRemovedAreMadeAnew() throws IOException {
        try (Stream<Path> ours = Files.list(folder)) {
            for (Path empty : (Iterable<Path>) ours::iterator) {
                Files.delete(empty);
            }
        }
        write("a.dcm", "good");
        watched.look();

        lookAfter(QUIET);

        assertThat(names("done")).containsExactly("a.dcm");
        assertThat(names("")).doesNotContain("a.dcm");
    }

    @Test
    void whatReplacesAFileWhileItIsReadIsTakenToo() throws IOException {
        write("export.dcm", "good, the first");
        meanwhile.put("good, the first", () -> {
            write("export.part", "good, the second");
            Files.move(folder.resolve("export.part"), folder.resolve("export.dcm"), ATOMIC_MOVE);
        });
        watched.look();
        lookAfter(QUIET);
        assertThat(names("done")).isEmpty();
        assertThat(names("")).contains("export.dcm");

        lookAfter(QUIET);
        lookAfter(QUIET);

        assertThat(ingested).containsExactly("good, the first", "good, the second");
        assertThat(names("done")).containsExactly("export.dcm");
    }

    @Test
    void aFileThatIsWrittenToWhileItIsReadIsTakenAnew() throws IOException {
        write("a.dcm", "late: the first half");
        meanwhile.put("late: the first half", () -> write("a.dcm", "good: the first half and the second"));
        watched.look();
        lookAfter(QUIET);
        assertThat(names("failed")).isEmpty();

        lookAfter(QUIET);
        lookAfter(QUIET);

        assertThat(names("failed")).isEmpty();
        assertThat(names("done")).containsExactly("a.dcm");
    }

    /// A look at thousands of files takes minutes.
    @Test
    void aFileThatIsWrittenToWhileOthersAreTakenIsLeftAlone() throws IOException {
        write("a.dcm", GOOD);
        write("b.dcm", "late: half");
        meanwhile.put(GOOD, () -> write("b.dcm", "late: half and more"));
        watched.look();

        lookAfter(QUIET);

        assertThat(ingested).containsExactly(GOOD);
        assertThat(names("")).contains("b.dcm");
    }

    @Test
    void whatACrashLeftHalfwayIsTakenAgain() throws IOException {
        write(".taking/a.dcm", "good, the first");
        write("a.dcm", "good, the second");
        watch();
        watched.look();

        assertThat(lookAfter(QUIET)).isEqualTo(2);
        assertThat(names("done")).containsExactly("a.dcm", "a.dcm.1");
    }

    @Test
    void noFileKeepsTheOthersFromBeingTaken() throws IOException {
        write("a.dcm", "gone: the disk has lost it");
        write("b.dcm", "a bug");
        write("c.dcm", "wait");
        write("d.dcm", GOOD);
        watched.look();

        assertThat(lookAfter(QUIET)).isEqualTo(1);

        assertThat(names("done")).containsExactly("d.dcm");
        assertThat(names("")).contains("a.dcm", "b.dcm", "c.dcm");
    }

    @Test
    void soManyThatCannotBeTakenDoNotHideWhatIsBehindThem() throws IOException {
        for (int i = 0; i < 2 * MOST + 1; i++) {
            write("a%02d.dcm".formatted(i), "wait");
        }
        write("b.dcm", GOOD);
        for (int looks = 0; !names("done").contains("b.dcm"); looks++) {
            assertThat(looks).isLessThan(50);
            lookAfter(QUIET);
            write("a00.dcm", "half of it, " + looks);
        }

        write("a00.dcm", "good, the first again");
        for (int looks = 0; !names("done").contains("a00.dcm"); looks++) {
            assertThat(looks).isLessThan(50);
            lookAfter(QUIET);
        }
    }

    @Test
    void whatWaitsIsAskedForAfterWhatIsNewAndOneByOne() throws IOException {
        write("a.dcm", "wait 1");
        write("b.dcm", "wait 2");
        watched.look();
        lookAfter(QUIET);
        write("c.dcm", GOOD);
        watched.look();
        ingested.clear();

        lookAfter(QUIET);
        assertThat(ingested).containsExactly(GOOD, "wait 1");
        lookAfter(Duration.ZERO);

        assertThat(ingested).containsExactly(GOOD, "wait 1", "wait 2");
    }

    /// A large file is not read whole every second while Kafka is away.
    @Test
    void whatWaitsIsAskedForEverMoreSeldom() throws IOException {
        write("a.dcm", "wait");
        watched.look();
        lookAfter(QUIET);
        assertThat(ingested).hasSize(1);

        for (int seconds : new int[] {2, 4, 8, 16, 32, 60, 60, 60}) {
            ingested.clear();
            lookAfter(Duration.ofSeconds(seconds).minusNanos(1));
            assertThat(ingested).as("before %d seconds", seconds).isEmpty();
            lookAfter(Duration.ofNanos(1));
            assertThat(ingested).as("after %d seconds", seconds).hasSize(1);
        }
    }

    @Test
    void aFileThatIsReplacedWhileItWaitsIsAskedForAfresh() throws IOException {
        write("a.dcm", "wait");
        watched.look();
        lookAfter(QUIET);
        for (int attempt = 0; attempt < 10; attempt++) {
            lookAfter(Duration.ofMinutes(1));
        }
        write("a.dcm", "good now");
        watched.look();

        assertThat(lookAfter(QUIET)).isEqualTo(1);
        assertThat(names("done")).containsExactly("a.dcm");
    }

    @Test
    void whatCannotBeMovedIsNotTakenAgain() throws IOException {
        Files.delete(folder.resolve("done"));
        Files.createSymbolicLink(folder.resolve("done"), folder.resolve("not mounted"));
        write("a.dcm", GOOD);
        watched.look();
        lookAfter(QUIET);
        lookAfter(QUIET);
        assertThat(names("")).contains("a.dcm");

        Files.createDirectory(folder.resolve("not mounted"));
        lookAfter(QUIET);

        assertThat(names("done")).containsExactly("a.dcm");
        assertThat(ingested).containsOnlyOnce(GOOD);
    }

    @Test
    void namesAsLongAsTheyMayBeFindTheirPlaceTwice() throws IOException {
        String name = "n".repeat(251) + ".dcm";
        String hash =
                ContentHash.of(name.getBytes(StandardCharsets.UTF_8)).value().substring(0, 16);
        for (String content : List.of("good 1", "late 1", "good 2", "late 2")) {
            write(name, content);
            watched.look();
            assertThat(lookAfter(QUIET)).isEqualTo(1);
        }

        assertThat(names("done")).containsExactly(hash + ".1", name);
        assertThat(names("failed")).containsExactly(hash + ".1", hash + ".1.reason.txt", hash + ".reason.txt", name);
    }

    @Test
    void linksAreLeftAlone() throws IOException {
        Path secret = Files.writeString(folder.resolve("failed").resolve("secret"), GOOD);
        Files.createSymbolicLink(folder.resolve("a.dcm"), secret);
        watched.look();

        assertThat(lookAfter(QUIET)).isZero();
        assertThat(ingested).isEmpty();
    }

    private int lookAfter(Duration time) throws IOException {
        nanos += time.toNanos();
        return watched.look();
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }

    private List<String> names(String subfolder) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(subfolder))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
