package io.pleura.standalone.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.events.Laterality;
import io.pleura.events.ModelReference;
import io.pleura.events.Priority;
import io.pleura.events.RadiographReceived;
import io.pleura.events.RadiographScored;
import io.pleura.events.Rejected;
import io.pleura.events.ReplayRequested;
import io.pleura.events.ReplayScored;
import io.pleura.imaging.TestBlobs;
import io.pleura.inference.KafkaClients;
import io.pleura.inference.Step;
import io.pleura.inference.TinyRadiographs;
import io.pleura.inference.TinyRadiographs.Square;
import io.pleura.schemas.ContentHash;
import io.pleura.schemas.EventSerde;
import io.pleura.schemas.Topic;
import io.pleura.standalone.Await;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The worker in this JVM, its neighbours real: what it does with priorities, poison, replays and outages.
@Timeout(120)
class WorkerOnBrokerTest {

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
    void letsAStatRadiographOvertakeABacklogOfRoutineOnes() throws Exception {
        fixture.send(Priority.ROUTINE, 0, 200);
        AtomicInteger batches = new AtomicInteger();
        Consumer<Step> sendStatAfterTenBatches = step -> {
            if (step == Step.COMMITTED && batches.incrementAndGet() == 10) {
                sendStat();
            }
        };

        List<String> order;
        try (WorkerParts worker = worker(sendStatAfterTenBatches)) {
            order = fixture.awaitScores(scores -> scores.size() >= 201).stream()
                    .sorted(Comparator.comparing(RadiographScored::getScoredAt))
                    .map(RadiographScored::getSopInstanceUid)
                    .toList();
        }

        assertThat(order).hasSize(201);
        assertThat(order.indexOf(TinyRadiographs.sopInstanceUid(1_000)))
                .as("place of the STAT radiograph among 200 routine ones, sent when 10 were done")
                .isBetween(10, 40);
    }

    @Test
    void rejectsPoisonWithItsReasonAndScoresTheRest() throws Exception {
        TinyRadiographs radiographs = fixture.radiographs();
        Instant now = Instant.now();
        byte[] whole = TinyRadiographs.dicom(101, Square.NONE);
        RadiographReceived text =
                radiographs.storeBytes(100, "this is no DICOM".getBytes(StandardCharsets.UTF_8), Priority.ROUTINE, now);
        RadiographReceived cut =
                radiographs.storeBytes(101, Arrays.copyOf(whole, whole.length - 100), Priority.ROUTINE, now);
        RadiographReceived missing = radiographs.store(102, Square.IMAGE_RIGHT, Priority.ROUTINE, now);
        Files.delete(TestBlobs.file(fixture.blobFolder(), new ContentHash(missing.getContentHash())));
        fixture.send(Priority.ROUTINE, 0, 5);
        fixture.send(Topic.RADIOGRAPHS_ROUTINE, List.of(text, cut, missing));
        fixture.sendBytes(Topic.RADIOGRAPHS_STAT.name(), List.of(new byte[] {1, 2, 3}));
        fixture.send(Priority.ROUTINE, 5, 10);

        List<RadiographScored> scores;
        List<Rejected> rejections;
        try (WorkerParts worker = worker(step -> {})) {
            rejections = fixture.awaitRejections(4);
            scores = fixture.awaitScores(all -> all.size() >= 10);
        }

        assertThat(scores).hasSize(10);
        assertThat(scores.stream()
                        .filter(RadiographScored::getPositive)
                        .map(RadiographScored::getLaterality)
                        .toList())
                .as("numbers 0, 3, 6 and 9 have a bright square on the image's left")
                .containsExactly(Laterality.RIGHT, Laterality.RIGHT, Laterality.RIGHT, Laterality.RIGHT);
        assertThat(rejections.stream()
                        .collect(Collectors.toMap(
                                rejected -> String.valueOf(rejected.getSopInstanceUid()), Rejected::getReasonCode)))
                .isEqualTo(Map.of(
                        TinyRadiographs.sopInstanceUid(100),
                        "UNREADABLE_DICOM",
                        TinyRadiographs.sopInstanceUid(101),
                        "TRUNCATED",
                        TinyRadiographs.sopInstanceUid(102),
                        "BLOB_MISSING",
                        "null",
                        "INTERNAL_ERROR"));
    }

    @Test
    void goesOnWhereItWasWhenKafkaComesBack() throws Exception {
        fixture.send(Priority.ROUTINE, 0, 60);
        AtomicInteger batches = new AtomicInteger();
        Consumer<Step> stopKafkaInTheMiddle = step -> {
            if (step == Step.SCORED && batches.incrementAndGet() == 20) {
                fixture.stopBroker();
            }
        };

        List<RadiographScored> scores;
        try (WorkerParts worker = worker(stopKafkaInTheMiddle)) {
            awaitTrouble(worker);
            fixture.restartBroker();
            fixture.send(Priority.STAT, 60, 80);
            scores = fixture.awaitScores(all -> uids(all).size() >= 80);
        }

        assertThat(scores).hasSize(80);
        assertThat(uids(scores)).hasSize(80);
    }

    @Test
    void scoresAReplayToTheSameBitsAndOnlyIntoReplays() throws Exception {
        fixture.send(Priority.ROUTINE, 0, 3);
        List<ReplayScored> replays;
        try (WorkerParts worker = worker(step -> {})) {
            List<RadiographScored> recorded = fixture.awaitScores(all -> all.size() >= 3);
            RadiographScored ofUnknownModel = RadiographScored.newBuilder(recorded.get(2))
                    .setModel(ModelReference.newBuilder(recorded.get(2).getModel())
                            .setSha256("00".repeat(32))
                            .build())
                    .build();
            requestReplays(List.of(recorded.get(0), recorded.get(1), ofUnknownModel));
            replays = fixture.await(Topic.REPLAYS, all -> all.size() >= 3);
        }

        Map<Boolean, List<ReplayScored>> byRescored =
                replays.stream().collect(Collectors.partitioningBy(replay -> replay.getRescored() != null));
        assertThat(byRescored.get(true)).hasSize(2).allMatch(ReplayScored::getBitIdentical);
        assertThat(byRescored.get(false))
                .singleElement()
                .extracting(ReplayScored::getFailure)
                .asString()
                .startsWith("no model folder holds the recorded model");
        assertThat(fixture.awaitScores(all -> true))
                .as("scores after the replay")
                .hasSize(3);
    }

    private WorkerParts worker(Consumer<Step> steps) throws Exception {
        KafkaClients kafka = WorkerParts.clients(fixture.bootstrapServers());
        return new WorkerParts(
                kafka,
                WorkerParts.images(fixture.blobFolder()),
                fixture.workFolder(),
                List.of(fixture.modelFolder()),
                1,
                steps);
    }

    private static void awaitTrouble(WorkerParts worker) {
        Await.until("the worker says that Kafka is away", WorkerFixture.PATIENCE, () -> worker.state()
                .trouble()
                .filter(trouble -> trouble.startsWith("Kafka:"))
                .isPresent());
    }

    private void sendStat() {
        try {
            fixture.send(Priority.STAT, 1_000, 1_001);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void requestReplays(List<RadiographScored> recorded) throws Exception {
        EventSerde<ReplayRequested> serde = EventSerde.of(Topic.RADIOGRAPHS_REPLAY);
        List<byte[]> requests = recorded.stream()
                .map(score -> ReplayRequested.newBuilder()
                        .setReplayId("replay-1")
                        .setRequestedBy("auditor")
                        .setReason("test")
                        .setRequestedAt(Instant.now())
                        .setRecorded(score)
                        .build())
                .map(serde::toBytes)
                .toList();
        fixture.sendBytes(Topic.RADIOGRAPHS_REPLAY.name(), requests);
    }

    private static Set<String> uids(List<RadiographScored> scores) {
        return scores.stream().map(RadiographScored::getSopInstanceUid).collect(Collectors.toSet());
    }
}
