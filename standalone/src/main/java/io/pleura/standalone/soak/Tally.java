package io.pleura.standalone.soak;

import io.pleura.ingest.scu.StoreStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What senders were told. For many threads.
public final class Tally {

    /// Different ones that are told apart.
    private static final int MAX_FAILURES = 100;

    private final Set<String> acknowledged = new HashSet<>();
    private final Map<Line, Integer> stored = new EnumMap<>(Line.class);
    private final List<Duration> latencies = new ArrayList<>();
    private final SortedMap<String, Integer> failures = new TreeMap<>();
    private int broken;
    private int failed;

    synchronized void stored(Line line, String instanceUid, Duration latency) {
        acknowledged.add(instanceUid);
        stored.merge(line, 1, Integer::sum);
        if (line == Line.GOOD) {
            latencies.add(latency);
        }
    }

    synchronized void refused(Line line, StoreStatus status) {
        failed(line + " line: " + status);
    }

    /// No answer came: on a line that is cut, that is as it should be.
    synchronized void unanswered(Line line, String why) {
        if (line == Line.CUT) {
            broken++;
        } else {
            failed(line + " line: no answer: " + why);
        }
    }

    private void failed(String what) {
        failed++;
        failures.merge(failures.size() < MAX_FAILURES ? what : "others", 1, Integer::sum);
    }

    /// SOP Instance UIDs whose senders were told success.
    public synchronized Set<String> acknowledged() {
        return Set.copyOf(acknowledged);
    }

    public synchronized int stored(Line line) {
        return stored.getOrDefault(line, 0);
    }

    /// Associations that were cut in the middle of an object.
    public synchronized int broken() {
        return broken;
    }

    /// Answers that a sender with a whole line should not have had.
    public synchronized int failed() {
        return failed;
    }

    /// How often each.
    public synchronized SortedMap<String, Integer> failures() {
        return new TreeMap<>(failures);
    }

    /// From the first byte of an object on a good line to its answer.
    public synchronized List<Duration> latencies() {
        return List.copyOf(latencies);
    }
}
