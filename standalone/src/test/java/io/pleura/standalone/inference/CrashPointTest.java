package io.pleura.standalone.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.events.Priority;
import io.pleura.events.RadiographScored;
import io.pleura.inference.Step;
import io.pleura.inference.TinyRadiographs;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A worker dies at each point of its loop and starts again: every radiograph is scored exactly once. A worker without
/// transactions fails the same test.
@Timeout(180)
class CrashPointTest {

    private static final int RADIOGRAPHS = 200;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static WorkerFixture fixture;

    private static int next;

    @BeforeAll
    static void start() throws Exception {
        fixture = new WorkerFixture(folder);
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void scoresEveryRadiographExactlyOnceWhenTheWorkerDiesAt(Step step) throws Exception {
        Map<String, Long> timesScored = dieAndRestart("transaction", step);

        assertThat(timesScored).hasSize(RADIOGRAPHS);
        assertThat(timesScored.values()).containsOnly(1L);
    }

    @Test
    void wouldFindTheDuplicatesOfAWorkerWithoutTransactions() throws Exception {
        Map<String, Long> timesScored = dieAndRestart("at-least-once", Step.OFFSETS_SENT);

        assertThat(timesScored).hasSize(RADIOGRAPHS);
        assertThat(timesScored.values()).as("the batch in hand when it died").contains(2L);
    }

    /// @return how often each radiograph has a committed score
    private static Map<String, Long> dieAndRestart(String mode, Step dieAt) throws Exception {
        int first = next;
        next += RADIOGRAPHS;
        fixture.send(Priority.ROUTINE, first, first + RADIOGRAPHS / 2);
        fixture.send(Priority.STAT, first + RADIOGRAPHS / 2, next);
        Set<String> sent = IntStream.range(first, next)
                .mapToObj(TinyRadiographs::sopInstanceUid)
                .collect(Collectors.toSet());

        try (WorkerProcess doomed = new WorkerProcess(fixture, mode, dieAt)) {
            assertThat(doomed.awaitDeath()).isEqualTo(WorkerProcess.KILLED);
        }
        try (WorkerProcess successor = new WorkerProcess(fixture, mode, null)) {
            fixture.awaitScores(scores -> count(scores, sent).size() == RADIOGRAPHS);
        }
        return count(fixture.awaitScores(scores -> true), sent);
    }

    private static Map<String, Long> count(List<RadiographScored> scores, Set<String> sent) {
        return scores.stream()
                .map(RadiographScored::getSopInstanceUid)
                .filter(sent::contains)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }
}
