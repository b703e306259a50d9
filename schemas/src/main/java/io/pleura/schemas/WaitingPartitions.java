package io.pleura.schemas;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/// The partitions of one reader that wait for an upgrade, each with the record that only a newer release can read: what
/// stands there and behind is not taken, and no offset moves past it.
///
/// A site can say of single records that no release will ever read them, such as one with a damaged header: they are no
/// reason to wait, and count as no event at all.
///
/// One thread reads and changes this; any may ask.
public final class WaitingPartitions {

    private static final int MOST_NAMED = 3;

    private final Set<RecordPlace> passOver;
    private final Map<TopicPartition, RecordPlace> waiting = new ConcurrentHashMap<>();

    /// @param passOver records that nobody will ever read
    public WaitingPartitions(Set<RecordPlace> passOver) {
        this.passOver = Set.copyOf(passOver);
    }

    /// Has a partition wait before a record.
    ///
    /// @return false when the site has said that the record is to be passed over
    public boolean add(TopicPartition partition, RecordPlace record) {
        if (passOver.contains(record)) {
            return false;
        }
        waiting.put(partition, record);
        return true;
    }

    public boolean contains(TopicPartition partition) {
        return waiting.containsKey(partition);
    }

    /// A copy.
    public Set<TopicPartition> partitions() {
        return Set.copyOf(waiting.keySet());
    }

    /// The reader has them no more, or reads them again from what is committed.
    public void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(waiting::remove);
    }

    public boolean isEmpty() {
        return waiting.isEmpty();
    }

    /// What is waited before, in words; empty when nothing is.
    public Optional<String> places() {
        List<String> places =
                waiting.values().stream().map(RecordPlace::toString).sorted().toList();
        return places.isEmpty()
                ? Optional.empty()
                : Optional.of(places.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                        + (places.size() > MOST_NAMED ? " and " + (places.size() - MOST_NAMED) + " more" : ""));
    }
}
