package io.pleura.alerting.route;

import io.pleura.alerting.triage.Alert;
import io.pleura.alerting.triage.Decision;
import io.pleura.alerting.triage.Decision.Changed;
import io.pleura.alerting.triage.Decision.Ignored;
import io.pleura.alerting.triage.Decision.Output;
import io.pleura.alerting.triage.StudyState;
import io.pleura.alerting.triage.Triage;
import io.pleura.alerting.triage.TriageEvent;
import io.pleura.alerting.triage.TriageEvent.ActionTaken;
import io.pleura.alerting.triage.TriageEvent.EscalationDue;
import io.pleura.schemas.AlertId;
import io.pleura.schemas.RecordPlace;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Hands each event and its study's state to the rules and carries out what they decide, all in the task's transaction.
/// Run by one stream thread; the due times are looked through once a second, whatever the clock does ([SteadyTime]),
/// but after a start not before the log has been caught up with: what people did while triage stood still counts before
/// what time did.
final class TriageProcessor implements Processor<String, TriageEvent, String, Object> {

    private static final Logger LOG = Logger.getLogger(TriageProcessor.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    /// From a start, and from the latest record that is older than it, to the first look. What people did in time
    /// during an outage is recorded and waits to be read: it must not be escalated, and somebody paged for it,
    /// before. Records are read about in the order of their times, so that behind such a record there may be more.
    private static final Duration BEFORE_FIRST_LOOK = Duration.ofSeconds(5);

    /// From a start to the first look, however much is still to be read: to page for what was judged is a nuisance, not
    /// to page is a danger.
    private static final Duration LONGEST_BEFORE_FIRST_LOOK = Duration.ofMinutes(1);

    /// Escalations in one tick; more wait for the next, so that a long downtime does not outlast the poll interval.
    private static final int MAX_ESCALATIONS_A_TICK = 500;

    private static final byte[] PRESENT = {1};

    private final Triage triage;
    private final TriageMetrics metrics;
    private final InstantSource clock;
    // Kafka Streams calls init before anything else.
    @SuppressWarnings("NullAway.Init")
    private ProcessorContext<String, Object> context;

    @SuppressWarnings("NullAway.Init")
    private KeyValueStore<String, StudyState> studies;

    @SuppressWarnings("NullAway.Init")
    private KeyValueStore<String, byte[]> escalations;

    /// By the clock, and by the time that only goes on.
    @SuppressWarnings("NullAway.Init")
    private Instant startedAt;

    private long startedMillis;

    /// When a record that is older than the start was read last, or the start.
    private long behindMillis;

    private boolean caughtUp;

    /// When the due times were looked through last; at the start nobody knows what the clock did since.
    private Instant lastLook = Instant.MAX;

    TriageProcessor(Triage triage, TriageMetrics metrics, InstantSource clock) {
        this.triage = triage;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public void init(ProcessorContext<String, Object> newContext) {
        context = newContext;
        studies = newContext.getStateStore(AlertingTopology.STUDIES_STORE);
        escalations = newContext.getStateStore(AlertingTopology.ESCALATIONS_STORE);
        startedAt = now();
        startedMillis = newContext.currentSystemTimeMs();
        behindMillis = startedMillis;
        caughtUp = false;
        newContext.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    @Override
    public void process(Record<String, TriageEvent> record) {
        if (!caughtUp && record.timestamp() < startedAt.toEpochMilli()) {
            behindMillis = context.currentSystemTimeMs();
        }
        TriageEvent event = record.value();
        if (event == null || !event.alert().value().equals(record.key())) {
            metrics.unreadable();
            LOG.errorf("a record without a value, or under another study's key, is left out (%s)", place());
            return;
        }
        decide(event, now());
    }

    /// As fine as the log keeps it.
    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }

    private void decide(TriageEvent event, Instant now) {
        StudyState before = studies.get(event.alert().value());
        switch (triage.decide(before, event, now)) {
            case Ignored(Decision.Reason reason) -> metrics.ignored(reason);
            case Changed(StudyState after, List<Output> outputs) -> {
                studies.put(event.alert().value(), after);
                moveDueTime(before == null ? null : before.alert().escalateAt(), after.alert());
                outputs.forEach(output -> write(output, now));
            }
        }
    }

    private void moveDueTime(@Nullable Instant previous, Alert alert) {
        Instant next = alert.escalateAt();
        if (Objects.equals(previous, next)) {
            return;
        }
        if (previous != null) {
            escalations.delete(new DueKey(previous, alert.id()).text());
        }
        if (next != null) {
            escalations.put(new DueKey(next, alert.id()).text(), PRESENT);
        }
    }

    private void write(Output output, Instant now) {
        switch (output) {
            case Output.Publish(Alert alert) -> {
                forward(alert.id(), alert, now, AlertingTopology.ALERTS_SINK);
                metrics.changed(alert);
            }
            case Output.Audit(ActionTaken action) -> forward(action.alert(), action, now, AlertingTopology.AUDIT_SINK);
        }
    }

    private void forward(AlertId key, Object value, Instant now, String sink) {
        context.forward(new Record<>(key.value(), value, now.toEpochMilli()), sink);
    }

    private void tick(long steadyMillis) {
        caughtUp = caughtUp
                || steadyMillis - behindMillis >= BEFORE_FIRST_LOOK.toMillis()
                || steadyMillis - startedMillis >= LONGEST_BEFORE_FIRST_LOOK.toMillis();
        if (caughtUp) {
            escalateDue(now());
        }
    }

    private void escalateDue(Instant now) {
        // By the times themselves as long as the clock goes on; when it went back, each alert is asked.
        List<DueKey> due = now.isBefore(lastLook)
                ? due(DueKey.last(), key -> isOverdue(key, now))
                : due(DueKey.lastAt(now), key -> true);
        lastLook = due.size() < MAX_ESCALATIONS_A_TICK ? now : Instant.MAX;
        for (DueKey each : due) {
            escalations.delete(each.text());
            decide(new EscalationDue(each.alert(), each.due()), now);
        }
    }

    private boolean isOverdue(DueKey due, Instant now) {
        StudyState state = studies.get(due.alert().value());
        return state == null || triage.isOverdue(state.alert(), now);
    }

    /// Copied first: the store must not change under an open iterator.
    private List<DueKey> due(String last, Predicate<DueKey> isOverdue) {
        List<DueKey> due = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> keys = escalations.range(DueKey.first(), last)) {
            while (keys.hasNext() && due.size() < MAX_ESCALATIONS_A_TICK) {
                DueKey key = DueKey.parse(keys.next().key);
                if (isOverdue.test(key)) {
                    due.add(key);
                }
            }
        }
        return due;
    }

    private String place() {
        return context.recordMetadata()
                .map(at -> new RecordPlace(new TopicPartition(at.topic(), at.partition()), at.offset()).toString())
                .orElse("no record");
    }
}
