package io.pleura.alerting.route;

import io.pleura.alerting.AlertEvents;
import io.pleura.alerting.triage.Alert;
import io.pleura.alerting.triage.StudyState;
import io.pleura.alerting.triage.Triage;
import io.pleura.alerting.triage.TriageEvent;
import io.pleura.alerting.triage.TriageEvent.ActionTaken;
import io.pleura.schemas.Topic;
import java.time.InstantSource;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/// The flow of this service.
///
///     scores ---------.                      .---> alerts
///                      > triage-processor --<
///     alert-actions --'    studies           '---> alert-actions (what the timer did)
///                          escalations
///
/// It reads nothing that a replay writes, so a replay can page nobody. A study's scores and its alert's actions have
/// the same key and meet in the same partition; so one task owns a study.
public final class AlertingTopology {

    /// Also the prefix of the stores' changelog topics and of the transactional ids.
    public static final String APPLICATION_ID = "pleura-alerting";

    static final String PROCESSOR = "triage-processor";
    static final String ALERTS_SINK = "alerts-sink";
    static final String AUDIT_SINK = "audit-sink";
    static final String STUDIES_STORE = "studies";
    static final String ESCALATIONS_STORE = "escalations";

    private static final String SCORES_SOURCE = "scores-source";
    private static final String ACTIONS_SOURCE = "actions-source";

    private AlertingTopology() {}

    public static Topology build(Triage triage, TriageMetrics metrics, InstantSource clock) {
        Topology topology = new Topology();
        topology.addSource(
                SCORES_SOURCE,
                new StringDeserializer(),
                EventFormats.<TriageEvent, io.pleura.events.RadiographScored>reading(
                        Topic.SCORES.value(), AlertEvents::scored),
                Topic.SCORES.name());
        topology.addSource(
                ACTIONS_SOURCE,
                new StringDeserializer(),
                EventFormats.<TriageEvent, io.pleura.events.AlertAction>reading(
                        Topic.ALERT_ACTIONS.value(), AlertEvents::action),
                Topic.ALERT_ACTIONS.name());
        topology.addProcessor(
                PROCESSOR, () -> new TriageProcessor(triage, metrics, clock), SCORES_SOURCE, ACTIONS_SOURCE);
        topology.addStateStore(studies(), PROCESSOR);
        topology.addStateStore(escalations(), PROCESSOR);
        topology.addSink(
                ALERTS_SINK,
                Topic.ALERTS.name(),
                new StringSerializer(),
                EventFormats.<Alert, io.pleura.events.AlertChanged>writing(Topic.ALERTS.value(), AlertEvents::event),
                PROCESSOR);
        topology.addSink(
                AUDIT_SINK,
                Topic.ALERT_ACTIONS.name(),
                new StringSerializer(),
                EventFormats.<ActionTaken, io.pleura.events.AlertAction>writing(
                        Topic.ALERT_ACTIONS.value(), AlertEvents::event),
                PROCESSOR);
        return topology;
    }

    /// What is remembered of each study with an alert, by Study Instance UID.
    private static StoreBuilder<KeyValueStore<String, StudyState>> studies() {
        return Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(STUDIES_STORE),
                        Serdes.String(),
                        EventFormats.both(io.pleura.events.StudyState.class, AlertEvents::state, AlertEvents::event))
                .withCachingDisabled()
                .withLoggingEnabled(changelog());
    }

    /// The due times, sorted: keys are [DueKey]s.
    private static StoreBuilder<KeyValueStore<String, byte[]>> escalations() {
        return Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(ESCALATIONS_STORE), Serdes.String(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(changelog());
    }

    /// A study with 16 maps is larger than the broker's default message. What a tick writes has the time of
    /// [SteadyTime], and the broker would refuse that once the clock was set back by more than an hour.
    private static Map<String, String> changelog() {
        return Map.of(
                "max.message.bytes",
                Topic.ALERTS.config().get("max.message.bytes"),
                "message.timestamp.after.max.ms",
                Long.toString(Long.MAX_VALUE));
    }
}
