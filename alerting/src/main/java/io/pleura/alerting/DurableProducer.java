package io.pleura.alerting;

import io.pleura.schemas.EventSerde;
import io.pleura.schemas.Topic;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringSerializer;

/// For records that count once every in-sync replica has them, one at a time: sent at once, each once, and given up
/// after seven seconds.
public final class DurableProducer {

    private DurableProducer() {}

    /// @param clientId as the broker's logs and metrics show it
    public static <V extends SpecificRecord> Producer<String, V> of(
            String bootstrapServers, String clientId, Topic<V> topic) {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.CLIENT_ID_CONFIG,
                        clientId,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.LINGER_MS_CONFIG,
                        0,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        4_000,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        3_000,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        7_000),
                new StringSerializer(),
                EventSerde.of(topic).serializer());
    }
}
