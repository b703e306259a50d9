package io.pleura.standalone.endtoend;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.events.AlertChanged;
import io.pleura.events.RadiographScored;
import io.pleura.ingest.scu.StoreScu;
import io.pleura.standalone.audit.Balance;
import io.pleura.standalone.audit.Reconciliation;
import io.pleura.standalone.stack.DataFolder;
import io.pleura.standalone.stack.Member;
import io.pleura.standalone.stack.Stack;
import io.pleura.standalone.stack.StackSettings;
import io.pleura.standalone.watch.EventWatch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Every process dies by kill -9 while radiographs stream in, as by a power cut; the sender, like a modality, sends
/// again what was not acknowledged. Nothing is lost, nothing counts twice.
@Timeout(600)
class KillTest {

    private static final int RADIOGRAPHS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    private final Studies studies = new Studies(200_000, 8);
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void everyRadiographIsScoredOnceAndEveryPositiveStudyHasOneAlert() throws Exception {
        try (Stack stack = TestStack.start(folder, Map.of());
                EventWatch watch = new EventWatch(stack.ports().kafkaBootstrap());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> sending = threads.submit(() -> {
                sendAll(stack);
                return null;
            });
            int quarter = RADIOGRAPHS / 5;
            int mark = 0;
            for (Member victim : List.of(Member.INGEST, Member.INFERENCE, Member.ALERTING, Member.BROKER)) {
                mark += quarter;
                awaitAcknowledged(mark, sending);
                stack.kill(victim);
                stack.awaitReady(victim);
            }
            sending.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(acknowledged).hasSize(RADIOGRAPHS);

            boolean complete = watch.await(
                    seen -> seen.scored().size() >= RADIOGRAPHS && seen.raised().size() >= seen.positiveStudies(),
                    PATIENCE);
            Balance balance = Reconciliation.run(stack.ports().kafkaBootstrap());
            assertThat(complete).as("everything came out: %s", balance.report()).isTrue();
            assertEachCameOutOnce(watch.seen());
            assertThat(balance.balances()).as(balance.report()).isTrue();
            assertThat(balance.scored()).isEqualTo(RADIOGRAPHS);
            assertThat(balance.inFlight()).isZero();
        }
        assertThat(new DataFolder(folder).temporary(Member.INFERENCE).toFile().list())
                .as("what the killed one had unpacked is gone")
                .filteredOn(name -> name.startsWith("onnxruntime"))
                .hasSize(1);
    }

    private void assertEachCameOutOnce(EventWatch.Seen seen) {
        assertThat(seen.scored().stream().collect(groupingBy(RadiographScored::getSopInstanceUid, counting())))
                .as("scores of each radiograph")
                .containsOnlyKeys(acknowledged)
                .allSatisfy((uid, times) -> assertThat(times).isEqualTo(1));
        List<String> positive = seen.scored().stream()
                .filter(RadiographScored::getPositive)
                .map(RadiographScored::getStudyUid)
                .toList();
        assertThat(positive).isNotEmpty();
        assertThat(seen.raised())
                .as("one alert of each positive study")
                .extracting(AlertChanged::getStudyUid)
                .containsExactlyInAnyOrderElementsOf(positive);
    }

    private void sendAll(Stack stack) throws IOException, InterruptedException {
        try (StoreScu routine = TestStack.sender(stack, StackSettings.ROUTINE_CALLER);
                StoreScu urgent = TestStack.sender(stack, StackSettings.STAT_CALLER)) {
            for (int number = 0; number < RADIOGRAPHS; number++) {
                Studies.Study study = studies.fresh(number);
                untilAcknowledged(number % 4 == 1 ? urgent : routine, study);
                acknowledged.add(study.sopInstanceUid());
            }
        }
    }

    private static void untilAcknowledged(StoreScu scu, Studies.Study study) throws InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        String last = "";
        while (Instant.now().isBefore(deadline)) {
            try {
                var status = scu.store(study.bytes());
                if (status.success()) {
                    return;
                }
                last = status.toString();
            } catch (IOException e) {
                last = e.toString();
            }
            pause();
        }
        throw new AssertionError("never acknowledged; last answer: " + last);
    }

    private void awaitAcknowledged(int count, Future<?> sending) throws Exception {
        while (acknowledged.size() < count) {
            if (sending.isDone()) {
                sending.get();
            }
            pause();
        }
    }

    private static void pause() throws InterruptedException {
        new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
    }
}
