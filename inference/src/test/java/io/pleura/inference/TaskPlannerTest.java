package io.pleura.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.events.Laterality;
import io.pleura.events.LocalizationMap;
import io.pleura.events.ModelReference;
import io.pleura.events.Priority;
import io.pleura.events.RadiographReceived;
import io.pleura.events.RadiographScored;
import io.pleura.events.ReplayRequested;
import io.pleura.events.StageTimings;
import io.pleura.inference.TinyRadiographs.Square;
import io.pleura.inference.lanes.Lane;
import io.pleura.inference.lanes.Task;
import io.pleura.inference.lanes.Work;
import io.pleura.inference.publish.Outcome;
import io.pleura.inference.score.ModelShelf;
import io.pleura.schemas.ReasonCode;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of events that hold what is no hash.
class TaskPlannerTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private ModelShelf models;

    @SuppressWarnings("NullAway.Init")
    private String model;

    @BeforeEach
    void open() throws Exception {
        model = TinyModel.write(folder.resolve("model"), 3);
        models = TinyModel.open(folder.resolve("model"));
    }

    @AfterEach
    void close() {
        models.close();
    }

    @Test
    void aReplayOfItIsAnsweredWithAFailure() {
        ReplayRequested request = ReplayRequested.newBuilder()
                .setReplayId("replay-1")
                .setRequestedBy("auditor")
                .setReason("test")
                .setRequestedAt(NOW)
                .setRecorded(recorded("nohash"))
                .build();
        Task task = task(Lane.REPLAY, new Work.Rescore(request));

        assertThat(plan(task))
                .isEqualTo(new Plan.Settled(
                        new Outcome.ReplayFailed(task, request, "the event holds an identifier that is none", NOW)));
    }

    @Test
    void aRadiographOfItIsRejected() throws Exception {
        RadiographReceived received = RadiographReceived.newBuilder(
                        new TinyRadiographs(folder.resolve("blobs")).store(1, Square.NONE, Priority.STAT, NOW))
                .setContentHash("nohash")
                .build();

        assertThat(plan(task(Lane.STAT, new Work.Score(received))))
                .isInstanceOfSatisfying(Plan.Settled.class, settled -> assertThat(settled.outcome())
                        .isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.reason())
                                .isEqualTo(ReasonCode.INTERNAL_ERROR)));
    }

    private Plan plan(Task task) {
        return new TaskPlanner(models, "balanced", () -> NOW).plan(task);
    }

    private static Task task(Lane lane, Work work) {
        return new Task(lane, new TopicPartition(lane.topic(), 0), 7, "1.2", work, NOW, NOW);
    }

    private RadiographScored recorded(String contentHash) {
        return RadiographScored.newBuilder()
                .setStudyUid("1.2")
                .setSeriesUid("1.2.0")
                .setSopInstanceUid("1.2.1")
                .setContentHash(contentHash)
                .setPriority(Priority.ROUTINE)
                .setLogit(2)
                .setScore(0.9f)
                .setPositive(true)
                .setOperatingPoint("balanced")
                .setThreshold(0.5f)
                .setLaterality(Laterality.UNDETERMINED)
                .setRows(64)
                .setColumns(64)
                .setMap(new LocalizationMap(1, 1, ByteBuffer.wrap(new byte[4]), 64, 1.0, 0.0, 0.0, 0.0))
                .setModel(new ModelReference("tiny", "1", model, "1", "CPU", "ALL"))
                .setTimings(new StageTimings(1L, 1L, 1L, 1L, 1L))
                .setReceivedAt(NOW)
                .setScoredAt(NOW)
                .setWorker("inference-0")
                .build();
    }
}
