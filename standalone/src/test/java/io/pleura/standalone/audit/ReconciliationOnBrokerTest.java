package io.pleura.standalone.audit;

import static io.pleura.standalone.audit.Events.place;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.events.RadiographReceived;
import io.pleura.ingest.store.Claim;
import io.pleura.ingest.store.IdentityIndex;
import io.pleura.schemas.ContentHash;
import io.pleura.schemas.EventSerde;
import io.pleura.schemas.RecordPlace;
import io.pleura.schemas.SopInstanceUid;
import io.pleura.schemas.Topic;
import io.pleura.standalone.Await;
import io.pleura.standalone.Broker;
import io.pleura.standalone.TestBroker;
import io.pleura.standalone.audit.Balance.AwaitingAlert;
import io.pleura.standalone.stack.Ports;
import io.pleura.standalone.stack.StackException;
import io.pleura.standalone.stack.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The books as they stand in a real broker's topics, with transactions and committed offsets.
@Timeout(120)
class ReconciliationOnBrokerTest {

    /// An hour after [Events] were received.
    private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Broker broker;

    @SuppressWarnings("NullAway.Init")
    private Admin admin;

    @SuppressWarnings("NullAway.Init")
    private String bootstrapServers;

    @BeforeEach
    void startBroker() throws Exception {
        Ports ports = Ports.free();
        bootstrapServers = ports.kafkaBootstrap();
        broker = TestBroker.start(folder, ports);
        admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        Topics.apply(admin, Topic.CATALOGUE);
    }

    @AfterEach
    void stopBroker() {
        admin.close();
        broker.close();
    }

    @Test
    void findsWhatIsInFlightAndWhatIsMissing() throws Exception {
        RadiographReceived scored = Events.received("1.2.1");
        RadiographReceived rejected = Events.received("1.2.2");
        RadiographReceived waiting = Events.received("1.2.3");
        try (var producer = producer(Map.of())) {
            commit("pleura-inference-routine", send(producer, Topic.RADIOGRAPHS_ROUTINE, scored.getStudyUid(), scored));
            commit("pleura-inference-stat", send(producer, Topic.RADIOGRAPHS_STAT, rejected.getStudyUid(), rejected));
            send(producer, Topic.RADIOGRAPHS_ROUTINE, waiting.getStudyUid(), waiting);
            send(producer, Topic.SCORES, scored.getStudyUid(), Events.scored(scored, false));
            send(producer, Topic.REJECTIONS, rejected.getStudyUid(), Events.rejectedByInference(rejected));
            send(producer, Topic.REJECTIONS, Events.hash("x"), Events.refusedOnArrival("x"));
        }
        abortedScoreOf(waiting);
        LongestWait hour = LongestWait.of(
                LongestWait.Place.ROUTINE, "1.2.3 " + waiting.getContentHash(), waiting.getReceivedAt(), NOW);
        assertThat(reconciled(List.of(), Set.of()))
                .isEqualTo(new Balance(
                        OptionalLong.empty(), 3, 1, 1, 1, 1, hour, 0, 0, AwaitingAlert.NONE, 0, List.of(), List.of()));

        RadiographReceived lost = Events.received("1.2.4");
        try (var producer = producer(Map.of())) {
            commit("pleura-inference-routine", send(producer, Topic.RADIOGRAPHS_ROUTINE, lost.getStudyUid(), lost));
            send(producer, Topic.SCORES, scored.getStudyUid(), Events.scored(scored, false));
        }
        Balance balance = Reconciliation.run(bootstrapServers);
        assertThat(balance.balances()).isFalse();
        assertThat(balance.problems())
                .containsExactlyInAnyOrder(
                        "missing: received, passed by inference, no outcome: 1.2.4 " + lost.getContentHash(),
                        "double: received 1, scored 2, rejected 0 times: 1.2.1 " + scored.getContentHash());
    }

    @Test
    void countsWhatWaitsOnIngestsDiskAndIsNotInTheLogYet() throws Exception {
        RadiographReceived published = Events.received("1.2.5");
        RadiographReceived spooled = Events.received("1.2.6");
        Path work = folder.resolve("work");
        IdentityIndex index = new IdentityIndex(work.resolve("index"), "ingest-0");
        index.claim(claim(published), () -> {});
        index.claim(claim(spooled), () -> {});
        try (var producer = producer(Map.of())) {
            send(producer, Topic.RADIOGRAPHS_ROUTINE, published.getStudyUid(), published);
        }
        Balance topics = Reconciliation.run(bootstrapServers);
        Balance all = reconciled(List.of(work.resolve("index")), Set.of());
        assertThat(topics.waitingInIngest()).isEmpty();
        assertThat(topics.report()).contains("ingest's disk was not looked at");
        assertThat(all.waitingInIngest()).hasValue(1);
        assertThat(all.received()).isEqualTo(topics.received() + 1);
        assertThat(all.underWay()).isEqualTo(topics.underWay() + 1);
        assertThat(all.report())
                .contains("; the oldest for 3600 s in ingest, for 3600 s in the routine lane")
                .endsWith("balances: 2 = 0 + 0 + 2\n");
    }

    @Test
    void countsWhatWaitsOnIngestsDiskAlthoughItWasRefusedOnceBefore() throws Exception {
        RadiographReceived resent = Events.received("1.2.7");
        Path index = folder.resolve("work/index");
        new IdentityIndex(index, "ingest-0").claim(claim(resent), () -> {});
        try (var producer = producer(Map.of())) {
            send(producer, Topic.REJECTIONS, resent.getStudyUid(), Events.refusedOnArrival(resent));
        }
        Balance balance = reconciled(List.of(index), Set.of());
        assertThat(balance.waitingInIngest()).hasValue(1);
        assertThat(balance.report()).endsWith("balances: 2 = 0 + 1 + 1\n");
    }

    @Test
    void goesOnBehindWhatCannotBeReadAndBalancesWhenToldOfIt() throws Exception {
        RadiographReceived scored = Events.received("1.3.1");
        String study = scored.getStudyUid();
        RadiographReceived unknown = RadiographReceived.newBuilder(Events.received("1.3.2"))
                .setStudyUid(study)
                .build();
        RecordMetadata outcome;
        RecordMetadata received;
        RecordMetadata alert;
        try (var producer = producer(Map.of())) {
            send(producer, Topic.RADIOGRAPHS_ROUTINE, study, unknown);
            commit("pleura-inference-routine", send(producer, Topic.RADIOGRAPHS_ROUTINE, study, scored));
            outcome = send(
                    producer, Topic.SCORES, study, Events.ofUnknownSchema(Topic.SCORES, Events.scored(unknown, true)));
            commit("pleura-alerting", send(producer, Topic.SCORES, study, Events.scored(scored, true)));
            alert = send(producer, Topic.ALERTS, study, (byte[]) null);
            received = send(producer, Topic.RADIOGRAPHS_STAT, null, new byte[] {1, 2, 3});
            commit("pleura-inference-stat", received);
            send(producer, Topic.REJECTIONS, "", Events.rejectedUnread(scored.getReceivedAt()));
            send(producer, Topic.REJECTIONS, "a request for a replay", Events.rejectedUnread(null));
        }

        Balance balance = Reconciliation.run(bootstrapServers);
        assertThat(balance.balances()).as(balance.report()).isFalse();
        assertThat(balance.problems())
                .containsExactlyInAnyOrder(
                        "cannot be read: %s: an event of a newer schema (%d bytes)"
                                .formatted(place(outcome), outcome.serializedValueSize()),
                        "cannot be read: %s: it has no value".formatted(place(alert)),
                        "cannot be read: %s: not a readable event (3 bytes)".formatted(place(received)));

        Balance known = reconciled(List.of(), Set.of(place(outcome), place(alert), place(received)));
        assertThat(known.report())
                .contains("passed over: " + place(outcome), "passed over: " + place(alert))
                .endsWith("balances: 3 = 1 + 1 + 0 + 1 unreadable; records passed over: 3\n");
        assertThat(known.balances()).isTrue();
    }

    @Test
    void missesWhatIngestPublishedAndTheLogDoesNotHave() throws Exception {
        RadiographReceived kept = Events.received("1.2.8");
        RadiographReceived lost = Events.received("1.2.9");
        Path folderOfIndex = folder.resolve("work/index");
        IdentityIndex index = new IdentityIndex(folderOfIndex, "ingest-0");
        for (RadiographReceived event : List.of(kept, lost)) {
            index.claim(claim(event), () -> {});
            index.markPublished(new SopInstanceUid(event.getSopInstanceUid()));
        }
        try (var producer = producer(Map.of())) {
            send(producer, Topic.RADIOGRAPHS_ROUTINE, kept.getStudyUid(), kept);
        }
        assertThat(reconciled(List.of(), Set.of()).balances())
                .as("the topics alone do not tell")
                .isTrue();

        assertThat(reconciled(List.of(folderOfIndex), Set.of()).problems())
                .containsExactly("missing: published by ingest, not in the log: 1.2.9 " + lost.getContentHash());

        // It may be a record that nobody can read, and then it is not missing.
        RecordMetadata unreadable;
        try (var producer = producer(Map.of())) {
            unreadable = send(producer, Topic.RADIOGRAPHS_ROUTINE, lost.getStudyUid(), new byte[] {1, 2, 3});
        }
        assertThat(reconciled(List.of(folderOfIndex), Set.of(place(unreadable))).problems())
                .isEmpty();

        // Nor is what may have been deleted, as it is after ten years; that is said.
        Claim early = claim(Events.received("1.2.10"));
        index.claim(early, () -> {});
        index.markPublished(early.instance());
        try (var producer = producer(Map.of())) {
            RecordMetadata record = producer.send(
                            new ProducerRecord<>(early.topic(), early.partition(), early.key(), early.event()))
                    .get(30, TimeUnit.SECONDS);
            commit("pleura-inference-routine", record);
            deleteAll(record);
        }
        Balance later = reconciled(List.of(folderOfIndex), Set.of(place(unreadable)));
        assertThat(later.problems()).isEmpty();
        assertThat(later.report()).contains("what came before is deleted, and not in these books: 1 partitions");
    }

    @Test
    void missesWhatWasDeletedBeforeItWasRead() throws Exception {
        RadiographReceived received = Events.received("1.2.11");
        RadiographReceived positive = Events.received("1.2.12");
        RecordMetadata lane;
        RecordMetadata score;
        try (var producer = producer(Map.of())) {
            lane = send(producer, Topic.RADIOGRAPHS_STAT, received.getStudyUid(), received);
            score = send(producer, Topic.SCORES, positive.getStudyUid(), Events.scored(positive, true));
        }
        deleteAll(lane);
        deleteAll(score);

        assertThat(reconciled(List.of(), Set.of()).problems())
                .containsExactlyInAnyOrder(
                        "deleted before inference had read it: " + place(lane).partition() + ", offsets 0 to 0",
                        "deleted before alerting had read it: " + place(score).partition() + ", offsets 0 to 0");
    }

    @Test
    void missesWhatInferenceHasReadAndTheLogDoesNotHave() throws Exception {
        TopicPartition lane = new TopicPartition(Topic.RADIOGRAPHS_ROUTINE.name(), 7);
        commit("pleura-inference-routine", lane, 5);

        assertThat(reconciled(List.of(), Set.of()).problems())
                .containsExactly("lost: inference has read %s up to offset 5, and it ends at 0".formatted(lane));
    }

    @Test
    void refusesTopicsOfOtherPartitionsOrNone() throws Exception {
        admin.createPartitions(Map.of(Topic.RADIOGRAPHS_ROUTINE.name(), NewPartitions.increaseTo(25)))
                .all()
                .get(30, TimeUnit.SECONDS);
        Await.until("the partition", Duration.ofMinutes(1), () -> partitions(Topic.RADIOGRAPHS_ROUTINE) == 25);

        assertThatThrownBy(() -> reconciled(List.of(), Set.of()))
                .isInstanceOf(StackException.class)
                .hasMessage("topic radiographs.routine has 25 partitions, not 24");

        admin.deleteTopics(List.of(Topic.SCORES.name())).all().get(30, TimeUnit.SECONDS);
        Await.until(
                "the topic to be gone",
                Duration.ofMinutes(1),
                () -> !admin.listTopics().names().get(30, TimeUnit.SECONDS).contains(Topic.SCORES.name()));
        assertThatThrownBy(() -> reconciled(List.of(), Set.of()))
                .isInstanceOf(StackException.class)
                .hasMessage("Kafka has no topic scores: is it another system's?");
    }

    private Balance reconciled(List<Path> indexes, Set<RecordPlace> passOver) {
        return Reconciliation.run(bootstrapServers, indexes, passOver, NOW);
    }

    private static Claim claim(RadiographReceived event) {
        return new Claim(
                new SopInstanceUid(event.getSopInstanceUid()),
                new ContentHash(event.getContentHash()),
                0,
                "ingest-0",
                Topic.RADIOGRAPHS_ROUTINE.name(),
                0,
                0,
                event.getStudyUid(),
                EventSerde.of(Topic.RADIOGRAPHS_ROUTINE).toBytes(event));
    }

    /// What a crashed worker leaves behind: written, never committed.
    private void abortedScoreOf(RadiographReceived received) throws Exception {
        try (var producer = producer(Map.of("transactional.id", "worker"))) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, Topic.SCORES, received.getStudyUid(), Events.scored(received, true));
            producer.abortTransaction();
        }
    }

    private KafkaProducer<String, byte[]> producer(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", bootstrapServers);
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    private static <V extends SpecificRecord> RecordMetadata send(
            KafkaProducer<String, byte[]> producer, Topic<V> topic, String key, V event) throws Exception {
        return send(producer, topic, key, EventSerde.of(topic).toBytes(event));
    }

    private static RecordMetadata send(
            KafkaProducer<String, byte[]> producer, Topic<?> topic, @Nullable String key, byte @Nullable [] bytes)
            throws Exception {
        return producer.send(new ProducerRecord<>(topic.name(), key, bytes)).get(30, TimeUnit.SECONDS);
    }

    /// As if the group had worked off everything up to this record.
    private void commit(String group, RecordMetadata record) throws Exception {
        commit(group, place(record).partition(), record.offset() + 1);
    }

    private void commit(String group, TopicPartition partition, long offset) throws Exception {
        admin.alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(offset)))
                .all()
                .get(30, TimeUnit.SECONDS);
    }

    /// As retention does, up to this record and with it.
    private void deleteAll(RecordMetadata upTo) throws Exception {
        admin.deleteRecords(Map.of(place(upTo).partition(), RecordsToDelete.beforeOffset(upTo.offset() + 1)))
                .all()
                .get(30, TimeUnit.SECONDS);
    }

    private int partitions(Topic<?> topic) throws Exception {
        return admin.describeTopics(List.of(topic.name())).allTopicNames().get(30, TimeUnit.SECONDS).values().stream()
                .mapToInt(description -> description.partitions().size())
                .sum();
    }
}
