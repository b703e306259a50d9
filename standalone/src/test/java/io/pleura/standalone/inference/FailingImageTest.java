package io.pleura.standalone.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.events.BytesAt;
import io.pleura.events.Priority;
import io.pleura.events.RadiographReceived;
import io.pleura.events.RadiographScored;
import io.pleura.events.Rejected;
import io.pleura.imaging.TestBlobs;
import io.pleura.inference.Step;
import io.pleura.inference.TinyModel;
import io.pleura.inference.TinyRadiographs;
import io.pleura.inference.TinyRadiographs.Square;
import io.pleura.schemas.ContentHash;
import io.pleura.schemas.Topic;
import io.pleura.standalone.Await;
import io.pleura.standalone.audit.Balance;
import io.pleura.standalone.audit.Reconciliation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// An image over which scoring fails each time, and the worker lives: ONNX Runtime fails over what is bright. It costs
/// the others nothing but time. What fails over every image is the worker's fault and costs no image its score.
@Timeout(120)
class FailingImageTest {

    private static final int FAILING = 1_000;
    private static final int OTHERS = 40;
    private static final int BEHIND = OTHERS - 1;
    private static final int BATCH_SIZE = 8;

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
    void isRejectedWhileTheOthersAreScoredOnce() throws Exception {
        TinyModel.writeFailingOnLight(fixture.modelFolder());
        sendFlat(Priority.STAT, 0, OTHERS / 2);
        sendFlat(Priority.ROUTINE, OTHERS / 2, BEHIND);
        sendFirst(fixture.radiographs().store(FAILING, Square.IMAGE_LEFT, Priority.STAT, earlier()));

        List<Rejected> rejections;
        List<RadiographScored> scores;
        try (WorkerParts worker = worker(step -> {})) {
            rejections = fixture.awaitRejections(1);
            scores = fixture.awaitScores(all -> all.size() >= OTHERS);
        }

        assertThat(rejections).singleElement().satisfies(rejected -> {
            assertThat(rejected.getReasonCode()).isEqualTo("SCORING_FAILS");
            assertThat(rejected.getSopInstanceUid()).isEqualTo(TinyRadiographs.sopInstanceUid(FAILING));
            assertThat(rejected.getDetail())
                    .isEqualTo("scoring this alone has failed again and again: "
                            + "ai.onnxruntime.OrtException@io.pleura.inference.score.OnnxScorer.logits");
            assertThat(rejected.getBytesAt()).isEqualTo(BytesAt.BLOB_STORE);
        });
        assertAllOthersAreIn(scores);
        Balance balance = Reconciliation.run(fixture.bootstrapServers());
        assertThat(balance.balances()).as(balance.report()).isTrue();
        assertThat(balance.inFlight()).isZero();
    }

    @Test
    void nothingIsRejectedByAWorkerThatFailsOverEverythingFromItsStart() throws Exception {
        TinyModel.write(fixture.modelFolder(), Float.NaN);
        sendFlat(Priority.STAT, 0, OTHERS);
        try (WorkerParts worker = worker(step -> {})) {
            awaitLoss(worker);
        }

        assertThatAMendedWorkerScoresThemAll();
    }

    @Test
    void nothingIsRejectedByAWorkerThatFailsOverEverythingFromSomeMomentOn() throws Exception {
        sendFlat(Priority.STAT, 0, OTHERS);
        CompletableFuture<WorkerParts> self = new CompletableFuture<>();
        AtomicInteger batches = new AtomicInteger();
        Consumer<Step> breakInTheMiddle = step -> {
            if (step == Step.COMMITTED && batches.incrementAndGet() == 2) {
                self.join().breakModel();
            }
        };
        try (WorkerParts worker = worker(breakInTheMiddle)) {
            self.complete(worker);
            awaitLoss(worker);
        }

        assertThatAMendedWorkerScoresThemAll();
    }

    @Test
    void whatCannotBeReadHoldsUpItsPartitionAloneAndIsScoredWhenItCan() throws Exception {
        RadiographReceived unreadable =
                fixture.radiographs().store(FAILING, Square.IMAGE_LEFT, Priority.STAT, earlier());
        Path blob = TestBlobs.file(fixture.blobFolder(), new ContentHash(unreadable.getContentHash()));
        byte[] bytes = Files.readAllBytes(blob);
        // Like a bad sector: it is there, and reading it fails.
        Files.delete(blob);
        Files.createDirectory(blob);
        sendFlat(Priority.ROUTINE, 0, 1);
        sendFirst(unreadable);

        List<RadiographScored> scores;
        try (WorkerParts worker = worker(step -> {})) {
            Await.until("the worker says that it waits", WorkerFixture.PATIENCE, () -> worker.state()
                    .trouble()
                    .filter(trouble -> trouble.endsWith("died or failed with it alone in hand"))
                    .isPresent());
            sendFlat(Priority.ROUTINE, 1, BEHIND);
            fixture.awaitScores(all -> all.size() >= BEHIND);

            Files.delete(blob);
            Files.write(blob, bytes);
            scores = new ArrayList<>(fixture.awaitScores(all -> all.size() > OTHERS));
        }

        scores.removeIf(score -> score.getSopInstanceUid().equals(unreadable.getSopInstanceUid()));
        assertAllOthersAreIn(scores);
        assertThat(fixture.await(Topic.REJECTIONS, all -> true)).isEmpty();
    }

    private void assertThatAMendedWorkerScoresThemAll() throws Exception {
        TinyModel.write(fixture.modelFolder(), 3);
        List<RadiographScored> scores;
        try (WorkerParts worker = worker(step -> {})) {
            scores = fixture.awaitScores(all -> all.size() >= OTHERS);
        }
        assertAllOthersAreIn(scores);
        assertThat(fixture.await(Topic.REJECTIONS, all -> true)).isEmpty();
    }

    private static void assertAllOthersAreIn(List<RadiographScored> scores) {
        assertThat(scores)
                .extracting(RadiographScored::getSopInstanceUid)
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, OTHERS)
                        .mapToObj(TinyRadiographs::sopInstanceUid)
                        .toList());
    }

    /// The most urgent of all, and one of the same study behind it.
    private void sendFirst(RadiographReceived failing) throws Exception {
        RadiographReceived behind = RadiographReceived.newBuilder(
                        fixture.radiographs().store(BEHIND, Square.NONE, Priority.STAT, earlier()))
                .setStudyUid(failing.getStudyUid())
                .build();
        fixture.send(Topic.RADIOGRAPHS_STAT, List.of(failing, behind));
    }

    private void sendFlat(Priority priority, int from, int to) throws Exception {
        RadiographReceived flat = fixture.radiographs().store(1, Square.NONE, priority, Instant.now());
        fixture.send(
                priority == Priority.STAT ? Topic.RADIOGRAPHS_STAT : Topic.RADIOGRAPHS_ROUTINE,
                IntStream.range(from, to)
                        .mapToObj(number -> TinyRadiographs.renumbered(flat, number))
                        .toList());
    }

    private static Instant earlier() {
        return Instant.now().minusSeconds(60);
    }

    private static void awaitLoss(WorkerParts worker) {
        Await.until("the worker is lost", WorkerFixture.PATIENCE, () -> worker.state()
                .lost());
    }

    private WorkerParts worker(Consumer<Step> steps) throws Exception {
        return new WorkerParts(
                WorkerParts.clients(fixture.bootstrapServers()),
                WorkerParts.images(fixture.blobFolder()),
                fixture.workFolder(),
                List.of(fixture.modelFolder()),
                BATCH_SIZE,
                steps);
    }
}
