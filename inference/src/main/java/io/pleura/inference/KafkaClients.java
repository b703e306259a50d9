package io.pleura.inference;

import io.pleura.inference.lanes.Lane;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Makes the worker's Kafka clients, as often as it has to replace them.
public record KafkaClients(
        Function<Lane, Consumer<String, byte[]>> consumers, Supplier<Producer<String, byte[]>> producers) {

    private static final int MAX_POLL_RECORDS = 100;
    private static final int FETCH_MAX_BYTES = 8 << 20;
    private static final int MAX_REQUEST_BYTES = 2 << 20;

    /// @param common bootstrap servers and security
    /// @param sessionTimeout after which another worker takes over the partitions of one that is gone
    /// @param transactionTimeout after which Kafka rolls back the transaction of one that is gone
    public static KafkaClients of(
            Map<String, String> common, String workerId, Duration sessionTimeout, Duration transactionTimeout) {
        Map<String, Object> producer = producer(common, workerId, transactionTimeout);
        return new KafkaClients(
                lane -> new KafkaConsumer<>(consumer(common, lane, workerId, sessionTimeout)),
                () -> new KafkaProducer<>(producer));
    }

    private static Map<String, Object> consumer(
            Map<String, String> common, Lane lane, String workerId, Duration sessionTimeout) {
        Map<String, Object> settings = new HashMap<>(common);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, workerId + "-" + lane.label());
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, lane.group());
        settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, workerId);
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, millis(sessionTimeout));
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, millis(sessionTimeout.dividedBy(5)));
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_MAX_BYTES);
        // A partition that was paused joins the next fetch, so fetches must not wait long for news.
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class.getName());
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        return settings;
    }

    private static Map<String, Object> producer(
            Map<String, String> common, String workerId, Duration transactionTimeout) {
        Map<String, Object> settings = new HashMap<>(common);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, workerId);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "pleura-inference-" + workerId);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, millis(transactionTimeout));
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(transactionTimeout));
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis(transactionTimeout));
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(transactionTimeout.dividedBy(2)));
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class.getName());
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        return settings;
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }
}
