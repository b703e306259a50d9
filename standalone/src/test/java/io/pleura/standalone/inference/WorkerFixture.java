package io.pleura.standalone.inference;

import io.pleura.events.Priority;
import io.pleura.events.RadiographReceived;
import io.pleura.events.RadiographScored;
import io.pleura.events.Rejected;
import io.pleura.inference.TinyModel;
import io.pleura.inference.TinyRadiographs;
import io.pleura.inference.TinyRadiographs.Square;
import io.pleura.schemas.EventSerde;
import io.pleura.schemas.Topic;
import io.pleura.standalone.Broker;
import io.pleura.standalone.TestBroker;
import io.pleura.standalone.stack.Ports;
import io.pleura.standalone.stack.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// A broker with the catalogue's topics, a blob store and a tiny model; what ingest would send, and what downstream
/// readers see.
final class WorkerFixture implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private final Ports ports;
    private final TinyRadiographs radiographs;
    private Broker broker;

    WorkerFixture(Path folder) throws Exception {
        this.folder = folder;
        ports = Ports.free();
        radiographs = new TinyRadiographs(blobFolder());
        TinyModel.write(modelFolder(), 3);
        broker = startBroker();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            Topics.apply(admin, Topic.CATALOGUE);
        }
    }

    String bootstrapServers() {
        return ports.kafkaBootstrap();
    }

    Path blobFolder() {
        return folder.resolve("blobs");
    }

    Path modelFolder() {
        return folder.resolve("model");
    }

    Path workFolder() {
        return folder.resolve("work");
    }

    /// Whatever a killed worker leaves goes with the test's folder.
    Path temporaryFolder() {
        return folder;
    }

    Path workerLog() {
        return folder.resolve("worker.log");
    }

    TinyRadiographs radiographs() {
        return radiographs;
    }

    void stopBroker() {
        broker.close();
    }

    void restartBroker() throws Exception {
        broker = startBroker();
    }

    /// Sends radiographs `from` (inclusive) to `to` (exclusive); every third is positive.
    /// They share two blobs, since syncing each one takes longer than scoring it.
    void send(Priority priority, int from, int to) throws Exception {
        RadiographReceived positive = radiographs.store(0, Square.IMAGE_LEFT, priority, Instant.now());
        RadiographReceived negative = radiographs.store(1, Square.NONE, priority, Instant.now());
        List<RadiographReceived> events = new ArrayList<>();
        for (int number = from; number < to; number++) {
            events.add(TinyRadiographs.renumbered(number % 3 == 0 ? positive : negative, number));
        }
        send(priority == Priority.STAT ? Topic.RADIOGRAPHS_STAT : Topic.RADIOGRAPHS_ROUTINE, events);
    }

    void send(Topic<RadiographReceived> topic, List<RadiographReceived> events) throws Exception {
        EventSerde<RadiographReceived> serde = EventSerde.of(topic);
        sendAll(events.stream()
                .map(event -> new ProducerRecord<>(topic.name(), event.getStudyUid(), serde.toBytes(event)))
                .toList());
    }

    void sendBytes(String topic, List<byte[]> values) throws Exception {
        sendAll(IntStream.range(0, values.size())
                .mapToObj(i -> new ProducerRecord<>(topic, "key-" + i, values.get(i)))
                .toList());
    }

    private void sendAll(List<ProducerRecord<String, byte[]>> messages) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers()), new StringSerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> acknowledgements = new ArrayList<>();
            messages.forEach(message -> acknowledgements.add(producer.send(message)));
            for (Future<RecordMetadata> acknowledgement : acknowledgements) {
                acknowledgement.get();
            }
        }
    }

    /// Committed scores, once `enough` of them are there.
    List<RadiographScored> awaitScores(Predicate<List<RadiographScored>> enough) {
        return await(Topic.SCORES, enough);
    }

    List<Rejected> awaitRejections(int count) {
        return await(Topic.REJECTIONS, rejections -> rejections.size() >= count);
    }

    /// Committed events of a topic from its beginning, as read_committed readers see them.
    <V extends SpecificRecord> List<V> await(Topic<V> topic, Predicate<List<V>> enough) {
        EventSerde<V> serde = EventSerde.of(topic);
        List<V> events = new ArrayList<>();
        Instant end = Instant.now().plus(PATIENCE);
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers(),
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest",
                        "fetch.max.wait.ms", "20"), // the question for the end waits behind a fetch
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(partition -> new TopicPartition(topic.name(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            while (!(enough.test(events) && atEnd(consumer))) {
                if (Instant.now().isAfter(end)) {
                    throw new AssertionError("only " + events.size() + " events in " + topic.name());
                }
                for (ConsumerRecord<String, byte[]> message : consumer.poll(Duration.ofMillis(100))) {
                    events.add(serde.fromBytes(message.value()));
                }
            }
        }
        return events;
    }

    /// Nothing is left to read; with read_committed the end stands before the first open transaction.
    private static boolean atEnd(KafkaConsumer<String, byte[]> consumer) {
        return consumer.endOffsets(consumer.assignment()).entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    @Override
    public void close() {
        broker.close();
    }

    private Broker startBroker() throws Exception {
        return TestBroker.start(folder, ports);
    }
}
