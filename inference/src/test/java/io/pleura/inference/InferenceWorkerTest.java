package io.pleura.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pleura.events.Priority;
import io.pleura.events.RadiographReceived;
import io.pleura.inference.TinyRadiographs.Square;
import io.pleura.inference.decode.DecodeLimits;
import io.pleura.inference.decode.ImageLoader;
import io.pleura.inference.lanes.Lane;
import io.pleura.inference.score.ModelShelf;
import io.pleura.schemas.EventSerde;
import io.pleura.schemas.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The loop on Kafka's own fake clients: a STAT radiograph waits, and polls bring nothing before they bring it.
@Timeout(60)
class InferenceWorkerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration RETRY_AFTER = Duration.ofMillis(20);
    private static final int EMPTY_POLLS = 3;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private ModelShelf models;

    @SuppressWarnings("NullAway.Init")
    private ImageLoader images;

    @SuppressWarnings("NullAway.Init")
    private RadiographReceived radiograph;

    private final WorkerState state = new WorkerState(System::nanoTime);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Queue<Long> batches = new ConcurrentLinkedQueue<>();
    private final Queue<String> noTroubleAt = new ConcurrentLinkedQueue<>();
    private final MockProducer<String, byte[]> producer = producer();

    @BeforeEach
    void open() throws Exception {
        TinyModel.write(folder.resolve("model"), 3);
        models = TinyModel.open(folder.resolve("model"));
        images = new ImageLoader(folder.resolve("blobs"), new DecodeLimits(1 << 20, 1_000_000, 2));
        radiograph = new TinyRadiographs(folder.resolve("blobs")).store(1, Square.NONE, Priority.STAT, Instant.now());
    }

    @AfterEach
    void close() {
        images.close();
        models.close();
    }

    @Test
    void isLostAfterFailuresInARowThoughPollsBetweenThemBringNothing() throws Exception {
        try (Running worker = new Running(step -> {
            throw new IllegalStateException("a bug");
        })) {
            await(state::lost);

            assertThat(noTroubleAt)
                    .as("moments after the first failure without a trouble")
                    .isEmpty();
            assertThat(batches).hasSizeGreaterThanOrEqualTo(WorkerState.MAX_UNEXPLAINED);
        }
    }

    @Test
    void waitsLongerEachTimeThatATransactionIsAborted() throws Exception {
        producer.sendOffsetsToTransactionException = new CommitFailedException("the group has rebalanced");
        try (Running worker = new Running(step -> {})) {
            await(() -> batches.size() >= 4);

            List<Long> times = List.copyOf(batches);
            assertThat(Duration.ofNanos(times.get(3) - times.get(0)))
                    .as("three waits, each twice the one before")
                    .isGreaterThanOrEqualTo(RETRY_AFTER.multipliedBy(1 + 2 + 4));
            assertThat(state.trouble())
                    .hasValueSatisfying(words -> assertThat(words).startsWith("Kafka aborted a batch"));
            assertThat(state.lost()).isFalse();
            producer.sendOffsetsToTransactionException = null;
            await(() -> state.trouble().isEmpty());
        }
    }

    @Test
    void notesWhatItHadInHandWhenAnErrorEndsItsThread() throws Exception {
        try (Running worker = new Running(step -> {
            throw new InternalError("ends the thread, not the process");
        })) {
            await(state::lost);
        }

        Path note = folder.resolve("work/in-hand");
        assertThat(Suspects.read(Files.readAllBytes(note)).orElseThrow().byPosition())
                .isEqualTo(Map.of("radiographs.stat-0@0", new Suspects.Suspect(1, 1, false, "crash")));
    }

    private static MockProducer<String, byte[]> producer() {
        return new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    }

    private static void await(BooleanSupplier happened) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!happened.getAsBoolean()) {
            assertThat(System.nanoTime()).as("has not happened in time").isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static TopicPartition partition(Lane lane) {
        return new TopicPartition(lane.topic(), 0);
    }

    /// A worker on its thread; whenever it has read the radiograph, that is there to be read again.
    private final class Running implements AutoCloseable {
        private final InferenceWorker worker;
        private final Thread thread;
        private volatile MockConsumer<String, byte[]> stat = new MockConsumer<>("earliest");

        Running(Consumer<Step> then) {
            WorkerSettings settings = new WorkerSettings(
                    "inference-0",
                    1,
                    1,
                    "balanced",
                    Duration.ofMinutes(10),
                    16,
                    Set.of(),
                    RETRY_AFTER,
                    RETRY_AFTER.multipliedBy(8));
            worker = new InferenceWorker(
                    settings,
                    new KafkaClients(this::consumer, () -> producer.closed() ? producer() : producer),
                    models,
                    images,
                    Hand.open(folder.resolve("work"), RETRY_AFTER, RETRY_AFTER, RETRY_AFTER, System::nanoTime),
                    new InferenceMetrics(meters),
                    state,
                    InstantSource.system(),
                    step -> {
                        if (step == Step.POLLED) {
                            batches.add(System.nanoTime());
                            sendLater(stat);
                        }
                        then.accept(step);
                    });
            thread = Thread.ofPlatform().name("worker").start(worker);
        }

        private org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer(Lane lane) {
            MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
            consumer.updateBeginningOffsets(Map.of(partition(lane), 0L));
            consumer.updateEndOffsets(Map.of(partition(lane), lane == Lane.STAT ? 1L : 0L));
            consumer.schedulePollTask(() -> consumer.rebalance(List.of(partition(lane))));
            if (lane == Lane.STAT) {
                stat = consumer;
                sendLater(consumer);
            }
            return consumer;
        }

        private void sendLater(MockConsumer<String, byte[]> consumer) {
            for (int i = 0; i < EMPTY_POLLS; i++) {
                consumer.schedulePollTask(() -> {
                    if (!batches.isEmpty() && state.trouble().isEmpty()) {
                        noTroubleAt.add("poll after batch " + batches.size());
                    }
                });
            }
            consumer.schedulePollTask(() -> consumer.addRecord(new ConsumerRecord<>(
                    Lane.STAT.topic(),
                    0,
                    0,
                    radiograph.getStudyUid(),
                    EventSerde.of(Topic.RADIOGRAPHS_STAT).toBytes(radiograph))));
        }

        @Override
        public void close() throws InterruptedException {
            worker.stop();
            thread.join();
        }
    }
}
