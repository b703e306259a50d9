package io.pleura.ingest.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenCommitmentsTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration PAUSE = Duration.ofMinutes(10);

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

        assertThat(open.holdDue(now, attempts -> PAUSE).isPresent()).isEqualTo(due);
        assertThat(new OpenCommitments(folder, 10)
                        .holdDue(now, attempts -> PAUSE)
                        .isPresent())
                .as("after a restart")
                .isEqualTo(due);
    }

    @Test
    void nobodyElseGetsWhatIsHeld() throws IOException {
        OpenCommitments open = new OpenCommitments(folder, 10);
        CommitmentRequest request = new CommitmentRequest("1.2.3", "PACS", List.of(), 0, NOON);
        open.add(request);
        assertThat(open.holdDue(NOON, attempts -> PAUSE)).isEmpty();

        open.release(request.name());
        assertThat(open.holdDue(NOON, attempts -> PAUSE)).contains(request);
        assertThat(open.holdDue(NOON, attempts -> PAUSE)).isEmpty();
    }
}
