package io.pleura.inference.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.events.BytesAt;
import io.pleura.events.Laterality;
import io.pleura.events.Priority;
import io.pleura.events.RadiographReceived;
import io.pleura.events.RadiographScored;
import io.pleura.events.Rejected;
import io.pleura.events.ReplayRequested;
import io.pleura.events.ReplayScored;
import io.pleura.events.Stage;
import io.pleura.events.StageTimings;
import io.pleura.inference.TinyRadiographs;
import io.pleura.inference.TinyRadiographs.Square;
import io.pleura.inference.lanes.Lane;
import io.pleura.inference.lanes.Task;
import io.pleura.inference.lanes.Work;
import io.pleura.inference.score.ExecutionProvider;
import io.pleura.inference.score.Finding;
import io.pleura.inference.score.MapPlacement;
import io.pleura.inference.score.ModelDescription;
import io.pleura.inference.score.ModelIdentity;
import io.pleura.inference.score.OptimisationLevel;
import io.pleura.inference.score.Side;
import io.pleura.schemas.EventSerde;
import io.pleura.schemas.ReasonCode;
import io.pleura.schemas.Topic;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutcomeRecordsTest {

    private static final Instant RECEIVED = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant NOW = RECEIVED.plusSeconds(2);
    private static final StageTimes TIMES = new StageTimes(1, 2, 3, 4, 5);
    private static final ModelDescription.Grid GRID = new ModelDescription.Grid(2, 2, 1);
    private static final ModelIdentity MODEL = new ModelIdentity(
            "ClaSegNet", "1", "00".repeat(32), "1.29.0", ExecutionProvider.CPU, OptimisationLevel.ALL);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final OutcomeRecords records = new OutcomeRecords("inference-0");
    private RadiographReceived radiograph;

    @BeforeEach
    void receive() throws Exception {
        radiograph = new TinyRadiographs(folder).store(1, Square.NONE, Priority.STAT, RECEIVED);
    }

    @Test
    void writesAScoreWithEverythingThatItTakesToRepeatIt() {
        RadiographScored scored = scored(finding(1.5f, -1f, 0f, 2f));

        assertThat(scored.getSopInstanceUid()).isEqualTo(radiograph.getSopInstanceUid());
        assertThat(scored.getContentHash()).isEqualTo(radiograph.getContentHash());
        assertThat(scored.getPriority()).isEqualTo(Priority.STAT);
        assertThat(scored.getLaterality()).isEqualTo(Laterality.LEFT);
        assertThat(scored.getFacingStated()).isFalse();
        assertThat(scored.getModel().getSha256()).isEqualTo(MODEL.sha256());
        assertThat(scored.getModel().getOptimisationLevel()).isEqualTo("ALL");
        assertThat(scored.getTimings()).isEqualTo(new StageTimings(1L, 2L, 3L, 4L, 5L));
        assertThat(scored.getReceivedAt()).isEqualTo(RECEIVED);
        assertThat(scored.getWorker()).isEqualTo("inference-0");
        assertThat(scored.getMap().getCellThreshold()).isEqualTo(0.25);
        ByteBuffer logits = scored.getMap().getLogits().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        assertThat(logits.remaining()).isEqualTo(16);
        assertThat(logits.getFloat(12)).isEqualTo(2f);
    }

    @Test
    void rejectsWithReasonAndIdentity() {
        Outcome refused = new Outcome.Refused(
                task(Lane.STAT, new Work.Score(radiograph)),
                ReasonCode.TRUNCATED,
                "the bytes end at offset 5",
                BytesAt.BLOB_STORE,
                NOW);

        Rejected rejected = read(records.of(refused), Topic.REJECTIONS);

        assertThat(rejected.getStage()).isEqualTo(Stage.INFERENCE);
        assertThat(rejected.getReasonCode()).isEqualTo("TRUNCATED");
        assertThat(rejected.getSopInstanceUid()).isEqualTo(radiograph.getSopInstanceUid());
        assertThat(rejected.getContentHash()).isEqualTo(radiograph.getContentHash());
        assertThat(rejected.getReceivedAt()).isEqualTo(RECEIVED);
    }

    @Test
    void countsAnUnreadableRadiographAsReceivedButNotAnUnreadableReplay() {
        Work unreadable = new Work.Unreadable(RECEIVED, "no event");

        assertThat(rejected(Lane.ROUTINE, unreadable).getReceivedAt()).isEqualTo(RECEIVED);
        assertThat(rejected(Lane.REPLAY, unreadable).getReceivedAt()).isNull();
    }

    @Test
    void findsAReplayOfTheSameBitsIdentical() {
        RadiographScored recorded = scored(finding(1.5f, -1f, 0f, 2f));

        ReplayScored replay = replay(recorded, finding(1.5f, -1f, 0f, 2f));

        assertThat(replay.getBitIdentical()).isTrue();
        assertThat(replay.getLargestMapDifference()).isZero();
        assertThat(replay.getScoreDifference()).isZero();
        assertThat(replay.getRecorded()).isEqualTo(recorded);
    }

    @Test
    void measuresHowFarAReplayIsOff() {
        RadiographScored recorded = scored(finding(1.5f, -1f, 0f, 2f));

        ReplayScored replay = replay(recorded, finding(1.5f, -1.25f, 0f, 2f));

        assertThat(replay.getBitIdentical()).isFalse();
        assertThat(replay.getLargestMapDifference()).isEqualTo(0.25f);
    }

    @Test
    void tellsZeroFromMinusZero() {
        RadiographScored recorded = scored(finding(1.5f, -1f, 0f, 2f));

        ReplayScored replay = replay(recorded, finding(1.5f, -1f, -0f, 2f));

        assertThat(replay.getBitIdentical()).isFalse();
        assertThat(replay.getLargestMapDifference()).isZero();
    }

    @Test
    void saysWhyAReplayFailed() {
        RadiographScored recorded = scored(finding(1.5f, -1f, 0f, 2f));
        ReplayRequested request = request(recorded);
        Outcome failed = new Outcome.ReplayFailed(
                task(Lane.REPLAY, new Work.Rescore(request)), request, "no model folder holds it", NOW);

        ReplayScored replay = read(records.of(failed), Topic.REPLAYS);

        assertThat(replay.getFailure()).isEqualTo("no model folder holds it");
        assertThat(replay.getRescored()).isNull();
        assertThat(replay.getBitIdentical()).isFalse();
        assertThat(replay.getScoreDifference()).isNaN();
    }

    private RadiographScored scored(Finding finding) {
        Outcome scored =
                new Outcome.Scored(task(Lane.STAT, new Work.Score(radiograph)), radiograph, finding, TIMES, NOW);
        return read(records.of(scored), Topic.SCORES);
    }

    private ReplayScored replay(RadiographScored recorded, Finding finding) {
        ReplayRequested request = request(recorded);
        Outcome replayed =
                new Outcome.Replayed(task(Lane.REPLAY, new Work.Rescore(request)), request, finding, TIMES, NOW);
        return read(records.of(replayed), Topic.REPLAYS);
    }

    private Rejected rejected(Lane lane, Work work) {
        Outcome refused =
                new Outcome.Refused(task(lane, work), ReasonCode.INTERNAL_ERROR, "no event", BytesAt.NOWHERE, NOW);
        return read(records.of(refused), Topic.REJECTIONS);
    }

    private static ReplayRequested request(RadiographScored recorded) {
        return new ReplayRequested("replay-1", "auditor", "test", NOW, recorded);
    }

    private static Task task(Lane lane, Work work) {
        return new Task(lane, new TopicPartition(lane.topic(), 0), 7, TinyRadiographs.studyUid(1), work, NOW, NOW);
    }

    private static Finding finding(float... logits) {
        return new Finding(
                logits,
                GRID,
                2f,
                0.88f,
                true,
                "balanced",
                0.5f,
                0.25,
                Side.LEFT,
                false,
                new MapPlacement(64, 64, 32, 0.5, 0, 0),
                MODEL);
    }

    private static <V extends SpecificRecord> V read(ProducerRecord<String, byte[]> message, Topic<V> topic) {
        assertThat(message.topic()).isEqualTo(topic.name());
        assertThat(message.key()).isEqualTo(TinyRadiographs.studyUid(1));
        return EventSerde.of(topic).fromBytes(message.value());
    }
}
