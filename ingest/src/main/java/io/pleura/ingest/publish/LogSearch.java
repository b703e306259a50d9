package io.pleura.ingest.publish;

import io.pleura.events.RadiographReceived;
import io.pleura.ingest.store.Claim;
import io.pleura.schemas.EventSerde;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;

/// Finds out which claimed events are in the log, by reading their partitions from where each claim was made.
///
/// Ask only after the producer with our transactional id was initialised: from then on no earlier transaction of ours
/// can still commit, so that "not found" stays true until we send. One thread.
final class LogSearch implements AutoCloseable {

    private static final EventSerde<RadiographReceived> EVENTS = EventSerde.of(RadiographReceived.class);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Admin admin;
    private final Consumer<String, byte[]> consumer;
    private final Duration timeout;

    /// @param consumer reads committed records only
    LogSearch(Admin admin, Consumer<String, byte[]> consumer, Duration timeout) {
        this.admin = admin;
        this.consumer = consumer;
        this.timeout = timeout;
    }

    /// Offsets that the next records of these partitions will not be below.
    Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        // Read uncommitted: an open transaction of somebody else must not hide what lies behind it.
        ListOffsetsOptions options =
                new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED).timeoutMs((int) timeout.toMillis());
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(latest, options).all().get().forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /// Those of the claims whose event is in the log.
    ///
    /// @throws TimeoutException when the partitions cannot be read to their end, as an open transaction of another
    ///     producer holds readers up until it ends
    Set<Claim> published(Collection<Claim> claims) throws ExecutionException, InterruptedException {
        Map<TopicPartition, List<Claim>> wanted = claims.stream().collect(Collectors.groupingBy(LogSearch::partition));
        if (wanted.isEmpty()) {
            return Set.of();
        }
        Map<TopicPartition, Long> ends = ends(wanted.keySet());
        consumer.assign(wanted.keySet());
        wanted.forEach((partition, here) -> consumer.seek(
                partition, here.stream().mapToLong(Claim::offset).min().orElseThrow()));
        Set<Claim> found = new HashSet<>();
        long deadline = System.nanoTime() + timeout.toNanos();
        while (behind(ends)) {
            for (ConsumerRecord<String, byte[]> event : consumer.poll(POLL)) {
                wanted.getOrDefault(new TopicPartition(event.topic(), event.partition()), List.of()).stream()
                        .filter(claim -> isEventOf(claim, event))
                        .forEach(found::add);
            }
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("the log could not be read to its end");
            }
        }
        return found;
    }

    @Override
    public void close() {
        try {
            consumer.close();
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private boolean behind(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey(), timeout) < end.getValue());
    }

    private static TopicPartition partition(Claim claim) {
        return new TopicPartition(claim.topic(), claim.partition());
    }

    static boolean isEventOf(Claim claim, ConsumerRecord<String, byte[]> record) {
        if (!claim.key().equals(record.key())) {
            return false;
        }
        if (Arrays.equals(claim.event(), record.value())) {
            return true; // also where a newer release wrote both, and nobody here can read them
        }
        try {
            RadiographReceived event = EVENTS.fromBytes(record.value());
            return event.getSopInstanceUid().equals(claim.instance().value())
                    && event.getContentHash().equals(claim.hash().value());
        } catch (SerializationException e) {
            return false; // a record that nobody can read is not ours
        }
    }
}
