package io.pleura.alerting.route;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pleura.alerting.AlertEvents;
import io.pleura.alerting.ScoreEvents;
import io.pleura.alerting.triage.Action;
import io.pleura.alerting.triage.EscalationPolicy;
import io.pleura.alerting.triage.Triage;
import io.pleura.alerting.triage.TriageEvent.ActionTaken;
import io.pleura.events.AlertChanged;
import io.pleura.schemas.AlertId;
import io.pleura.schemas.EventSerde;
import io.pleura.schemas.RecordPlace;
import io.pleura.schemas.Topic;
import io.pleura.schemas.WaitingPartitions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/// The topology on a clock of its own, without a broker. STAT escalates after 5 minutes, then every 10; routine every
/// 30.
final class TopologyRun implements AutoCloseable {

    static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final TriageMetrics metrics = new TriageMetrics(meters);
    private final WaitingPartitions waiting;
    private final Path state;
    private Instant now = START;
    private Duration age = Duration.ZERO;
    private TopologyTestDriver driver;

    TopologyRun(Path state) {
        this(state, Set.of());
    }

    TopologyRun(Path state, Set<RecordPlace> passOver) {
        this.state = state;
        waiting = new WaitingPartitions(passOver);
        driver = driver();
    }

    Topology topology() {
        return AlertingTopology.build(
                new Triage(new EscalationPolicy(
                        List.of(Duration.ofMinutes(5), Duration.ofMinutes(10)), List.of(Duration.ofMinutes(30)), 9)),
                metrics,
                () -> now);
    }

    SimpleMeterRegistry meters() {
        return meters;
    }

    Optional<String> waitsAt() {
        return waiting.places();
    }

    void score(String study, String image, double score, String priority) {
        send(Topic.SCORES, study, ScoreEvents.scored(study, image, score, priority, now));
    }

    void acknowledge(String study) {
        send(
                Topic.ALERT_ACTIONS,
                study,
                AlertEvents.event(
                        new ActionTaken("a", new AlertId(study), Action.ACKNOWLEDGE, "clinician", null, null, now)));
    }

    <V extends SpecificRecord> void send(Topic<V> topic, String key, V event) {
        bytes(topic, key, EventSerde.of(topic).toBytes(event));
    }

    void bytes(Topic<?> topic, String key, byte[] value) {
        driver.createInputTopic(topic.name(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(key, value, now.minus(age));
    }

    /// How long what is sent from now on has been in the log.
    void sendsWhatIsOld(Duration newAge) {
        age = newAge;
    }

    void advance(Duration time) {
        now = now.plus(time);
        driver.advanceWallClockTime(time);
    }

    /// The clock alone: the time by which Kafka Streams ticks stays.
    void setBack(Duration time) {
        now = now.minus(time);
    }

    /// Stops, lets time pass, and starts with the stores as the changelog topics would restore them.
    void restart(Duration downtime) {
        Map<String, Map<String, Object>> kept = new TreeMap<>();
        driver.getAllStateStores().forEach((name, store) -> kept.put(name, contents(name)));
        driver.close();
        now = now.plus(downtime);
        driver = driver();
        kept.forEach((name, contents) -> {
            KeyValueStore<String, Object> store = driver.getKeyValueStore(name);
            contents.forEach(store::put);
        });
    }

    <V extends SpecificRecord> List<V> read(Topic<V> topic) {
        return driver.createOutputTopic(
                        topic.name(),
                        new StringDeserializer(),
                        EventSerde.of(topic).deserializer())
                .readValuesToList();
    }

    List<String> alerts() {
        return read(Topic.ALERTS).stream().map(TopologyRun::told).toList();
    }

    double count(String name, String tag, String value) {
        return meters.get("pleura.alerting." + name).tag(tag, value).counter().count();
    }

    @Override
    public void close() {
        driver.close();
    }

    private TopologyTestDriver driver() {
        StreamsSettings settings = new StreamsSettings("nowhere:1", state, "test-0", 0);
        return new TopologyTestDriver(topology(), settings.properties(metrics, waiting), now);
    }

    private Map<String, Object> contents(String name) {
        Map<String, Object> contents = new TreeMap<>();
        KeyValueStore<String, Object> store = driver.getKeyValueStore(name);
        try (KeyValueIterator<String, Object> all = store.all()) {
            List<KeyValue<String, Object>> pairs = new ArrayList<>();
            all.forEachRemaining(pairs::add);
            pairs.forEach(pair -> contents.put(pair.key, pair.value));
        }
        return contents;
    }

    private static String told(AlertChanged alert) {
        return alert.getAlertId() + " v" + alert.getVersion() + " " + alert.getChange() + " " + alert.getPriority()
                + " " + alert.getScore();
    }
}
