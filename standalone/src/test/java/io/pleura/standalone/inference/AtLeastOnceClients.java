package io.pleura.standalone.inference;

import io.pleura.inference.KafkaClients;
import io.pleura.inference.lanes.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Deliberately wrong: clients whose "transaction" is a plain send and then an offset commit, as a worker would do
/// without transactions. The crash tests must catch it, or they prove nothing.
final class AtLeastOnceClients {

    private AtLeastOnceClients() {}

    /// @param right clients whose consumers are used as they are
    static KafkaClients of(KafkaClients right, String bootstrapServers) {
        Map<String, Consumer<String, byte[]>> byGroup = new HashMap<>();
        return new KafkaClients(
                lane -> remember(byGroup, lane, right.consumers().apply(lane)),
                () -> new PlainProducer(bootstrapServers, byGroup));
    }

    private static Consumer<String, byte[]> remember(
            Map<String, Consumer<String, byte[]>> byGroup, Lane lane, Consumer<String, byte[]> consumer) {
        byGroup.put(lane.group(), consumer);
        return consumer;
    }

    private record Pending(String group, Map<TopicPartition, OffsetAndMetadata> offsets) {}

    private static final class PlainProducer extends KafkaProducer<String, byte[]> implements Producer<String, byte[]> {

        private final Map<String, Consumer<String, byte[]>> consumers;
        private final List<Pending> pending = new ArrayList<>();

        PlainProducer(String bootstrapServers, Map<String, Consumer<String, byte[]>> consumers) {
            super(Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new ByteArraySerializer());
            this.consumers = consumers;
        }

        @Override
        public void initTransactions() {
            pending.clear();
        }

        @Override
        public void beginTransaction() {
            pending.clear();
        }

        @Override
        public Future<RecordMetadata> send(ProducerRecord<String, byte[]> message) {
            return super.send(message);
        }

        @Override
        public void sendOffsetsToTransaction(
                Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
            pending.add(new Pending(group.groupId(), offsets));
        }

        @Override
        public void commitTransaction() {
            flush();
            for (Pending lane : pending) {
                Consumer<String, byte[]> consumer = consumers.get(lane.group());
                if (consumer != null) {
                    consumer.commitSync(lane.offsets(), Duration.ofSeconds(10));
                }
            }
        }

        @Override
        public void abortTransaction() {
            pending.clear();
        }
    }
}
