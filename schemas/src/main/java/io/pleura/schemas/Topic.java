package io.pleura.schemas;

import io.pleura.events.AlertAction;
import io.pleura.events.AlertChanged;
import io.pleura.events.NotificationAttempted;
import io.pleura.events.RadiographReceived;
import io.pleura.events.RadiographScored;
import io.pleura.events.Rejected;
import io.pleura.events.ReplayRequested;
import io.pleura.events.ReplayScored;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/// The catalogue: every topic with its key, value, settings and single writer. Names and settings stand nowhere else;
/// the Kubernetes resources are generated from here.
///
/// Keys are strings. All topics have the same number of partitions, so that what has the same key has the same
/// partition number.
///
/// @param <V> the event in the topic
/// @param key what the record key is, in words
/// @param retention how long records are kept; ignored where [#compacted] is true
/// @param writer the one service that writes it
public record Topic<V extends SpecificRecord>(
        String name, String key, Class<V> value, Duration retention, boolean compacted, Writer writer) {

    public static final int PARTITIONS = 24;

    /// Ten years: the longest that radiology records are commonly kept for adults.
    private static final Duration AUDIT = Duration.ofDays(3653);

    private static final Duration WEEKS = Duration.ofDays(28);

    /// Compaction leaves records of this age alone, so that a notifier that was away for days still sees each change.
    private static final Duration COMPACTION_LAG = Duration.ofDays(7);

    /// A radiograph's score with its map is about 20 kB, an alert with 16 of them about 300 kB.
    private static final int MAX_MESSAGE_BYTES = 2 << 20;

    private static final String STUDY_KEY = "Study Instance UID";
    private static final String ALERT_KEY = "alert id (the Study Instance UID)";

    public enum Writer {
        INGEST,
        INFERENCE,
        ALERTING,
        REPLAY,
        /// Ingest refuses on arrival, inference when pixels cannot be decoded: the one topic with two writers.
        INGEST_AND_INFERENCE
    }

    public static final Topic<RadiographReceived> RADIOGRAPHS_STAT =
            new Topic<>("radiographs.stat", STUDY_KEY, RadiographReceived.class, AUDIT, false, Writer.INGEST);
    public static final Topic<RadiographReceived> RADIOGRAPHS_ROUTINE =
            new Topic<>("radiographs.routine", STUDY_KEY, RadiographReceived.class, AUDIT, false, Writer.INGEST);
    public static final Topic<ReplayRequested> RADIOGRAPHS_REPLAY =
            new Topic<>("radiographs.replay", STUDY_KEY, ReplayRequested.class, WEEKS, false, Writer.REPLAY);
    public static final Topic<RadiographScored> SCORES =
            new Topic<>("scores", STUDY_KEY, RadiographScored.class, AUDIT, false, Writer.INFERENCE);
    public static final Topic<ReplayScored> REPLAYS =
            new Topic<>("replays", STUDY_KEY, ReplayScored.class, AUDIT, false, Writer.INFERENCE);
    public static final Topic<Rejected> REJECTIONS = new Topic<>(
            "rejections",
            STUDY_KEY + ", or the content hash",
            Rejected.class,
            AUDIT,
            false,
            Writer.INGEST_AND_INFERENCE);
    public static final Topic<AlertAction> ALERT_ACTIONS =
            new Topic<>("alert-actions", ALERT_KEY, AlertAction.class, AUDIT, false, Writer.ALERTING);
    public static final Topic<AlertChanged> ALERTS =
            new Topic<>("alerts", ALERT_KEY, AlertChanged.class, AUDIT, true, Writer.ALERTING);
    public static final Topic<NotificationAttempted> NOTIFICATIONS =
            new Topic<>("notifications", ALERT_KEY, NotificationAttempted.class, AUDIT, false, Writer.ALERTING);

    /// Every topic, in the order of the data flow.
    public static final List<Topic<?>> CATALOGUE = List.of(
            RADIOGRAPHS_STAT,
            RADIOGRAPHS_ROUTINE,
            RADIOGRAPHS_REPLAY,
            SCORES,
            REPLAYS,
            REJECTIONS,
            ALERT_ACTIONS,
            ALERTS,
            NOTIFICATIONS);

    public int partitions() {
        return PARTITIONS;
    }

    /// Kafka topic configuration, as the admin client and Strimzi's KafkaTopic take it.
    public Map<String, String> config() {
        Map<String, String> config = new LinkedHashMap<>();
        if (compacted) {
            config.put("cleanup.policy", "compact");
            config.put("min.compaction.lag.ms", Long.toString(COMPACTION_LAG.toMillis()));
        } else {
            config.put("cleanup.policy", "delete");
            config.put("retention.ms", Long.toString(retention.toMillis()));
        }
        config.put("max.message.bytes", Integer.toString(MAX_MESSAGE_BYTES));
        return config;
    }
}
