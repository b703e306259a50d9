package io.pleura.standalone.ingest;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pleura.events.RadiographReceived;
import io.pleura.events.Rejected;
import io.pleura.ingest.Ingest;
import io.pleura.ingest.IngestConfig;
import io.pleura.ingest.TestSettings;
import io.pleura.ingest.receive.dimse.DimseScp;
import io.pleura.ingest.scu.StoreScu;
import io.pleura.ingest.scu.Timeouts;
import io.pleura.schemas.ReasonCode;
import io.pleura.schemas.Topic;
import io.pleura.standalone.Await;
import io.pleura.standalone.Broker;
import io.pleura.standalone.TestBroker;
import io.pleura.standalone.audit.TopicReader;
import io.pleura.standalone.stack.Ports;
import io.pleura.standalone.stack.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;

/// A broker with the catalogue's topics, and the ingest service's own classes in front of it.
final class IngestFixture implements AutoCloseable {

    static final String CALLER = "TESTSCU";
    static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Path folder;
    private final Ports ports = Ports.free();
    private final List<AutoCloseable> open = new ArrayList<>();
    private SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Broker broker;

    IngestFixture(Path folder) throws Exception {
        this.folder = folder;
        broker = startBroker();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", ports.kafkaBootstrap()))) {
            Topics.apply(admin, Topic.CATALOGUE);
        }
    }

    /// A running ingest with this fixture's folders.
    Ingest ingest(Map<String, String> settings) throws Exception {
        Ingest ingest = ingestWithoutKafka(settings);
        await("a connection to Kafka", () -> ingest.logTrouble().isEmpty());
        return ingest;
    }

    /// The same while Kafka may be away.
    Ingest ingestWithoutKafka(Map<String, String> settings) throws Exception {
        registry = new SimpleMeterRegistry();
        Ingest ingest = new Ingest(config(settings), registry, InstantSource.fixed(NOW));
        ingest.start();
        open.add(ingest);
        return ingest;
    }

    DimseScp scp(Ingest ingest) throws Exception {
        DimseScp scp = new DimseScp(ingest);
        scp.start();
        open.add(scp);
        return scp;
    }

    StoreScu scu(DimseScp scp) {
        return new StoreScu(Ports.HOST, scp.port(), CALLER, "PLEURA", Timeouts.DEFAULT);
    }

    IngestConfig config(Map<String, String> settings) throws IOException {
        return config(folder, ports.kafkaBootstrap(), settings);
    }

    static IngestConfig config(Path folder, String bootstrapServers, Map<String, String> settings) throws IOException {
        Map<String, String> all = new HashMap<>(Map.of(
                "pleura.ingest.kafka-bootstrap-servers",
                bootstrapServers,
                "pleura.ingest.blob-folder",
                folder.resolve("blobs").toString(),
                "pleura.ingest.work-folder",
                folder.resolve("work").toString(),
                "pleura.ingest.dicom-port",
                "0",
                "pleura.ingest.allowed-callers",
                CALLER + ",STORESCU,ECHOSCU",
                "pleura.ingest.kafka-timeout",
                "5s",
                "pleura.ingest.sweep-interval",
                "200ms"));
        settings.forEach((name, value) -> all.put("pleura.ingest." + name, value));
        return TestSettings.config(all);
    }

    String bootstrapServers() {
        return ports.kafkaBootstrap();
    }

    /// What is in the log when all that was acknowledged is.
    List<RadiographReceived> received() {
        awaitPublished();
        List<RadiographReceived> events = new ArrayList<>(events(Topic.RADIOGRAPHS_STAT));
        events.addAll(events(Topic.RADIOGRAPHS_ROUTINE));
        return events;
    }

    /// Until all that was acknowledged is in the log and marked as published.
    void awaitPublished() {
        open.stream()
                .filter(Ingest.class::isInstance)
                .map(Ingest.class::cast)
                .forEach(ingest -> await("published events", () -> ingest.unpublished() == 0));
    }

    List<Rejected> rejections() {
        return events(Topic.REJECTIONS);
    }

    /// Objects that the ingest made last has refused for a reason.
    double refused(ReasonCode reason) {
        return registry.get("pleura.ingest.rejected")
                .tag("reason", reason.name())
                .counter()
                .count();
    }

    /// Objects whose senders went away from the ingest made last.
    double interrupted() {
        var counter = registry.find("pleura.ingest.interrupted").counter();
        return counter == null ? 0 : counter.count();
    }

    long quarantined() throws Exception {
        Path quarantine = folder.resolve("blobs").resolve("quarantine");
        if (!Files.exists(quarantine)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(quarantine)) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    void stopBroker() {
        broker.close();
    }

    Broker startBroker() throws Exception {
        broker = TestBroker.start(folder, ports);
        return broker;
    }

    static void await(String what, BooleanSupplier condition) {
        Await.until(what, PATIENCE, condition::getAsBoolean);
    }

    /// Stops what a test has started, the last first; the broker stays.
    void stopIngest() throws Exception {
        while (!open.isEmpty()) {
            open.removeLast().close();
        }
    }

    @Override
    public void close() throws Exception {
        stopIngest();
        broker.close();
    }

    /// All events of a topic.
    static <V extends SpecificRecord> List<V> events(String bootstrapServers, Topic<V> topic) {
        List<V> events = new ArrayList<>();
        try (TopicReader reader = new TopicReader(bootstrapServers)) {
            for (int partition = 0; partition < topic.partitions(); partition++) {
                reader.read(topic, partition, located -> events.add(located.event()));
            }
        }
        return events;
    }

    private <V extends SpecificRecord> List<V> events(Topic<V> topic) {
        return events(bootstrapServers(), topic);
    }
}
