package io.pleura.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/// A Kafka broker and its KRaft controller in this process, on loopback: for one machine, tests and benchmarks.
///
/// Formats its folder once and keeps data between starts. [#main] runs it alone in a child JVM, so that it can be
/// killed like any other process.
public final class Broker implements AutoCloseable {

    private static final String NODE_ID = "1";
    private static final int MAX_MESSAGE_BYTES = 8 << 20;

    /// Ten years, as the topics are kept.
    private static final String OFFSETS_RETENTION_MINUTES = "5260320";

    private final KafkaRaftServer server;

    /// Starts the broker and returns once it serves clients.
    ///
    /// @param folder where log segments are kept
    /// @param overrides broker settings that replace the ones below
    public Broker(Path folder, int port, int controllerPort, Map<String, String> overrides) throws Exception {
        Files.createDirectories(folder);
        Properties properties = settings(folder, port, controllerPort);
        properties.putAll(overrides);
        formatOnce(folder);
        server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
        server.startup();
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static Properties settings(Path folder, int port, int controllerPort) {
        Properties settings = new Properties();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", NODE_ID);
        settings.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
        settings.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("log.dirs", folder.toString());
        // One broker: its internal topics have one replica, and few partitions keep the start short.
        for (String topic : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
            settings.put(topic + ".replication.factor", "1");
            settings.put(topic + ".num.partitions", "4");
        }
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        // With a single replica "acknowledged" must mean "on disk", or a power cut takes what the page cache held.
        settings.put("log.flush.interval.messages", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("auto.create.topics.enable", "false");
        settings.put("message.max.bytes", Integer.toString(MAX_MESSAGE_BYTES));
        settings.put("replica.fetch.max.bytes", Integer.toString(MAX_MESSAGE_BYTES));
        // Offsets of a group that rests for a week are forgotten by default, and all that was ever received would be
        // scored again.
        settings.put("offsets.retention.minutes", OFFSETS_RETENTION_MINUTES);
        // After kill -9 the broker waits for its own old session to end before it serves again.
        settings.put("broker.session.timeout.ms", "3000");
        settings.put("broker.heartbeat.interval.ms", "500");
        // Ingest's next transaction follows on the heels of the last, whose end is not all written yet; by default the
        // broker looks again after 20 ms.
        settings.put("add.partitions.to.txn.retry.backoff.ms", "2");
        // The controller's own broker is the only one that follows it. For others it would write a record, and sync it,
        // twice a second while nothing happens.
        settings.put("metadata.max.idle.interval.ms", "0");
        // An abandoned transaction holds up read_committed readers no longer than its own timeout plus this.
        settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        return settings;
    }

    private static void formatOnce(Path folder) throws Exception {
        if (Files.exists(folder.resolve("meta.properties"))) {
            return;
        }
        new Formatter()
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(Integer.parseInt(NODE_ID))
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(folder.toString())
                .setDirectories(List.of(folder.toString()))
                .setIgnoreFormatted(true)
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .setPrintStream(System.err)
                .run();
    }

    /// Arguments: folder, port, controller port.
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 3) {
            throw new IOException("usage: Broker FOLDER PORT CONTROLLER_PORT");
        }
        Broker broker = new Broker(
                Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]), Map.of());
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "broker-shutdown"));
        System.out.println("broker ready on port " + arguments[1]);
        new CountDownLatch(1).await();
    }
}
