package io.pleura.standalone.audit;

import io.pleura.events.RadiographScored;
import io.pleura.events.ReplayRequested;
import io.pleura.events.ReplayScored;
import io.pleura.schemas.EventSerde;
import io.pleura.schemas.RecordPlace;
import io.pleura.schemas.StudyUid;
import io.pleura.schemas.Topic;
import io.pleura.standalone.stack.StackException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Has recorded radiographs scored again and compares, bit by bit.
///
/// Writes to the replay lane alone. Nothing that raises alerts reads that lane or its results, so a replay can page
/// nobody.
public final class Replay {

    private static final Duration POLL = Duration.ofMillis(200);

    /// How far a worker's clock may have been set back between a score and its record, by whose time it is looked for.
    private static final Duration CLOCK_STEP = Duration.ofDays(1);

    private static final List<Topic<?>> TOPICS = List.of(Topic.SCORES, Topic.RADIOGRAPHS_REPLAY, Topic.REPLAYS);

    private final String bootstrapServers;
    private final Request request;
    private final Consumer<String> lines;

    private int unreadable;

    /// @param from radiographs scored at this time or later
    /// @param to radiographs scored before this time
    public record Range(Instant from, Instant to) {
        public Range {
            if (!from.isBefore(to)) {
                throw new IllegalArgumentException("--from must be before --to");
            }
        }
    }

    /// @param limit radiographs in one replay
    /// @param patience without any answer, the replay is given up
    /// @param passOver unreadable scores that whoever asks knows of
    public record Request(
            Selection selection,
            String requestedBy,
            String reason,
            int limit,
            Duration patience,
            Set<RecordPlace> passOver,
            Instant now) {}

    /// What is to be scored again.
    public sealed interface Selection {
        /// Everything of a study.
        record OfStudy(StudyUid study) implements Selection {}

        /// Everything scored in a time.
        record Between(Range range) implements Selection {}
    }

    private Replay(String bootstrapServers, Request request, Consumer<String> lines) {
        this.bootstrapServers = bootstrapServers;
        this.request = request;
        this.lines = lines;
    }

    /// @param lines takes one for each record that cannot be read, and for each result as it comes
    /// @throws StackException when more than the limit are selected, or Kafka is away
    public static ReplayReport run(String bootstrapServers, Request request, Consumer<String> lines) {
        return new Replay(bootstrapServers, request, lines).run();
    }

    private ReplayReport run() {
        SelectedScores selected = select();
        if (selected.size() == 0) {
            return ReplayReport.of(0, unreadable);
        }
        String replayId = UUID.randomUUID().toString();
        try (KafkaConsumer<String, byte[]> results = resultsFromNow()) {
            request(selected, replayId);
            return collect(results, replayId, selected);
        } catch (KafkaException e) {
            throw TopicReader.unreachable(e);
        }
    }

    private SelectedScores select() {
        SelectedScores selected = new SelectedScores();
        try (TopicReader reader = new TopicReader(bootstrapServers)) {
            reader.refuseOtherPartitions(TOPICS);
            switch (request.selection()) {
                case Selection.OfStudy chosen -> {
                    int partition = partitionOf(chosen.study());
                    tellOfDeleted(reader, partition, Instant.EPOCH);
                    reader.read(Topic.SCORES, partition, to(selected, partition), this::unreadable);
                }
                case Selection.Between chosen -> {
                    Instant from = chosen.range().from().minus(CLOCK_STEP);
                    for (int partition = 0; partition < Topic.PARTITIONS; partition++) {
                        tellOfDeleted(reader, partition, from);
                        reader.readSince(Topic.SCORES, partition, from, to(selected, partition), this::unreadable);
                    }
                }
            }
        }
        return selected;
    }

    private TopicReader.Sink<RadiographScored> to(SelectedScores selected, int partition) {
        return score -> {
            if (isSelected(score.event())) {
                selected.add(partition, score);
                if (selected.size() > request.limit()) {
                    throw new StackException("more than " + request.limit()
                            + " radiographs are selected; narrow the range or raise --limit");
                }
            }
        };
    }

    private void tellOfDeleted(TopicReader reader, int partition, Instant from) {
        TopicPartition place = new TopicPartition(Topic.SCORES.name(), partition);
        if (reader.mayLack(place, from)) {
            lines.accept("%s begins at offset %d: what came before is deleted, and NOT scored again"
                    .formatted(place, reader.extent(place).begin()));
        }
    }

    private boolean isSelected(RadiographScored score) {
        return switch (request.selection()) {
            case Selection.OfStudy chosen ->
                score.getStudyUid().equals(chosen.study().value());
            case Selection.Between chosen ->
                !score.getScoredAt().isBefore(chosen.range().from())
                        && score.getScoredAt().isBefore(chosen.range().to());
        };
    }

    /// A score that may be one of the selected: its key tells the study, and nothing when it was scored.
    private void unreadable(UnreadableRecord score) {
        if (request.selection() instanceof Selection.OfStudy chosen
                && !score.key().isEmpty()
                && !score.key().equals(chosen.study().value())) {
            return;
        }
        lines.accept(score.line(request.passOver()));
        unreadable += request.passOver().contains(score.place()) ? 0 : 1;
    }

    private static int partitionOf(StudyUid study) {
        return BuiltInPartitioner.partitionForKey(study.value().getBytes(StandardCharsets.UTF_8), Topic.PARTITIONS);
    }

    private KafkaConsumer<String, byte[]> resultsFromNow() {
        var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", (Object) bootstrapServers, "isolation.level", "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> all = IntStream.range(0, Topic.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(Topic.REPLAYS.name(), partition))
                .toList();
        consumer.assign(all);
        consumer.seekToEnd(all);
        all.forEach(consumer::position);
        return consumer;
    }

    /// @throws StackException when a request could not be written
    private void request(SelectedScores selected, String replayId) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "acks", "all");
        try (var reader = new TopicReader(bootstrapServers);
                var producer = new KafkaProducer<>(
                        settings,
                        new StringSerializer(),
                        EventSerde.of(Topic.RADIOGRAPHS_REPLAY).serializer())) {
            selected.forEach(
                    reader,
                    score -> sent.add(producer.send(new ProducerRecord<>(
                            Topic.RADIOGRAPHS_REPLAY.name(), score.getStudyUid(), requested(score, replayId)))));
            producer.flush();
        }
        List<Throwable> failures = sent.stream()
                .filter(request -> request.state() == Future.State.FAILED)
                .map(Future::exceptionNow)
                .toList();
        if (!failures.isEmpty()) {
            throw new StackException(
                    "%d of %d radiographs could not be asked for, the others are scored again: %s"
                            .formatted(
                                    failures.size(),
                                    sent.size(),
                                    failures.getFirst().getMessage()),
                    failures.getFirst());
        }
    }

    private ReplayRequested requested(RadiographScored score, String replayId) {
        return ReplayRequested.newBuilder()
                .setReplayId(replayId)
                .setRequestedBy(request.requestedBy())
                .setReason(request.reason())
                .setRequestedAt(request.now())
                .setRecorded(score)
                .build();
    }

    private ReplayReport collect(KafkaConsumer<String, byte[]> results, String replayId, SelectedScores selected) {
        EventSerde<ReplayScored> serde = EventSerde.of(Topic.REPLAYS);
        Set<ScoreName> waiting = selected.names();
        ReplayReport report = ReplayReport.of(selected.size(), unreadable);
        long answeredNanos = System.nanoTime();
        while (!waiting.isEmpty()
                && System.nanoTime() - answeredNanos < request.patience().toNanos()) {
            for (ConsumerRecord<String, byte[]> record : results.poll(POLL)) {
                ReplayScored answer;
                try {
                    answer = TopicReader.event(serde, record.value());
                } catch (SerializationException e) {
                    // Of this replay or of another; one of this one stays without an answer.
                    lines.accept(UnreadableRecord.of(record, e).line(Set.of()));
                    continue;
                }
                if (answer.getReplayId().equals(replayId) && waiting.remove(ScoreName.of(answer.getRecorded()))) {
                    lines.accept(ReplayReport.line(answer));
                    report = report.plus(answer);
                    answeredNanos = System.nanoTime();
                }
            }
        }
        waiting.stream()
                .sorted(Comparator.comparing(ScoreName::scoredAt))
                .map(ReplayReport::line)
                .forEach(lines);
        return report;
    }
}
