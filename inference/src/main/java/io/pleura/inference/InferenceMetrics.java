package io.pleura.inference;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.pleura.inference.lanes.Lane;
import io.pleura.inference.lanes.Lanes;
import io.pleura.inference.publish.Outcome;
import io.pleura.inference.publish.StageTimes;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Everything that the service counts. Names begin with `pleura.inference`; no label names a patient or study.
public final class InferenceMetrics {

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofMinutes(30);
    private static final String POSITIVE = "positive";
    private static final String NEGATIVE = "negative";

    private final MeterRegistry registry;
    private final DistributionSummary batchSize;
    private final Map<Lane, AtomicLong> lag = new EnumMap<>(Lane.class);
    private final Map<Lane, AtomicLong> buffered = new EnumMap<>(Lane.class);
    private final Map<Lane, AtomicLong> held = new EnumMap<>(Lane.class);
    private final Map<Lane, AtomicLong> awaitUpgrade = new EnumMap<>(Lane.class);

    public InferenceMetrics(MeterRegistry registry) {
        this.registry = registry;
        batchSize = DistributionSummary.builder("pleura.inference.batch.size")
                .description("Radiographs in one batch")
                .register(registry);
        for (Lane lane : Lane.values()) {
            lag.put(lane, gauge("pleura.inference.lag", "Radiographs in Kafka not yet scored", lane));
            buffered.put(lane, gauge("pleura.inference.buffered", "Radiographs polled and not yet taken", lane));
            held.put(lane, gauge("pleura.inference.held", "Partitions that wait behind one that failed alone", lane));
            awaitUpgrade.put(
                    lane, gauge("pleura.inference.awaits.upgrade", "Partitions that wait for a newer release", lane));
        }
        // From zero: a counter's first value is no increase to Prometheus, and the alarms that nothing is scored, and
        // that STAT radiographs wait, look for one.
        for (Lane lane : List.of(Lane.STAT, Lane.ROUTINE)) {
            stage("wait", lane);
            radiographs(lane, POSITIVE);
            radiographs(lane, NEGATIVE);
        }
    }

    void batch(int size) {
        batchSize.record(size);
    }

    void commit(Duration duration) {
        stage("commit", null).record(duration);
    }

    void queue(Lane lane, Lanes lanes) {
        set(lag.get(lane), lanes.lag(lane));
        set(buffered.get(lane), lanes.buffered(lane));
        set(held.get(lane), lanes.held(lane));
        set(awaitUpgrade.get(lane), lanes.awaitingUpgrade(lane));
    }

    void failure(String kind) {
        counter("pleura.inference.failures", "Turns of the loop that failed", "kind", kind)
                .increment();
    }

    /// Called once the outcome is committed.
    void done(Outcome outcome) {
        Lane lane = outcome.task().lane();
        switch (outcome) {
            case Outcome.Scored scored -> {
                count(lane, scored.finding().positive() ? POSITIVE : NEGATIVE);
                times(lane, scored.times());
            }
            case Outcome.Replayed replayed -> {
                count(lane, "replayed");
                times(lane, replayed.times());
            }
            case Outcome.Refused refused -> {
                count(lane, "rejected");
                counter(
                                "pleura.inference.rejections",
                                "Rejected, by reason",
                                "reason",
                                refused.reason().name())
                        .increment();
            }
            case Outcome.ReplayFailed failed -> count(lane, "replay_failed");
        }
    }

    private void times(Lane lane, StageTimes times) {
        stage("wait", lane).record(Duration.ofMillis(times.waitMillis()));
        stage("fetch", lane).record(micros(times.fetchMicros()));
        stage("decode", lane).record(micros(times.decodeMicros()));
        stage("preprocess", lane).record(micros(times.preprocessMicros()));
        stage("infer", lane).record(micros(times.inferMicros()));
    }

    private void count(Lane lane, String outcome) {
        radiographs(lane, outcome).increment();
    }

    private Counter radiographs(Lane lane, String outcome) {
        return Counter.builder("pleura.inference.radiographs")
                .description("Radiographs done, by lane and outcome")
                .tags("lane", lane.label(), "outcome", outcome)
                .register(registry);
    }

    private Counter counter(String name, String description, String tag, String value) {
        return Counter.builder(name).description(description).tag(tag, value).register(registry);
    }

    /// @param lane null for what a whole batch shares
    private Timer stage(String stage, @Nullable Lane lane) {
        return Timer.builder("pleura.inference.stage")
                .description("Time of one radiograph in a stage")
                .tags("stage", stage, "lane", lane == null ? "all" : lane.label())
                .publishPercentileHistogram()
                .minimumExpectedValue(SHORTEST)
                .maximumExpectedValue(LONGEST)
                .register(registry);
    }

    private AtomicLong gauge(String name, String description, Lane lane) {
        AtomicLong value = new AtomicLong();
        Gauge.builder(name, value, AtomicLong::doubleValue)
                .description(description)
                .tag("lane", lane.label())
                .register(registry);
        return value;
    }

    private static void set(@Nullable AtomicLong gauge, long value) {
        if (gauge != null) {
            gauge.set(value);
        }
    }

    private static Duration micros(long micros) {
        return Duration.ofNanos(micros * 1_000);
    }
}
