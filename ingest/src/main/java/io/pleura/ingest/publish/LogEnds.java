package io.pleura.ingest.publish;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/// Where the partitions ended when that was last known: lower bounds of the offsets to come, however old they are. Kept
/// in a file, so that an instance which starts while Kafka is away still knows where its events will not be.
///
/// Any thread may ask; one updates and saves.
final class LogEnds {

    private static final Logger LOG = Logger.getLogger(LogEnds.class);
    private static final Pattern LINE = Pattern.compile("(\\S+) (\\d{1,9}) (\\d{1,18})");

    private final Path file;
    private final Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();
    private Map<TopicPartition, Long> saved = Map.of();

    /// @param file read if it is there; a damaged line counts as an end that is not known
    LogEnds(Path file) {
        this.file = file;
        try {
            if (Files.exists(file)) {
                Files.readAllLines(file, StandardCharsets.US_ASCII).forEach(this::take);
            }
        } catch (IOException e) {
            LOG.warnf("the partitions' last known ends cannot be read, looking begins at the beginning: %s", e);
        }
    }

    private void take(String line) {
        Matcher end = LINE.matcher(line);
        if (end.matches()) {
            atLeast(new TopicPartition(end.group(1), Integer.parseInt(end.group(2))), Long.parseLong(end.group(3)));
        }
    }

    /// 0 where it was never known.
    long of(TopicPartition partition) {
        return ends.getOrDefault(partition, 0L);
    }

    /// What Kafka says now; less than before where a topic was made anew.
    void learn(Map<TopicPartition, Long> now) {
        ends.putAll(now);
    }

    void atLeast(TopicPartition partition, long end) {
        ends.merge(partition, end, Long::max);
    }

    /// A failure costs time after the next start and nothing else.
    void save() {
        Map<TopicPartition, Long> now = Map.copyOf(ends);
        if (now.equals(saved)) {
            return;
        }
        Map<String, String> lines = new TreeMap<>();
        now.forEach((partition, end) ->
                lines.put(partition.toString(), "%s %d %d".formatted(partition.topic(), partition.partition(), end)));
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.write(temporary, lines.values(), StandardCharsets.US_ASCII);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            saved = now;
        } catch (IOException e) {
            LOG.warnf("the partitions' ends cannot be saved: %s", e);
        }
    }
}
