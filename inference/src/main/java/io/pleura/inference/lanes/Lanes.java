package io.pleura.inference.lanes;

import io.pleura.schemas.RecordPlace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;

/// The three lanes together: polls them, and hands out the next batch by [LaneSchedule].
///
/// Owned by the worker's thread. What was polled but not taken waits in bounded buffers; after a batch that
/// could not be committed [#rewind] forgets them all, so that the committed offsets alone say what is done.
public final class Lanes implements AutoCloseable {

    /// How long an idle worker waits in one of the lanes that somebody waits for, and so how late it may look at the
    /// other one. Nobody waits for a replay, so that it does not wait there.
    private static final Duration IDLE_WAIT = Duration.ofMillis(40);

    private final Map<Lane, LaneReader> readers = new EnumMap<>(Lane.class);
    private final Function<Task, Handling> handling;
    private LaneSchedule schedule = LaneSchedule.START;

    /// @param routineTargetWait how long a routine radiograph may wait before STAT ones stop overtaking it freely
    /// @param bufferedPerPartition bound of what is polled and not taken
    /// @param passOver records of an unknown schema that are refused
    /// @param handling how each may be taken at this moment
    public Lanes(
            Function<Lane, Consumer<String, byte[]>> consumers,
            Duration routineTargetWait,
            int bufferedPerPartition,
            Set<RecordPlace> passOver,
            Function<Task, Handling> handling) {
        this.handling = handling;
        for (Lane lane : Lane.values()) {
            Duration targetWait = lane == Lane.ROUTINE ? routineTargetWait : Duration.ZERO;
            LaneBuffer buffer = new LaneBuffer(bufferedPerPartition, handling);
            readers.put(lane, new LaneReader(lane, targetWait, consumers.apply(lane), buffer, passOver));
        }
    }

    /// Polls every lane; waits a little when there is nothing to do.
    public void poll(Instant now) {
        readers.forEach(
                (lane, reader) -> reader.poll(lane != Lane.REPLAY && isEmpty() ? IDLE_WAIT : Duration.ZERO, now));
    }

    /// Takes up to `size` tasks, the most urgent first. Replays never share a batch with anything that a
    /// clinician waits for, and nothing does with what is to be alone.
    public List<Task> take(int size) {
        List<Task> batch = new ArrayList<>();
        while (batch.size() < size) {
            Lane lane = schedule.next(heads());
            if (lane == null) {
                break;
            }
            LaneBuffer buffer = reader(lane).buffer();
            Task next = buffer.first().orElseThrow();
            if (!batch.isEmpty() && !mayShare(batch.getFirst(), next)) {
                break;
            }
            buffer.remove(next);
            batch.add(next);
            schedule = schedule.after(lane);
        }
        return batch;
    }

    /// Offsets to commit with the batch, for each lane that it took from.
    public List<LaneOffsets> offsets(List<Task> batch) {
        return batch.stream()
                .map(Task::lane)
                .distinct()
                .map(lane -> reader(lane).offsets(batch))
                .toList();
    }

    public void rewind() {
        readers.values().forEach(LaneReader::rewind);
    }

    public long lag(Lane lane) {
        return reader(lane).lag();
    }

    public int buffered(Lane lane) {
        return reader(lane).buffer().size();
    }

    /// Partitions whose head may not be taken yet.
    public int held(Lane lane) {
        return reader(lane).buffer().held().size();
    }

    /// Partitions that wait for a newer release.
    public int awaitingUpgrade(Lane lane) {
        return reader(lane).awaitingUpgrade();
    }

    /// Whether every lane is assigned and nothing waits in it that can be taken.
    public boolean areDrained() {
        return readers.values().stream().allMatch(LaneReader::isDrained);
    }

    /// What keeps a lane from being read, in words.
    public Optional<String> trouble() {
        return readers.values().stream()
                .flatMap(reader -> reader.trouble().stream())
                .findFirst();
    }

    /// Closes every consumer, whatever becomes of the others.
    @Override
    public void close() {
        closeFrom(readers.values().iterator());
    }

    private static void closeFrom(Iterator<LaneReader> rest) {
        if (rest.hasNext()) {
            try (LaneReader first = rest.next()) {
                closeFrom(rest);
            }
        }
    }

    private boolean mayShare(Task first, Task next) {
        return (next.lane() != Lane.REPLAY || first.lane() == Lane.REPLAY)
                && handling.apply(first) == Handling.WITH_OTHERS
                && handling.apply(next) == Handling.WITH_OTHERS;
    }

    private boolean isEmpty() {
        return readers.values().stream().allMatch(reader -> reader.buffer().earliestDeadline() == null);
    }

    private LaneSchedule.Heads heads() {
        return new LaneSchedule.Heads(head(Lane.STAT), head(Lane.ROUTINE), head(Lane.REPLAY));
    }

    private @Nullable Instant head(Lane lane) {
        return reader(lane).buffer().earliestDeadline();
    }

    private LaneReader reader(Lane lane) {
        LaneReader reader = readers.get(lane);
        if (reader == null) {
            throw new IllegalStateException("every lane has a reader");
        }
        return reader;
    }
}
