package io.pleura.standalone.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.events.BytesAt;
import io.pleura.events.Priority;
import io.pleura.events.RadiographReceived;
import io.pleura.events.RadiographScored;
import io.pleura.events.Rejected;
import io.pleura.inference.Step;
import io.pleura.inference.TinyRadiographs;
import io.pleura.inference.TinyRadiographs.Square;
import io.pleura.schemas.Topic;
import io.pleura.standalone.audit.Balance;
import io.pleura.standalone.audit.Reconciliation;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An image that ends the process, in truth: the heap is exhausted, since the budget that would have refused it is told
/// of more memory than there is. It costs the others nothing but time. A worker that forgets what it had in hand fails
/// the same test; and nobody who kills workers makes one reject anything.
@Timeout(240)
class DeadlyImageTest {

    private static final int DEADLY = 1_000;
    private static final int DEADLY_BYTES = 256 << 20;
    private static final int OTHERS = 40;
    private static final int BEHIND = OTHERS - 1;
    private static final int PATIENCE_SECONDS = 60;

    /// In a batch with others, three times alone, and as long as no others are scored.
    private static final int MOST_CRASHES = 8;

    /// More than the crashes after which it would be rejected.
    private static final int KILLS = 4;

    private static final String WITHOUT_BUDGET = "without-budget";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private WorkerFixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new WorkerFixture(folder);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void isRejectedWhenTheWorkerHasCrashedOverItAloneAndTheOthersAreScoredOnce() throws Exception {
        sendOneDeadlyAmongOthers();

        List<Rejected> rejections = superviseUntil(() -> fixture.awaitRejections(1));

        assertThat(rejections).singleElement().satisfies(rejected -> {
            assertThat(rejected.getReasonCode()).isEqualTo("ENDS_WORKER");
            assertThat(rejected.getSopInstanceUid()).isEqualTo(TinyRadiographs.sopInstanceUid(DEADLY));
            assertThat(rejected.getDetail())
                    .isEqualTo("the worker has crashed again and again with this alone in hand");
            assertThat(rejected.getBytesAt()).isEqualTo(BytesAt.BLOB_STORE);
        });
        assertThat(fixture.awaitScores(all -> true))
                .extracting(RadiographScored::getSopInstanceUid)
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, OTHERS)
                        .mapToObj(TinyRadiographs::sopInstanceUid)
                        .toList());
        Balance balance = Reconciliation.run(fixture.bootstrapServers());
        assertThat(balance.balances()).as(balance.report()).isTrue();
        assertThat(balance.scored()).isEqualTo(OTHERS);
        assertThat(balance.inFlight()).isZero();
    }

    @Test
    void wouldEndAWorkerThatForgetsForEver() throws Exception {
        sendOneDeadlyAmongOthers();

        for (int life = 0; life < KILLS; life++) {
            Path forgotten = folder.resolve("work-" + life);
            try (WorkerProcess worker = new WorkerProcess(fixture, forgotten, WITHOUT_BUDGET, null, 0, "KILL")) {
                worker.death().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        }

        assertThat(fixture.await(Topic.REJECTIONS, all -> true)).isEmpty();
        assertThat(fixture.awaitScores(all -> true))
                .extracting(RadiographScored::getSopInstanceUid)
                .as("what is behind it in its partition")
                .doesNotContain(TinyRadiographs.sopInstanceUid(BEHIND));
    }

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "SEGV"})
    void nothingIsRejectedHoweverOftenAWorkerIsKilled(String signal) throws Exception {
        fixture.send(Priority.STAT, 0, 1);
        for (int life = 0; life < KILLS; life++) {
            try (WorkerProcess worker =
                    new WorkerProcess(fixture, fixture.workFolder(), "transaction", Step.SCORED, 1, signal)) {
                worker.death().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        }
        // So that this worker is known to score others.
        fixture.send(Priority.ROUTINE, 1, 10);

        List<RadiographScored> scores;
        try (WorkerProcess survivor = new WorkerProcess(fixture, "transaction", null)) {
            scores = fixture.awaitScores(all -> all.size() >= 10);
        }
        assertThat(scores)
                .extracting(RadiographScored::getSopInstanceUid)
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 10)
                        .mapToObj(TinyRadiographs::sopInstanceUid)
                        .toList());
        assertThat(fixture.await(Topic.REJECTIONS, all -> true)).isEmpty();
    }

    /// The most urgent of all; one of the others is of the same study and behind it.
    private void sendOneDeadlyAmongOthers() throws Exception {
        TinyRadiographs radiographs = fixture.radiographs();
        Instant earlier = Instant.now().minusSeconds(60);
        fixture.send(Priority.STAT, 0, OTHERS / 2);
        fixture.send(Priority.ROUTINE, OTHERS / 2, BEHIND);
        RadiographReceived deadly = radiographs.storeBytes(DEADLY, new byte[DEADLY_BYTES], Priority.STAT, earlier);
        RadiographReceived behind = radiographs.store(BEHIND, Square.NONE, Priority.STAT, earlier);
        RadiographReceived ofTheSameStudy = RadiographReceived.newBuilder(behind)
                .setStudyUid(deadly.getStudyUid())
                .build();
        fixture.send(Topic.RADIOGRAPHS_STAT, List.of(deadly, ofTheSameStudy));
    }

    /// Starts a worker again whenever it dies, until that has come and all others are scored.
    private <T> T superviseUntil(Supplier<T> awaited) throws Exception {
        CompletableFuture<T> came = CompletableFuture.supplyAsync(
                () -> {
                    T result = awaited.get();
                    fixture.awaitScores(all -> all.size() >= OTHERS);
                    return result;
                },
                task -> Thread.ofVirtual().start(task));
        int crashes = 0;
        while (true) {
            try (WorkerProcess worker =
                    new WorkerProcess(fixture, fixture.workFolder(), WITHOUT_BUDGET, null, 0, "KILL")) {
                CompletableFuture.anyOf(came, worker.death()).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (came.isDone()) {
                    return came.get();
                }
            }
            crashes++;
            assertThat(crashes).as("crashes").isLessThanOrEqualTo(MOST_CRASHES);
        }
    }
}
