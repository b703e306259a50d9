package io.pleura.inference.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.pleura.events.Priority;
import io.pleura.events.RadiographReceived;
import io.pleura.inference.TinyRadiographs;
import io.pleura.inference.TinyRadiographs.Square;
import io.pleura.schemas.EventSerde;
import io.pleura.schemas.RecordPlace;
import io.pleura.schemas.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lanes on Kafka's own fake consumer, two partitions each.
class LanesTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final int BUFFERED = 2;
    private static final byte[] OF_NEWER_SCHEMA = {(byte) 0xC3, 0x01, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    private static final EventSerde<RadiographReceived> SERDE = EventSerde.of(Topic.RADIOGRAPHS_STAT);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final Map<Lane, MockConsumer<String, byte[]>> consumers = new EnumMap<>(Lane.class);
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final Map<String, Handling> suspects = new HashMap<>();

    @SuppressWarnings("NullAway.Init")
    private Lanes lanes;

    @BeforeEach
    void open() {
        open(Set.of());
    }

    private void open(Set<RecordPlace> passOver) {
        for (Lane lane : Lane.values()) {
            consumers.put(lane, new MockConsumer<>("earliest"));
        }
        lanes = new Lanes(this::consumer, Duration.ofMinutes(10), BUFFERED, passOver, this::handling);
        for (Lane lane : Lane.values()) {
            List<TopicPartition> partitions = List.of(partition(lane, 0), partition(lane, 1));
            consumer(lane).rebalance(partitions);
            consumer(lane).updateBeginningOffsets(partitions.stream().collect(Collectors.toMap(p -> p, p -> 0L)));
        }
    }

    @Test
    void takesStatBeforeARoutineBacklogAndCommitsOnlyWhatItTook() throws Exception {
        send(Lane.ROUTINE, 0, 1, NOW.minusSeconds(60));
        send(Lane.ROUTINE, 1, 2, NOW.minusSeconds(50));
        send(Lane.STAT, 1, 3, NOW);
        lanes.poll(NOW);

        List<Task> batch = lanes.take(2);

        assertThat(batch).extracting(Task::position).containsExactly("radiographs.stat-1@0", "radiographs.routine-0@0");
        assertThat(lanes.offsets(batch).stream().collect(Collectors.toMap(LaneOffsets::lane, LaneOffsets::offsets)))
                .isEqualTo(Map.of(
                        Lane.STAT, Map.of(partition(Lane.STAT, 1), new OffsetAndMetadata(1)),
                        Lane.ROUTINE, Map.of(partition(Lane.ROUTINE, 0), new OffsetAndMetadata(1))));
    }

    @Test
    void takesTheOldestFirstAcrossPartitionsAndInOrderWithinEach() throws Exception {
        send(Lane.ROUTINE, 0, 1, NOW.minusSeconds(30));
        send(Lane.ROUTINE, 0, 2, NOW.minusSeconds(90));
        send(Lane.ROUTINE, 1, 3, NOW.minusSeconds(60));
        lanes.poll(NOW);

        assertThat(lanes.take(3))
                .extracting(Task::position)
                .containsExactly("radiographs.routine-1@0", "radiographs.routine-0@0", "radiographs.routine-0@1");
    }

    /// What comes in one lane while the worker waits in the other is late by that wait.
    @Test
    void waitsWhileIdleInBothLanesOfNewRadiographsAndNeverForReplays() {
        lanes.poll(NOW);

        assertThat(consumers)
                .extractingFromEntries(
                        Map.Entry::getKey, lane -> lane.getValue().lastPollTimeout())
                .containsExactly(
                        tuple(Lane.STAT, Duration.ofMillis(40)),
                        tuple(Lane.ROUTINE, Duration.ofMillis(40)),
                        tuple(Lane.REPLAY, Duration.ZERO));
    }

    @Test
    void countsNoWaitFromTheFuture() throws Exception {
        send(Lane.ROUTINE, 0, 1, NOW.plus(Duration.ofDays(365)));
        lanes.poll(NOW);

        assertThat(lanes.take(1).getFirst().deadline()).isEqualTo(NOW.plus(Duration.ofMinutes(10)));
    }

    @Test
    void pausesAPartitionWhoseQueueIsFullAndResumesIt() throws Exception {
        for (int number = 0; number < 3; number++) {
            send(Lane.STAT, 0, number, NOW);
        }
        lanes.poll(NOW);
        lanes.poll(NOW);

        assertThat(consumer(Lane.STAT).paused()).isEqualTo(Set.of(partition(Lane.STAT, 0)));

        lanes.take(2);
        lanes.poll(NOW);

        assertThat(consumer(Lane.STAT).paused()).isEmpty();
    }

    @Test
    void neverMixesReplaysWithWhatAClinicianWaitsFor() throws Exception {
        send(Lane.STAT, 0, 1, NOW);
        sendBytes(Lane.REPLAY, 0, new byte[] {1});
        lanes.poll(NOW);

        assertThat(lanes.take(8)).extracting(Task::lane).containsExactly(Lane.STAT);
        assertThat(lanes.take(8)).extracting(Task::lane).containsExactly(Lane.REPLAY);
        assertThat(lanes.take(8)).isEmpty();
    }

    @Test
    void readsAgainFromTheCommittedOffsetsAfterARewind() throws Exception {
        for (int number = 0; number < 3; number++) {
            send(Lane.STAT, 0, number, NOW);
        }
        lanes.poll(NOW);
        lanes.take(2);
        consumer(Lane.STAT).commitSync(Map.of(partition(Lane.STAT, 0), new OffsetAndMetadata(1)));

        lanes.rewind();

        assertThat(lanes.buffered(Lane.STAT)).isZero();
        assertThat(consumer(Lane.STAT).position(partition(Lane.STAT, 0))).isEqualTo(1);
        assertThat(consumer(Lane.STAT).position(partition(Lane.STAT, 1))).isZero();
    }

    @Test
    void forgetsThePartitionsThatItLoses() throws Exception {
        send(Lane.STAT, 0, 1, NOW);
        send(Lane.STAT, 1, 2, NOW);
        lanes.poll(NOW);

        consumer(Lane.STAT).rebalance(List.of(partition(Lane.STAT, 1)));

        assertThat(lanes.buffered(Lane.STAT)).isLessThanOrEqualTo(1);
        assertThat(lanes.take(8)).extracting(Task::position).doesNotContain("radiographs.stat-0@0");
    }

    @Test
    void handsOutWhatIsNoEventAsUnreadable() {
        sendBytes(Lane.STAT, 0, new byte[] {1, 2, 3});
        sendBytes(Lane.STAT, 1, null);
        lanes.poll(NOW);

        assertThat(lanes.take(2))
                .extracting(task -> ((Work.Unreadable) task.work()).detail())
                .containsExactlyInAnyOrder(
                        "the record's 3 bytes are no event of this topic", "the record has no value");
    }

    @Test
    void leavesAnEventOfANewerSchemaToANewerWorkerAndGoesOnWithOtherPartitions() throws Exception {
        sendBytes(Lane.STAT, 0, OF_NEWER_SCHEMA);
        send(Lane.STAT, 0, 1, NOW);
        send(Lane.STAT, 1, 2, NOW);
        lanes.poll(NOW);
        lanes.poll(NOW);

        assertThat(lanes.take(8)).extracting(Task::position).containsExactly("radiographs.stat-1@0");
        assertThat(lanes.trouble())
                .contains("events of a newer schema wait at radiographs.stat-0@0: upgrade this service first");
        assertThat(consumer(Lane.STAT).paused()).isEqualTo(Set.of(partition(Lane.STAT, 0)));
        assertThat(lanes.awaitingUpgrade(Lane.STAT)).isEqualTo(1);
        assertThat(lanes.held(Lane.STAT)).isZero();
    }

    @Test
    void refusesWhatTheSiteHasGivenUpAndGoesOnBehindIt() throws Exception {
        open(Set.of(RecordPlace.valueOf("radiographs.stat-0@0")));
        sendBytes(Lane.STAT, 0, OF_NEWER_SCHEMA);
        send(Lane.STAT, 0, 1, NOW);
        lanes.poll(NOW);
        lanes.poll(NOW);

        List<Task> batch = lanes.take(8);
        assertThat(batch).extracting(Task::position).containsExactly("radiographs.stat-0@0", "radiographs.stat-0@1");
        assertThat(batch.getFirst().work())
                .isEqualTo(new Work.Unreadable(
                        batch.getFirst().work().since(),
                        "an event of a schema that nobody knows, which this site passes over"));
        assertThat(lanes.trouble()).isEmpty();
    }

    @Test
    void takesASuspectAloneAtItsTurn() throws Exception {
        send(Lane.ROUTINE, 0, 1, NOW.minusSeconds(30));
        send(Lane.ROUTINE, 1, 2, NOW.minusSeconds(20));
        send(Lane.ROUTINE, 0, 3, NOW.minusSeconds(10));
        lanes.poll(NOW);
        suspects.put("radiographs.routine-1@0", Handling.ALONE);

        assertThat(lanes.take(8)).extracting(Task::position).containsExactly("radiographs.routine-0@0");
        assertThat(lanes.take(8)).extracting(Task::position).containsExactly("radiographs.routine-1@0");
        assertThat(lanes.take(8)).extracting(Task::position).containsExactly("radiographs.routine-0@1");
    }

    @Test
    void holdsASuspectThatIsToWaitAndGoesOnWithOtherPartitions() throws Exception {
        send(Lane.STAT, 0, 1, NOW);
        send(Lane.STAT, 0, 2, NOW);
        send(Lane.STAT, 1, 3, NOW);
        lanes.poll(NOW);
        suspects.put("radiographs.stat-0@0", Handling.LATER);

        assertThat(lanes.take(8)).extracting(Task::position).containsExactly("radiographs.stat-1@0");
        assertThat(lanes.trouble())
                .contains(
                        "radiographs.stat-0@0 waits, and what is behind it: the worker has died or failed with it alone in hand");
        lanes.poll(NOW);
        assertThat(lanes.areDrained()).isTrue();
        assertThat(lanes.held(Lane.STAT)).isEqualTo(1);
        assertThat(lanes.awaitingUpgrade(Lane.STAT)).isZero();

        suspects.clear();
        assertThat(lanes.areDrained()).isFalse();
        assertThat(lanes.take(8))
                .extracting(Task::position)
                .containsExactly("radiographs.stat-0@0", "radiographs.stat-0@1");
        assertThat(lanes.trouble()).isEmpty();
    }

    private Handling handling(Task task) {
        return suspects.getOrDefault(task.position(), Handling.WITH_OTHERS);
    }

    private void send(Lane lane, int partition, int number, Instant receivedAt) throws Exception {
        RadiographReceived event = new TinyRadiographs(folder).store(number, Square.NONE, Priority.ROUTINE, receivedAt);
        sendBytes(lane, partition, SERDE.toBytes(event));
    }

    private MockConsumer<String, byte[]> consumer(Lane lane) {
        return Objects.requireNonNull(consumers.get(lane));
    }

    private void sendBytes(Lane lane, int partition, byte @Nullable [] value) {
        TopicPartition to = partition(lane, partition);
        long offset = ends.merge(to, 1L, Long::sum) - 1;
        consumer(lane).updateEndOffsets(Map.of(to, offset + 1));
        consumer(lane).addRecord(new ConsumerRecord<>(to.topic(), partition, offset, "key", value));
    }

    private static TopicPartition partition(Lane lane, int number) {
        return new TopicPartition(lane.topic(), number);
    }
}
