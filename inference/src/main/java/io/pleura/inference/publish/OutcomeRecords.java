package io.pleura.inference.publish;

import io.pleura.events.RadiographReceived;
import io.pleura.events.RadiographScored;
import io.pleura.events.Rejected;
import io.pleura.events.ReplayScored;
import io.pleura.events.Stage;
import io.pleura.inference.lanes.Lane;
import io.pleura.inference.lanes.Work;
import io.pleura.schemas.EventSerde;
import io.pleura.schemas.Topic;
import org.apache.kafka.clients.producer.ProducerRecord;

/// Writes each [Outcome] as the one record that it is. A replay's outcome never becomes a record of `scores`.
final class OutcomeRecords {

    private static final EventSerde<RadiographScored> SCORES = EventSerde.of(Topic.SCORES);
    private static final EventSerde<Rejected> REJECTIONS = EventSerde.of(Topic.REJECTIONS);
    private static final EventSerde<ReplayScored> REPLAYS = EventSerde.of(Topic.REPLAYS);

    private final String worker;

    /// @param worker static member id of this worker
    OutcomeRecords(String worker) {
        this.worker = worker;
    }

    ProducerRecord<String, byte[]> of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Scored scored ->
                new ProducerRecord<>(
                        Topic.SCORES.name(),
                        scored.radiograph().getStudyUid(),
                        SCORES.toBytes(ScoredEvents.scored(scored, worker)));
            case Outcome.Refused refused ->
                new ProducerRecord<>(
                        Topic.REJECTIONS.name(), refused.task().key(), REJECTIONS.toBytes(rejected(refused)));
            case Outcome.Replayed replayed ->
                replay(replayed.request().getRecorded().getStudyUid(), ReplayEvents.replayed(replayed, worker));
            case Outcome.ReplayFailed failed ->
                replay(failed.request().getRecorded().getStudyUid(), ReplayEvents.failed(failed));
        };
    }

    private static ProducerRecord<String, byte[]> replay(String key, ReplayScored event) {
        return new ProducerRecord<>(Topic.REPLAYS.name(), key, REPLAYS.toBytes(event));
    }

    private static Rejected rejected(Outcome.Refused refused) {
        Rejected.Builder event = Rejected.newBuilder()
                .setStage(Stage.INFERENCE)
                .setReasonCode(refused.reason().name())
                .setDetail(refused.detail())
                .setBytesAt(refused.bytesAt())
                .setRejectedAt(refused.at());
        switch (refused.task().work()) {
            case Work.Score score -> identify(event, score.radiograph());
            case Work.Unreadable unreadable -> {
                // A replay request never was a radiograph that came in, so it must not count as one.
                if (refused.task().lane() != Lane.REPLAY) {
                    event.setReceivedAt(unreadable.since());
                }
            }
            case Work.Rescore rescore ->
                throw new IllegalStateException("a replay that fails is a ReplayScored, not a rejection");
        }
        return event.build();
    }

    private static void identify(Rejected.Builder event, RadiographReceived radiograph) {
        event.setStudyUid(radiograph.getStudyUid())
                .setSopInstanceUid(radiograph.getSopInstanceUid())
                .setContentHash(radiograph.getContentHash())
                .setSizeBytes(radiograph.getSizeBytes())
                .setSource(radiograph.getSource())
                .setReceivedAt(radiograph.getReceivedAt());
    }
}
