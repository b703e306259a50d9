package io.pleura.ingest.publish;

import io.pleura.ingest.store.Claim;
import io.pleura.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// One initialised transactional producer with what belongs to it. From its start no earlier producer with the same
/// transactional id can write. It is given up after any failure, because then the fate of the last transaction is
/// unknown; the next session settles it. One thread.
final class LogSession implements AutoCloseable {

    private static final List<Topic<?>> TOPICS =
            List.of(Topic.RADIOGRAPHS_STAT, Topic.RADIOGRAPHS_ROUTINE, Topic.REJECTIONS);

    private final Producer<String, byte[]> producer;
    private final LogSearch search;
    private final LogEnds ends;

    private LogSession(Producer<String, byte[]> producer, LogSearch search, LogEnds ends) {
        this.producer = producer;
        this.search = search;
        this.ends = ends;
    }

    /// Connects, fences earlier producers and learns where the partitions end.
    static LogSession open(PublisherSettings settings, LogEnds ends) throws ExecutionException, InterruptedException {
        return open(
                settings,
                ends,
                () -> new KafkaConsumer<>(
                        consumerConfig(settings), new StringDeserializer(), new ByteArrayDeserializer()));
    }

    /// Whatever fails, no client stays open: each has a thread and memory, and there is another attempt every second.
    static LogSession open(PublisherSettings settings, LogEnds ends, Supplier<Consumer<String, byte[]>> consumer)
            throws ExecutionException, InterruptedException {
        Producer<String, byte[]> producer =
                new KafkaProducer<>(producerConfig(settings), new StringSerializer(), new ByteArraySerializer());
        LogSearch search;
        try {
            search = search(settings, consumer);
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
        LogSession session = new LogSession(producer, search, ends);
        try {
            producer.initTransactions();
            session.refresh();
            return session;
        } catch (ExecutionException | InterruptedException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /// Asks where the partitions end; fails when Kafka cannot be reached.
    void refresh() throws ExecutionException, InterruptedException {
        List<TopicPartition> partitions = new ArrayList<>();
        for (Topic<?> topic : TOPICS) {
            for (int partition = 0; partition < topic.partitions(); partition++) {
                partitions.add(new TopicPartition(topic.name(), partition));
            }
        }
        ends.learn(search.ends(partitions));
        ends.save();
    }

    Set<Claim> published(Collection<Claim> claims) throws ExecutionException, InterruptedException {
        return search.published(claims);
    }

    /// All events in one transaction; when this returns, they are in the log.
    void write(List<ProducerRecord<String, byte[]>> events) throws ExecutionException, InterruptedException {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        producer.beginTransaction();
        for (ProducerRecord<String, byte[]> event : events) {
            sent.add(producer.send(event));
        }
        producer.commitTransaction();
        for (Future<RecordMetadata> future : sent) {
            RecordMetadata written = future.get();
            ends.atLeast(new TopicPartition(written.topic(), written.partition()), written.offset() + 1);
        }
    }

    @Override
    public void close() {
        try {
            producer.close(Duration.ZERO);
        } finally {
            search.close();
        }
    }

    private static Map<String, Object> producerConfig(PublisherSettings settings) {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        config.put(ProducerConfig.CLIENT_ID_CONFIG, settings.transactionalId());
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, settings.transactionalId());
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        int timeoutMillis = (int) settings.timeout().toMillis();
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeoutMillis);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, timeoutMillis);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeoutMillis);
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, timeoutMillis);
        // An event waits for the transaction before it, never for more events.
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1000);
        return config;
    }

    private static Map<String, Object> consumerConfig(PublisherSettings settings) {
        Map<String, Object> config = new HashMap<>();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, settings.transactionalId() + "-search");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        // Where retention has removed the recorded offset, the search starts at what is left.
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int)
                settings.timeout().toMillis());
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // Beyond the last record a fetch is still under way; the next search waits for the broker to answer it.
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
        return config;
    }

    private static LogSearch search(PublisherSettings settings, Supplier<Consumer<String, byte[]>> consumer) {
        Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                settings.bootstrapServers(),
                AdminClientConfig.CLIENT_ID_CONFIG,
                settings.transactionalId() + "-admin"));
        try {
            return new LogSearch(admin, consumer.get(), settings.timeout());
        } catch (RuntimeException e) {
            admin.close(Duration.ZERO);
            throw e;
        }
    }
}
