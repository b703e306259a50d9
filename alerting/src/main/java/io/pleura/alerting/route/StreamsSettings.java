package io.pleura.alerting.route;

import io.pleura.schemas.Topic;
import io.pleura.schemas.WaitingPartitions;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/// How the topology is run: exactly once, few seconds from a crash to the next alert.
///
/// The classic group protocol with static membership: a restarted instance takes its tasks back without a rebalance,
/// and the id of its transactions, kept in the state folder, ends what the crash left open.
///
/// @param instanceId unique among the instances, the same after a restart
/// @param standbyReplicas copies of the stores that other instances keep warm
public record StreamsSettings(String bootstrapServers, Path stateFolder, String instanceId, int standbyReplicas) {

    private static final int COMMIT_INTERVAL_MILLIS = 100;
    /// A transaction that a crash left open holds up every reader for this long, where the state folder is lost too.
    private static final int TRANSACTION_TIMEOUT_MILLIS = 10_000;

    private static final int SESSION_TIMEOUT_MILLIS = 6_000;
    private static final int HEARTBEAT_INTERVAL_MILLIS = 1_000;

    /// @param waiting where triage notes what it waits before
    public Properties properties(TriageMetrics metrics, WaitingPartitions waiting) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, AlertingTopology.APPLICATION_ID);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.put(StreamsConfig.CLIENT_ID_CONFIG, AlertingTopology.APPLICATION_ID + "-" + instanceId);
        properties.put(
                StreamsConfig.STATE_DIR_CONFIG, stateFolder.toAbsolutePath().toString());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_INTERVAL_MILLIS);
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, standbyReplicas);
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocks.class);
        properties.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, UnreadableRecords.class);
        properties.put(UnreadableRecords.METRICS, metrics);
        properties.put(UnreadableRecords.WAITING, waiting);
        consumer(properties, ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instanceId);
        consumer(properties, ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MILLIS);
        consumer(properties, ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_INTERVAL_MILLIS);
        producer(properties, ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MILLIS);
        producer(properties, ProducerConfig.LINGER_MS_CONFIG, 5);
        producer(
                properties,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                Integer.parseInt(Topic.ALERTS.config().get("max.message.bytes")));
        return properties;
    }

    private static void consumer(Properties properties, String name, Object value) {
        properties.put(StreamsConfig.mainConsumerPrefix(name), value);
    }

    private static void producer(Properties properties, String name, Object value) {
        properties.put(StreamsConfig.producerPrefix(name), value);
    }
}
