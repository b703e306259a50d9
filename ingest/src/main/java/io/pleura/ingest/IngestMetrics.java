package io.pleura.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.pleura.events.Channel;
import io.pleura.events.Priority;
import io.pleura.ingest.check.Decision;
import io.pleura.ingest.store.Claim;
import io.pleura.schemas.ReasonCode;
import io.pleura.schemas.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/// What ingest counts and times. Meter names start with `pleura.ingest`.
public final class IngestMetrics {

    private static final String PREFIX = "pleura.ingest.";

    private final MeterRegistry registry;
    private final Counter eligible;
    private final Map<Stage, Timer> timers = new EnumMap<>(Stage.class);

    /// @param rules names of the eligibility rules
    public IngestMetrics(MeterRegistry registry, List<String> rules) {
        this.registry = registry;
        // From zero: a counter's first value is no increase to Prometheus, and the alarm that nothing is scored would
        // not see the first radiograph since a start.
        Arrays.stream(Priority.values()).forEach(this::published);
        Arrays.stream(Channel.values()).forEach(this::received);
        Arrays.stream(Commitment.values()).forEach(this::commitments);
        Arrays.stream(ReasonCode.values()).forEach(this::rejected);
        eligible = registry.counter(PREFIX + "eligible");
        rules.forEach(rule -> {
            refusedBy(rule);
            unstated(rule);
        });
        for (Stage stage : Stage.values()) {
            timers.put(
                    stage,
                    Timer.builder(PREFIX + "stage")
                            .tag("stage", lower(stage))
                            .publishPercentileHistogram()
                            .register(registry));
        }
    }

    /// A step of [IngestPipeline] whose time is taken.
    enum Stage {
        RECEIVE,
        KEEP
    }

    /// What happens to a request for storage commitment.
    public enum Commitment {
        REQUESTED,
        REPORTED,
        GIVEN_UP
    }

    void received(Channel channel, long sizeBytes) {
        received(channel).increment();
        registry.counter(PREFIX + "received.bytes", "channel", lower(channel)).increment(sizeBytes);
    }

    /// An event is in the log that was not there before.
    void published(Claim claim) {
        Priority priority = claim.topic().equals(Topic.RADIOGRAPHS_STAT.name()) ? Priority.STAT : Priority.ROUTINE;
        published(priority).increment();
    }

    private Counter received(Channel channel) {
        return registry.counter(PREFIX + "received", "channel", lower(channel));
    }

    private Counter published(Priority priority) {
        return registry.counter(PREFIX + "published", "priority", lower(priority));
    }

    /// Taken in while Kafka was away.
    void spooled(Priority priority) {
        registry.counter(PREFIX + "spooled", "priority", lower(priority)).increment();
    }

    void duplicate() {
        registry.counter(PREFIX + "duplicates").increment();
    }

    void refused(ReasonCode reason) {
        rejected(reason).increment();
    }

    /// What the eligibility rules say of an object that could be read.
    void decided(Decision decision) {
        switch (decision) {
            case Decision.Eligible let -> {
                eligible.increment();
                let.unstated().forEach(rule -> unstated(rule).increment());
            }
            case Decision.Refused refused ->
                refused.rule().ifPresent(rule -> refusedBy(rule).increment());
        }
    }

    /// Objects refused so far for a reason, by this instance.
    Counter rejected(ReasonCode reason) {
        return registry.counter(
                PREFIX + "rejected",
                "reason",
                reason.name(),
                "kind",
                reason.kind().name());
    }

    /// Objects that the rules let in.
    Counter eligible() {
        return eligible;
    }

    /// Objects that a rule refused.
    Counter refusedBy(String rule) {
        return registry.counter(PREFIX + "eligibility.refused", "rule", rule);
    }

    /// Objects that a rule let pass although they do not state what it asks for.
    Counter unstated(String rule) {
        return registry.counter(PREFIX + "eligibility.unstated", "rule", rule);
    }

    void interrupted(Channel channel) {
        registry.counter(PREFIX + "interrupted", "channel", lower(channel)).increment();
    }

    void time(Stage stage, Duration duration) {
        Objects.requireNonNull(timers.get(stage)).record(duration);
    }

    /// An association that was not accepted.
    ///
    /// @param why source and reason of the rejection
    public void associationRejected(String why) {
        registry.counter(PREFIX + "associations.rejected", "why", why).increment();
    }

    public void commitment(Commitment outcome) {
        commitments(outcome).increment();
    }

    private Counter commitments(Commitment outcome) {
        return registry.counter(PREFIX + "commitments", "outcome", lower(outcome));
    }

    /// A value that is asked for when it is wanted.
    public void gauge(String name, Supplier<Number> value) {
        register(PREFIX + name, value);
    }

    /// Radiographs that wait on disk for Kafka; an alarm watches it.
    void spool(Supplier<Number> waiting) {
        register(PREFIX + "spool.waiting", waiting);
    }

    private void register(String name, Supplier<Number> value) {
        // Strong, because nobody else holds the supplier.
        Gauge.builder(name, value).strongReference(true).register(registry);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
