package io.pleura.standalone.audit;

import io.pleura.events.AlertChange;
import io.pleura.events.RadiographReceived;
import io.pleura.events.Rejected;
import io.pleura.events.Stage;
import io.pleura.ingest.store.Claim;
import io.pleura.schemas.EventSerde;
import io.pleura.schemas.RecordPlace;
import io.pleura.schemas.Topic;
import io.pleura.standalone.audit.LongestWait.Place;
import io.pleura.standalone.audit.TopicReader.Extent;
import io.pleura.standalone.audit.TopicReader.Located;
import io.pleura.standalone.audit.TopicReader.Sink;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;

/// Proves received = scored + rejected + in flight, from the topics and from ingest's disk where it can be reached,
/// while the system runs or stands still.
///
/// What ingest has acknowledged and not published yet is in no topic: its claims are read first, and those that the
/// topics turn out to have are no longer waiting. They are bounded by ingest's spool, and so is the memory for them.
/// What it has published must be in the lanes ([PublishedEvents]).
///
/// A record that cannot be read is a problem, unless whoever asks knows of it; in the books it stands for what it
/// may have been ([SuspenseAccount]).
///
/// What is deleted is in no books. That is said, and it is a problem where nobody had read it yet, as it is where
/// somebody has read beyond the log's end.
///
/// Goes partition by partition, which bounds memory to a partition's radiographs, and [PublishedEvents] where there are
/// indexes: all events of a study have the same key and so the same partition number in every topic.
public final class Reconciliation {

    private static final EventSerde<RadiographReceived> RECEIVED = EventSerde.of(RadiographReceived.class);

    /// Consumer groups whose committed offsets say what is done.
    private static final String STAT_GROUP = "pleura-inference-stat";

    private static final String ROUTINE_GROUP = "pleura-inference-routine";
    private static final String ALERTING_GROUP = "pleura-alerting";

    /// Every topic that the books are kept of.
    private static final List<Topic<?>> TOPICS =
            List.of(Topic.ALERTS, Topic.SCORES, Topic.REJECTIONS, Topic.RADIOGRAPHS_STAT, Topic.RADIOGRAPHS_ROUTINE);

    private final TopicReader reader;
    private final Map<TopicPartition, Long> statDone;
    private final Map<TopicPartition, Long> routineDone;
    private final Map<TopicPartition, Long> alertingDone;

    private final Instant now;

    /// Those that no topic was seen to have, and since when they wait.
    private final Map<String, LongestWait> claims = new HashMap<>();

    private final SuspenseAccount suspense = new SuspenseAccount();
    private final List<UnreadableRecord> unreadable = new ArrayList<>();
    private final PublishedEvents published;
    private final List<String> losses = new ArrayList<>();
    private long cut;

    private Reconciliation(TopicReader reader, List<Path> indexes, Instant now) {
        this.reader = reader;
        this.now = now;
        reader.refuseOtherPartitions(TOPICS);
        published = PublishedEvents.read(indexes, this::claimed);
        // Before anything is read: what is committed here has its outcomes in the topics already.
        alertingDone = reader.committed(ALERTING_GROUP);
        statDone = reader.committed(STAT_GROUP);
        routineDone = reader.committed(ROUTINE_GROUP);
    }

    /// From the topics alone.
    public static Balance run(String bootstrapServers) {
        return run(bootstrapServers, List.of(), Set.of(), Instant.now());
    }

    /// @param indexes of all ingest instances, the folder `index` of each work folder; none when they are out of reach
    /// @param passOver unreadable records that the books may balance without
    /// @param now what waits is that old
    /// @throws io.pleura.standalone.stack.StackException when the broker is away, a topic is missing or has other
    /// partitions, or an index cannot be read
    public static Balance run(String bootstrapServers, List<Path> indexes, Set<RecordPlace> passOver, Instant now) {
        try (TopicReader reader = new TopicReader(bootstrapServers)) {
            Reconciliation reconciliation = new Reconciliation(reader, indexes, now);
            Balance total = Balance.EMPTY;
            for (int partition = 0; partition < Topic.PARTITIONS; partition++) {
                total = total.plus(reconciliation.partition(partition));
            }
            reconciliation.published.missing(reader, reconciliation.suspense, reconciliation::loss);
            total = total.plus(reconciliation.suspense.balance())
                    .withLosses(reconciliation.cut, reconciliation.losses)
                    .withUnreadable(reconciliation.unreadable, passOver);
            return indexes.isEmpty() ? total : reconciliation.withClaims(total);
        }
    }

    private Balance withClaims(Balance topics) {
        return topics.waitingInIngest(
                claims.size(), claims.values().stream().reduce(LongestWait.NONE, LongestWait::plus));
    }

    private void claimed(Claim claim) {
        String name = Ledger.name(claim.hash().value(), claim.instance().value());
        claims.put(name, wait(name, claim.event()));
    }

    private LongestWait wait(String name, byte[] event) {
        try {
            return LongestWait.of(Place.INGEST, name, RECEIVED.fromBytes(event).getReceivedAt(), now);
        } catch (SerializationException e) {
            // Of a newer release: it counts, and only that release's command knows how old it is.
            return LongestWait.NONE;
        }
    }

    private Balance partition(int partition) {
        Ledger ledger = new Ledger(now, suspense);
        look(Topic.REJECTIONS, partition);
        compare(Topic.SCORES, partition, "alerting", alertingDone);
        compare(Topic.RADIOGRAPHS_STAT, partition, "inference", statDone);
        compare(Topic.RADIOGRAPHS_ROUTINE, partition, "inference", routineDone);
        read(
                Topic.ALERTS,
                partition,
                change -> ledger.alertChanged(change.key(), change.event().getChange() == AlertChange.RAISED),
                change -> ledger.alertChanged(change.key(), false));
        read(
                Topic.SCORES,
                partition,
                score -> {
                    var event = score.event();
                    ledger.scored(
                            event.getContentHash(),
                            event.getSopInstanceUid(),
                            event.getStudyUid(),
                            event.getPositive(),
                            isBehind(alertingDone, Topic.SCORES, partition, score.offset()),
                            event.getScoredAt());
                },
                score -> suspense.outcome(score.key()));
        read(
                Topic.REJECTIONS,
                partition,
                rejection -> rejected(ledger, rejection),
                rejection -> suspense.outcome(rejection.key()));
        received(ledger, Place.STAT, Topic.RADIOGRAPHS_STAT, partition, statDone);
        received(ledger, Place.ROUTINE, Topic.RADIOGRAPHS_ROUTINE, partition, routineDone);
        return ledger.balance();
    }

    /// What is not read yet must be in the log, and so must what was.
    private void compare(Topic<?> topic, int partition, String whoReads, Map<TopicPartition, Long> done) {
        TopicPartition place = new TopicPartition(topic.name(), partition);
        long read = done.getOrDefault(place, 0L);
        Extent log = look(topic, partition);
        if (log.begin() > read) {
            loss("deleted before %s had read it: %s, offsets %d to %d"
                    .formatted(whoReads, place, read, log.begin() - 1));
        }
        if (log.end() < read) {
            loss("lost: %s has read %s up to offset %d, and it ends at %d".formatted(whoReads, place, read, log.end()));
        }
    }

    /// Counts a partition whose first records are deleted.
    private Extent look(Topic<?> topic, int partition) {
        Extent extent = reader.extent(new TopicPartition(topic.name(), partition));
        cut += extent.begin() > 0 ? 1 : 0;
        return extent;
    }

    private void loss(String loss) {
        if (losses.size() < Balance.MAX_PROBLEMS) {
            losses.add(loss);
        }
    }

    private void rejected(Ledger ledger, Located<Rejected> rejection) {
        Rejected event = rejection.event();
        if (event.getStage() != Stage.INFERENCE) {
            // No claim of the same object was published by it: what was refused once may have been accepted since.
            ledger.refusedOnArrival();
        } else if (event.getSopInstanceUid() != null) {
            ledger.rejectedByInference(
                    String.valueOf(event.getContentHash()),
                    event.getSopInstanceUid(),
                    String.valueOf(event.getStudyUid()));
        } else if (event.getReceivedAt() != null) { // not a request for a replay
            suspense.rejectedUnread(rejection.key());
        }
    }

    private void received(
            Ledger ledger, Place place, Topic<RadiographReceived> lane, int partition, Map<TopicPartition, Long> done) {
        read(
                lane,
                partition,
                received -> {
                    var event = received.event();
                    published.found(event.getContentHash());
                    claims.remove(Ledger.name(event.getContentHash(), event.getSopInstanceUid()));
                    ledger.received(
                            event.getContentHash(),
                            event.getSopInstanceUid(),
                            event.getStudyUid(),
                            place,
                            isBehind(done, lane, partition, received.offset()),
                            event.getReceivedAt());
                },
                received -> suspense.received(
                        received.key(),
                        isBehind(done, lane, partition, received.place().offset())));
    }

    private <V extends SpecificRecord> void read(
            Topic<V> topic, int partition, Sink<V> sink, Consumer<UnreadableRecord> booking) {
        reader.read(topic, partition, sink, record -> {
            unreadable.add(record);
            booking.accept(record);
        });
    }

    private static boolean isBehind(Map<TopicPartition, Long> done, Topic<?> topic, int partition, long offset) {
        return offset >= done.getOrDefault(new TopicPartition(topic.name(), partition), 0L);
    }
}
