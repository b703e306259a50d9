package io.pleura.standalone.audit;

import static io.pleura.standalone.audit.Events.SCORES;
import static io.pleura.standalone.audit.Events.place;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.events.RadiographReceived;
import io.pleura.events.RadiographScored;
import io.pleura.events.ReplayRequested;
import io.pleura.events.ReplayScored;
import io.pleura.schemas.EventSerde;
import io.pleura.schemas.RecordPlace;
import io.pleura.schemas.StudyUid;
import io.pleura.schemas.Topic;
import io.pleura.standalone.Await;
import io.pleura.standalone.Broker;
import io.pleura.standalone.TestBroker;
import io.pleura.standalone.stack.Ports;
import io.pleura.standalone.stack.StackException;
import io.pleura.standalone.stack.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Replays of scores in a real broker's topics; the worker that answers is the test.
@Timeout(120)
class ReplayOnBrokerTest {

    private static final String STUDY = "1.4.1";

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Broker broker;

    @SuppressWarnings("NullAway.Init")
    private String bootstrapServers;

    @SuppressWarnings("NullAway.Init")
    private KafkaProducer<String, byte[]> producer;

    @SuppressWarnings("NullAway.Init")
    private RecordPlace ofNewerSchema;

    @SuppressWarnings("NullAway.Init")
    private RecordPlace ofOtherStudy;

    @SuppressWarnings("NullAway.Init")
    private RecordPlace ofNobody;

    @BeforeEach
    void startBroker() throws Exception {
        Ports ports = Ports.free();
        bootstrapServers = ports.kafkaBootstrap();
        broker = TestBroker.start(folder, ports);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            Topics.apply(admin, Topic.CATALOGUE);
        }
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new ByteArraySerializer());
        int partition = sendScore(score("1.4.1.1")).partition();
        ofNewerSchema = place(send(Topic.SCORES, null, STUDY, Events.ofUnknownSchema(Topic.SCORES, score("1.4.1.2"))));
        ofOtherStudy = place(send(Topic.SCORES, partition, "1.4.2", new byte[] {1, 2, 3}));
        ofNobody = place(send(Topic.SCORES, partition, null, null));
        sendScore(score("1.4.1.3"));
    }

    @AfterEach
    void stopBroker() {
        producer.close();
        broker.close();
    }

    @Test
    void goesOnBehindWhatCannotBeReadAndNamesIt() throws Exception {
        ReplayReport report = replayAnswered(Set.of());
        assertThat(report.identical()).isEqualTo(2);
        assertThat(report.allIdentical()).isFalse();
        assertThat(report.summary())
                .endsWith(
                        "; 2 scores that cannot be read were NOT scored again: replay with the release that wrote them,"
                                + " or name them (--pass-over)");
        assertThat(lines)
                .hasSize(5)
                .contains("cannot be read: " + ofNobody + ": it has no value")
                .anyMatch(line -> line.startsWith("cannot be read: " + ofNewerSchema + ": an event of a newer schema"))
                .anyMatch(line -> line.startsWith("cannot be read: replays-"));

        lines.clear();
        ReplayReport known = replayAnswered(Set.of(ofNewerSchema, ofNobody));
        assertThat(known.allIdentical()).as(known.summary()).isTrue();
        assertThat(lines).hasSize(5).contains("passed over: " + ofNobody + ": it has no value");
    }

    @Test
    void namesWhatMayHaveBeenScoredInTheTime() throws Exception {
        var thatDay =
                new Replay.Range(Instant.EPOCH, score("1.4.1.1").getScoredAt().plusSeconds(1));
        ReplayReport report = Replay.run(
                bootstrapServers,
                request(new Replay.Selection.Between(thatDay), Duration.ZERO, Set.of(ofNobody)),
                lines::add);
        assertThat(report).isEqualTo(ReplayReport.of(2, 2));
        assertThat(lines)
                .hasSize(5)
                .anyMatch(line -> line.startsWith("cannot be read: " + ofNewerSchema))
                .anyMatch(line -> line.startsWith("cannot be read: " + ofOtherStudy))
                .anyMatch(line -> line.startsWith("passed over: " + ofNobody))
                .contains("NO ANSWER  1.4.1.1  scored at " + score("1.4.1.1").getScoredAt())
                .contains("NO ANSWER  1.4.1.3  scored at " + score("1.4.1.3").getScoredAt());
    }

    @Test
    void asksForNothingThatStandsBetweenTheSelected() throws Exception {
        int partition = ofNobody.partition().partition();
        send(Topic.SCORES, partition, "1.4.2", SCORES.toBytes(Events.scored(Events.received("1.4.2"), true)));
        sendScore(score("1.4.1.4"));
        Replay.Selection study = new Replay.Selection.OfStudy(new StudyUid(STUDY));
        ReplayReport report = Replay.run(
                bootstrapServers, request(study, Duration.ZERO, Set.of(ofNewerSchema, ofNobody)), lines::add);
        assertThat(report).isEqualTo(ReplayReport.of(3, 0));
        assertThat(requests())
                .extracting(request -> request.getRecorded().getSopInstanceUid())
                .containsExactly("1.4.1.1", "1.4.1.3", "1.4.1.4");
    }

    /// The worker's clock was set back between the score and its record.
    @Test
    void findsAScoreWhoseRecordSaysThatItIsOlder() throws Exception {
        Instant scoredAt = score("1.4.1.1").getScoredAt();
        RadiographScored score = RadiographScored.newBuilder(Events.scored(Events.received("1.4.3"), false))
                .setScoredAt(scoredAt.plusSeconds(600))
                .build();
        producer.send(new ProducerRecord<>(
                        Topic.SCORES.name(),
                        0,
                        scoredAt.minusSeconds(3600).toEpochMilli(),
                        score.getStudyUid(),
                        SCORES.toBytes(score)))
                .get(30, TimeUnit.SECONDS);
        ReplayReport report = Replay.run(
                bootstrapServers,
                request(
                        new Replay.Selection.Between(
                                new Replay.Range(scoredAt.plusSeconds(600), scoredAt.plusSeconds(601))),
                        Duration.ZERO,
                        Set.of(ofNewerSchema, ofOtherStudy, ofNobody)),
                lines::add);
        assertThat(report.requested()).isEqualTo(1);
    }

    @Test
    void saysWhereScoresAreDeleted() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.deleteRecords(Map.of(ofNobody.partition(), RecordsToDelete.beforeOffset(1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
        Replay.Selection study = new Replay.Selection.OfStudy(new StudyUid(STUDY));
        Set<RecordPlace> known = Set.of(ofNewerSchema, ofNobody);
        ReplayReport report = Replay.run(bootstrapServers, request(study, Duration.ZERO, known), lines::add);
        assertThat(report.requested()).isEqualTo(1);
        assertThat(lines)
                .contains(ofNobody.partition()
                        + " begins at offset 1: what came before is deleted, and NOT scored again");

        // Not where all that was written since is there.
        lines.clear();
        Instant now = Instant.now().plus(Duration.ofDays(2));
        Replay.Selection later = new Replay.Selection.Between(new Replay.Range(now, now.plusSeconds(1)));
        assertThat(Replay.run(bootstrapServers, request(later, Duration.ZERO, known), lines::add))
                .isEqualTo(ReplayReport.of(0, 0));
        assertThat(lines).isEmpty();
    }

    @Test
    void saysAtOnceThatItCannotAsk() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            ConfigResource lane = new ConfigResource(ConfigResource.Type.TOPIC, Topic.RADIOGRAPHS_REPLAY.name());
            admin.incrementalAlterConfigs(Map.of(
                            lane,
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("max.message.bytes", "100"), AlterConfigOp.OpType.SET))))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            Await.until("the lane to take nothing", PATIENCE, this::isProbeRefused);
        }
        Replay.Selection study = new Replay.Selection.OfStudy(new StudyUid(STUDY));
        assertThatThrownBy(() -> Replay.run(bootstrapServers, request(study, Duration.ZERO, Set.of()), lines::add))
                .isInstanceOf(StackException.class)
                .hasMessageStartingWith("2 of 2 radiographs could not be asked for, the others are scored again: ");
    }

    @Test
    void refusesTopicsOfOtherPartitions() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createPartitions(Map.of(Topic.SCORES.name(), NewPartitions.increaseTo(25)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            Await.until("the partition", PATIENCE, () -> partitionsOfScores(admin) == 25);
        }
        Replay.Selection study = new Replay.Selection.OfStudy(new StudyUid(STUDY));
        assertThatThrownBy(() -> Replay.run(bootstrapServers, request(study, Duration.ZERO, Set.of()), lines::add))
                .isInstanceOf(StackException.class)
                .hasMessage("topic scores has 25 partitions, not 24");
    }

    @Test
    void writesToItsOwnLaneAlone() throws Exception {
        replayAnswered(Set.of());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            for (Topic<?> topic : Topic.CATALOGUE) {
                Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
                for (int partition = 0; partition < topic.partitions(); partition++) {
                    ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
                }
                long records = admin.listOffsets(ends).all().get(30, TimeUnit.SECONDS).values().stream()
                        .mapToLong(end -> end.offset())
                        .sum();
                assertThat(records)
                        .as(topic.name())
                        .isEqualTo(Map.of(Topic.SCORES, 5L, Topic.RADIOGRAPHS_REPLAY, 2L, Topic.REPLAYS, 3L)
                                .getOrDefault(topic, 0L));
            }
        }
    }

    private boolean isProbeRefused() throws Exception {
        try {
            send(Topic.RADIOGRAPHS_REPLAY, null, STUDY, new byte[200]);
            return false;
        } catch (ExecutionException e) {
            return e.getCause() instanceof RecordTooLargeException;
        }
    }

    private static int partitionsOfScores(Admin admin) throws Exception {
        return admin
                .describeTopics(List.of(Topic.SCORES.name()))
                .allTopicNames()
                .get(30, TimeUnit.SECONDS)
                .values()
                .stream()
                .mapToInt(description -> description.partitions().size())
                .sum();
    }

    /// Has the study scored again by a worker that says of each radiograph that it is the same, after something that
    /// nobody can read.
    private ReplayReport replayAnswered(Set<RecordPlace> passOver) throws Exception {
        Replay.Selection study = new Replay.Selection.OfStudy(new StudyUid(STUDY));
        int before = requests().size();
        try (ExecutorService auditor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<ReplayReport> report =
                    auditor.submit(() -> Replay.run(bootstrapServers, request(study, PATIENCE, passOver), lines::add));
            Await.until("two requests", PATIENCE, () -> requests().size() == before + 2);
            send(Topic.REPLAYS, null, STUDY, new byte[] {1, 2, 3});
            for (ReplayRequested request : requests().subList(before, before + 2)) {
                send(Topic.REPLAYS, null, STUDY, EventSerde.of(Topic.REPLAYS).toBytes(identical(request)));
            }
            return report.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static Replay.Request request(Replay.Selection what, Duration patience, Set<RecordPlace> passOver) {
        return new Replay.Request(what, "test", "a test of replay", 100, patience, passOver, Instant.EPOCH);
    }

    private List<ReplayRequested> requests() {
        List<ReplayRequested> requests = new ArrayList<>();
        try (TopicReader reader = new TopicReader(bootstrapServers)) {
            reader.read(Topic.RADIOGRAPHS_REPLAY, ofNobody.partition().partition(), one -> requests.add(one.event()));
        }
        return requests;
    }

    private static ReplayScored identical(ReplayRequested request) {
        return ReplayScored.newBuilder()
                .setReplayId(request.getReplayId())
                .setRequestedBy(request.getRequestedBy())
                .setReason(request.getReason())
                .setRecorded(request.getRecorded())
                .setRescored(request.getRecorded())
                .setBitIdentical(true)
                .setLargestMapDifference(0)
                .setScoreDifference(0)
                .setReplayedAt(request.getRequestedAt())
                .build();
    }

    private static RadiographScored score(String sopInstanceUid) {
        return Events.scored(
                RadiographReceived.newBuilder(Events.received(sopInstanceUid))
                        .setStudyUid(STUDY)
                        .build(),
                true);
    }

    private RecordMetadata sendScore(RadiographScored score) throws Exception {
        return send(Topic.SCORES, null, STUDY, SCORES.toBytes(score));
    }

    private RecordMetadata send(
            Topic<?> topic, @Nullable Integer partition, @Nullable String key, byte @Nullable [] bytes)
            throws Exception {
        return producer.send(new ProducerRecord<>(topic.name(), partition, key, bytes))
                .get(30, TimeUnit.SECONDS);
    }
}
