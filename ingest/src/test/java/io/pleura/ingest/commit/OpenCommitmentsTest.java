package io.pleura.ingest.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.ingest.commit.OpenCommitments.Added;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenCommitmentsTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration PAUSE = Duration.ofMinutes(10);
    private static final Predicate<String> ANYBODY = aeTitle -> true;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /// A report that failed at noon is to be tried again at ten past.
    @ParameterizedTest(name = "at {0}: {1}")
    @CsvSource(textBlock = """
            2026-11-23T12:09:59Z, false
            2026-11-23T12:10:00Z, true
            2026-11-24T12:00:00Z, true
            2026-11-23T12:00:00Z, false
            # the clock went back
            2026-11-23T11:00:00Z, true
            2026-11-22T12:00:00Z, true
            """)
    void aRequestIsDueAfterItsPauseWhateverTheClockDoes(Instant now, boolean due) throws IOException {
        CommitmentRequest request = new CommitmentRequest("1.2.3", "PACS", List.of(), 0, NOON);
        OpenCommitments open = new OpenCommitments(folder, 10);
        open.add(request);
        open.postpone(request.attempted(NOON.plus(PAUSE)));

        assertThat(open.holdDue(now, attempts -> PAUSE, ANYBODY).isPresent()).isEqualTo(due);
        assertThat(new OpenCommitments(folder, 10)
                        .holdDue(now, attempts -> PAUSE, ANYBODY)
                        .isPresent())
                .as("after a restart")
                .isEqualTo(due);
    }

    @Test
    void nobodyElseGetsWhatIsHeld() throws IOException {
        OpenCommitments open = new OpenCommitments(folder, 10);
        CommitmentRequest request = new CommitmentRequest("1.2.3", "PACS", List.of(), 0, NOON);
        open.add(request);
        assertThat(open.holdDue(NOON, attempts -> PAUSE, ANYBODY)).isEmpty();

        open.release(request.name());
        assertThat(open.holdDue(NOON, attempts -> PAUSE, ANYBODY)).contains(request);
        assertThat(open.holdDue(NOON, attempts -> PAUSE, ANYBODY)).isEmpty();
    }

    @Test
    void whoeverAsksAgainGetsHoldOfWhatNobodyHolds() throws IOException {
        OpenCommitments open = new OpenCommitments(folder, 10);
        CommitmentRequest request = new CommitmentRequest("1.2.3", "PACS", List.of(), 0, NOON);
        assertThat(open.add(request)).isEqualTo(Added.HELD);
        assertThat(open.add(request)).isEqualTo(Added.AGAIN);

        open.release(request.name());

        assertThat(open.add(request)).isEqualTo(Added.TAKEN_UP);
        assertThat(open.add(request)).isEqualTo(Added.AGAIN);
        assertThat(open.holdDue(NOON, attempts -> PAUSE, ANYBODY)).isEmpty();
    }

    @Test
    void whatIsDueToOthersIsLeft() throws IOException {
        OpenCommitments open = new OpenCommitments(folder, 10);
        List<CommitmentRequest> requests = Stream.of("PACS", "ARCHIVE")
                .map(aeTitle -> new CommitmentRequest("1.2.3", aeTitle, List.of(), 0, NOON))
                .toList();
        for (CommitmentRequest request : requests) {
            open.add(request);
            open.release(request.name());
        }

        assertThat(open.holdDue(NOON, attempts -> PAUSE, "ARCHIVE"::equals)).contains(requests.getLast());
        assertThat(open.holdDue(NOON, attempts -> PAUSE, "ARCHIVE"::equals)).isEmpty();
    }

    /// Whichever comes first in the map.
    @Test
    void whatCannotBeReadIsInTheWayOfNothing() throws IOException {
        OpenCommitments open = new OpenCommitments(folder, 30);
        List<CommitmentRequest> requests = IntStream.range(0, 30)
                .mapToObj(number -> new CommitmentRequest("1.2." + number, "PACS", List.of(), 0, NOON))
                .toList();
        for (CommitmentRequest request : requests) {
            open.add(request);
            open.release(request.name());
        }
        for (CommitmentRequest gone : requests.subList(0, 10)) {
            Files.delete(folder.resolve(gone.name()));
        }
        Map<String, byte[]> readable = new HashMap<>();
        for (CommitmentRequest damaged : requests.subList(10, 20)) {
            Path file = folder.resolve(damaged.name());
            readable.put(damaged.name(), Files.readAllBytes(file));
            Files.write(file, new byte[] {1});
        }

        assertThat(allDue(open, NOON)).containsExactlyInAnyOrderElementsOf(requests.subList(20, 30));
        assertThat(open.count()).isEqualTo(20);

        for (Map.Entry<String, byte[]> mended : readable.entrySet()) {
            Files.write(folder.resolve(mended.getKey()), mended.getValue());
        }
        assertThat(allDue(open, NOON)).as("before the pause is over").isEmpty();
        assertThat(allDue(open, NOON.plus(PAUSE))).containsExactlyInAnyOrderElementsOf(requests.subList(10, 20));
    }

    private static List<CommitmentRequest> allDue(OpenCommitments open, Instant now) {
        return Stream.generate(() -> open.holdDue(now, attempts -> PAUSE, ANYBODY))
                .takeWhile(Optional::isPresent)
                .map(Optional::get)
                .toList();
    }
}
