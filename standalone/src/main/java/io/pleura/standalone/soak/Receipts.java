package io.pleura.standalone.soak;

import io.pleura.events.RadiographReceived;
import io.pleura.schemas.Topic;
import io.pleura.standalone.audit.TopicReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the log says of each instance, held against what senders were told.
///
/// @param lost acknowledged, and not in the log
/// @param twice in the log more than once
/// @param unannounced in the log, and the sender never heard: its line broke before the answer, or the object had come
/// whole
public record Receipts(long lost, long twice, long unannounced) {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(200);

    /// Waits a while for what seems lost: what was acknowledged may still be on its way into the log.
    public static Receipts settled(String bootstrapServers, Set<String> acknowledged) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Receipts receipts = of(bootstrapServers, acknowledged);
        while (receipts.lost > 0 && System.nanoTime() - deadline < 0) {
            Thread.sleep(PAUSE);
            receipts = of(bootstrapServers, acknowledged);
        }
        return receipts;
    }

    public static Receipts of(String bootstrapServers, Set<String> acknowledged) {
        Map<String, Integer> events = new HashMap<>();
        try (TopicReader reader = new TopicReader(bootstrapServers)) {
            for (Topic<RadiographReceived> lane : List.of(Topic.RADIOGRAPHS_STAT, Topic.RADIOGRAPHS_ROUTINE)) {
                for (int partition = 0; partition < lane.partitions(); partition++) {
                    reader.read(
                            lane,
                            partition,
                            located -> events.merge(located.event().getSopInstanceUid(), 1, Integer::sum));
                }
            }
        }
        return of(events, acknowledged);
    }

    /// @param events by SOP Instance UID, how many
    static Receipts of(Map<String, Integer> events, Set<String> acknowledged) {
        return new Receipts(
                acknowledged.stream().filter(uid -> !events.containsKey(uid)).count(),
                events.values().stream().filter(count -> count > 1).count(),
                events.keySet().stream()
                        .filter(uid -> !acknowledged.contains(uid))
                        .count());
    }

    public boolean balance() {
        return lost == 0 && twice == 0;
    }
}
