package io.pleura.standalone.audit;

import io.pleura.events.AlertChange;
import io.pleura.events.Stage;
import io.pleura.schemas.Topic;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/// Proves received = scored + rejected + in flight from the topics alone, while the system runs or stands still.
///
/// Goes partition by partition, which bounds memory to a partition's radiographs: all events of a study have the same
/// key and so the same partition number in every topic.
public final class Reconciliation {

    /// Consumer groups whose committed offsets say what is done.
    private static final String STAT_GROUP = "pleura-inference-stat";

    private static final String ROUTINE_GROUP = "pleura-inference-routine";
    private static final String ALERTING_GROUP = "pleura-alerting";

    private final TopicReader reader;
    private final Map<TopicPartition, Long> statDone;
    private final Map<TopicPartition, Long> routineDone;
    private final Map<TopicPartition, Long> alertingDone;

    private Reconciliation(TopicReader reader) {
        this.reader = reader;
        // Before anything is read: what is committed here has its outcomes in the topics already.
        alertingDone = reader.committed(ALERTING_GROUP);
        statDone = reader.committed(STAT_GROUP);
        routineDone = reader.committed(ROUTINE_GROUP);
    }

    public static Balance run(String bootstrapServers) {
        try (TopicReader reader = new TopicReader(bootstrapServers)) {
            Reconciliation reconciliation = new Reconciliation(reader);
            Balance total = Balance.EMPTY;
            for (int partition = 0; partition < Topic.PARTITIONS; partition++) {
                total = total.plus(reconciliation.partition(partition));
            }
            return total;
        }
    }

    private Balance partition(int partition) {
        Ledger ledger = new Ledger();
        reader.read(
                Topic.ALERTS,
                partition,
                change -> ledger.alertChanged(change.key(), change.event().getChange() == AlertChange.RAISED));
        reader.read(Topic.SCORES, partition, score -> {
            var event = score.event();
            ledger.scored(
                    event.getContentHash(),
                    event.getSopInstanceUid(),
                    event.getStudyUid(),
                    event.getPositive(),
                    isBehind(alertingDone, Topic.SCORES, partition, score.offset()));
        });
        reader.read(Topic.REJECTIONS, partition, rejection -> {
            var event = rejection.event();
            if (event.getStage() == Stage.INFERENCE) {
                ledger.rejectedByInference(
                        String.valueOf(event.getContentHash()), String.valueOf(event.getSopInstanceUid()));
            } else {
                ledger.refusedOnArrival();
            }
        });
        reader.read(
                Topic.RADIOGRAPHS_STAT,
                partition,
                received -> ledger.received(
                        received.event().getContentHash(),
                        received.event().getSopInstanceUid(),
                        isBehind(statDone, Topic.RADIOGRAPHS_STAT, partition, received.offset())));
        reader.read(
                Topic.RADIOGRAPHS_ROUTINE,
                partition,
                received -> ledger.received(
                        received.event().getContentHash(),
                        received.event().getSopInstanceUid(),
                        isBehind(routineDone, Topic.RADIOGRAPHS_ROUTINE, partition, received.offset())));
        return ledger.balance();
    }

    private static boolean isBehind(Map<TopicPartition, Long> done, Topic<?> topic, int partition, long offset) {
        return offset >= done.getOrDefault(new TopicPartition(topic.name(), partition), 0L);
    }
}
