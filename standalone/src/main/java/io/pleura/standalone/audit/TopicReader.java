package io.pleura.standalone.audit;

import io.pleura.schemas.EventSerde;
import io.pleura.schemas.Topic;
import io.pleura.standalone.stack.StackException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/// Reads committed events of one partition from a point in time to its present end. For one thread.
///
/// "End" is the last record written, not the last one committed: where a transaction is still open, the reader waits
/// for its outcome, [#PATIENCE] at most, so that what was there at the call is either seen or known to be aborted.
public final class TopicReader implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(200);

    /// Whoever cannot read more of them has the wrong release.
    private static final int MAX_UNREADABLE = 1000;

    private static final Consumer<UnreadableRecord> STOP = unreadable -> {
        throw new StackException(unreadable.place() + " cannot be read: " + unreadable.why());
    };

    private final Admin admin;
    private final KafkaConsumer<String, byte[]> consumer;
    private int unreadableRecords;

    /// An event and where it was.
    ///
    /// @param key empty where the record has none
    public record Located<V>(V event, String key, long offset) {}

    /// @param begin offset of the first record that is not deleted
    /// @param end offset of the next record that is written
    record Extent(long begin, long end) {}

    /// What is done with each event, in the order of the partition.
    public interface Sink<V> {
        void accept(Located<V> event);
    }

    /// @throws StackException when the address is none
    public TopicReader(String bootstrapServers) {
        try {
            admin = Admin.create(Map.of(
                    "bootstrap.servers", bootstrapServers,
                    "default.api.timeout.ms", 20_000,
                    "request.timeout.ms", 10_000));
        } catch (KafkaException e) {
            Throwable why = e.getCause() == null ? e : e.getCause();
            throw new StackException("Kafka cannot be at " + bootstrapServers + ": " + why.getMessage(), e);
        }
        consumer = new KafkaConsumer<>(
                // Whoever is behind the log's beginning is to hear of it, not to be put at its end. And beyond the last
                // record of a partition a fetch is still under way; the next one waits for the broker to answer it.
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "none",
                        "fetch.max.wait.ms", "20"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    /// @throws StackException when the broker is away, a transaction stays open too long, or a record cannot be read
    public <V extends SpecificRecord> void read(Topic<V> topic, int partition, Sink<V> sink) {
        read(topic, partition, sink, STOP);
    }

    /// Like [#read(Topic, int, Sink)], going on behind what cannot be read, [#MAX_UNREADABLE] records of this reader.
    <V extends SpecificRecord> void read(
            Topic<V> topic, int partition, Sink<V> sink, Consumer<UnreadableRecord> unreadable) {
        read(topic, partition, OffsetSpec.earliest(), sink, unreadable);
    }

    /// Like [#read(Topic, int, Sink, Consumer)], beginning with the first record whose writer's clock said `from` or
    /// later; such records may stand behind it as have earlier times, where a clock was set back.
    <V extends SpecificRecord> void readSince(
            Topic<V> topic, int partition, Instant from, Sink<V> sink, Consumer<UnreadableRecord> unreadable) {
        read(topic, partition, since(from), sink, unreadable);
    }

    /// Like [#read(Topic, int, Sink, Consumer)], of a part of the log.
    ///
    /// @param begin offset of the first record
    /// @param end offset behind the last one, within the log
    <V extends SpecificRecord> void readStretch(
            Topic<V> topic, int partition, long begin, long end, Sink<V> sink, Consumer<UnreadableRecord> unreadable) {
        TopicPartition place = new TopicPartition(topic.name(), partition);
        try {
            poll(EventSerde.of(topic), place, begin, end, sink, unreadable);
        } catch (InvalidOffsetException e) {
            throw new StackException("%s cannot be read: %s".formatted(place, e.getMessage()), e);
        } catch (KafkaException e) {
            throw unreachable(e);
        }
    }

    /// Kafka takes times before 1970 for something else.
    private static OffsetSpec since(Instant from) {
        return OffsetSpec.forTimestamp(Math.max(0, from.toEpochMilli()));
    }

    /// Whether records that were written at `from` or later may be deleted.
    boolean mayLack(TopicPartition place, Instant from) {
        Extent extent = extent(place);
        long first = offset(place, since(from));
        return extent.begin() > 0 && (first < 0 ? extent.begin() == extent.end() : first <= extent.begin());
    }

    /// Reads every record that was ever written to a topic.
    ///
    /// @throws StackException when anything is missing: a partition, the log's beginning
    <V extends SpecificRecord> void readWhole(Topic<V> topic, Sink<V> sink, Consumer<UnreadableRecord> unreadable) {
        refuseOtherPartitions(List.of(topic));
        for (int partition = 0; partition < topic.partitions(); partition++) {
            TopicPartition place = new TopicPartition(topic.name(), partition);
            long begin = extent(place).begin();
            if (begin != 0) {
                throw new StackException("%s begins at offset %d: what was before is deleted".formatted(place, begin));
            }
            read(topic, partition, sink, unreadable);
        }
    }

    /// Whoever reads the partitions of the catalogue would not see what is in others.
    ///
    /// @throws StackException when a topic has other partitions than in the catalogue, or is not there
    void refuseOtherPartitions(List<Topic<?>> topics) {
        for (Topic<?> topic : topics) {
            int partitions = partitions(topic);
            if (partitions != topic.partitions()) {
                throw new StackException(
                        "topic %s has %d partitions, not %d".formatted(topic.name(), partitions, topic.partitions()));
            }
        }
    }

    private int partitions(Topic<?> topic) {
        try {
            return admin
                    .describeTopics(List.of(topic.name()))
                    .allTopicNames()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .values()
                    .stream()
                    .mapToInt(description -> description.partitions().size())
                    .sum();
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new StackException("Kafka has no topic " + topic.name() + ": is it another system's?", e);
            }
            throw unreachable(e);
        }
    }

    Extent extent(TopicPartition place) {
        return new Extent(offset(place, OffsetSpec.earliest()), offset(place, OffsetSpec.latest()));
    }

    private <V extends SpecificRecord> void read(
            Topic<V> topic, int partition, OffsetSpec from, Sink<V> sink, Consumer<UnreadableRecord> unreadable) {
        TopicPartition place = new TopicPartition(topic.name(), partition);
        long start = offset(place, from);
        long end = offset(place, OffsetSpec.latest());
        if (start < 0 || start >= end) {
            return;
        }
        readStretch(topic, partition, start, end, sink, unreadable);
    }

    private <V extends SpecificRecord> void poll(
            EventSerde<V> serde,
            TopicPartition place,
            long start,
            long end,
            Sink<V> sink,
            Consumer<UnreadableRecord> unreadable) {
        consumer.assign(List.of(place));
        consumer.seek(place, start);
        long answeredNanos = System.nanoTime();
        while (consumer.position(place) < end) {
            var records = consumer.poll(POLL);
            for (ConsumerRecord<String, byte[]> record : records) {
                if (record.offset() < end) {
                    take(serde, record, sink, unreadable);
                }
            }
            if (!records.isEmpty()) {
                answeredNanos = System.nanoTime();
            } else if (System.nanoTime() - answeredNanos > PATIENCE.toNanos()) {
                throw new StackException("%s cannot be read beyond offset %d of %d: is a transaction still open?"
                        .formatted(place, consumer.position(place), end));
            }
        }
    }

    private <V extends SpecificRecord> void take(
            EventSerde<V> serde,
            ConsumerRecord<String, byte[]> record,
            Sink<V> sink,
            Consumer<UnreadableRecord> unreadable) {
        V event;
        try {
            event = event(serde, record.value());
        } catch (SerializationException e) {
            pass(UnreadableRecord.of(record, e), unreadable);
            return;
        }
        sink.accept(new Located<>(event, record.key() == null ? "" : record.key(), record.offset()));
    }

    private void pass(UnreadableRecord record, Consumer<UnreadableRecord> unreadable) {
        unreadableRecords++;
        if (unreadableRecords > MAX_UNREADABLE) {
            throw new StackException("more than %d records cannot be read, such as %s: does a newer release write them?"
                    .formatted(MAX_UNREADABLE, record));
        }
        unreadable.accept(record);
    }

    /// @throws SerializationException when it cannot be read
    static <V extends SpecificRecord> V event(EventSerde<V> serde, byte @Nullable [] bytes) {
        if (bytes == null) {
            throw new SerializationException("it has no value");
        }
        return serde.fromBytes(bytes);
    }

    /// The offsets that a consumer group has committed; a partition without one is absent.
    public Map<TopicPartition, Long> committed(String group) {
        try {
            Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            offsets.values().removeIf(Objects::isNull);
            return offsets.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                    .offset()));
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            throw unreachable(e);
        }
    }

    private long offset(TopicPartition place, OffsetSpec spec) {
        try {
            ListOffsetsResultInfo info = admin.listOffsets(
                            Map.of(place, spec), new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                    .partitionResult(place)
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return info.offset();
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            throw unreachable(e);
        }
    }

    static StackException unreachable(Exception cause) {
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return new StackException("Kafka does not answer: " + cause.getMessage(), cause);
    }

    @Override
    public void close() {
        try {
            consumer.close();
        } catch (KafkaException e) {
            // Nothing of ours is lost: the reader commits nothing.
        } finally {
            admin.close(Duration.ofSeconds(5));
        }
    }
}
