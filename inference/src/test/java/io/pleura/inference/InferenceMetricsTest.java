package io.pleura.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pleura.inference.lanes.Handling;
import io.pleura.inference.lanes.Lane;
import io.pleura.inference.lanes.Lanes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/// What alarms watch.
class InferenceMetricsTest {

    private static final byte[] NO_EVENT = {1, 2, 3};

    /// Avro's single-object header with the fingerprint of a schema that nobody knows.
    private static final byte[] OF_NEWER_SCHEMA = {(byte) 0xC3, 1, 1, 2, 3, 4, 5, 6, 7, 8, 0};

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void tellPartitionsThatAreHeldFromThoseThatAwaitAnUpgrade() {
        InferenceMetrics metrics = new InferenceMetrics(meters);
        try (Lanes lanes =
                new Lanes(InferenceMetricsTest::consumer, Duration.ZERO, 16, Set.of(), task -> Handling.LATER)) {
            lanes.poll(Instant.EPOCH);
            for (Lane lane : Lane.values()) {
                metrics.queue(lane, lanes);
            }
        }

        assertThat(gauges("held")).isEqualTo(Map.of(Lane.STAT, 1.0, Lane.ROUTINE, 0.0, Lane.REPLAY, 0.0));
        assertThat(gauges("awaits.upgrade")).isEqualTo(Map.of(Lane.STAT, 0.0, Lane.ROUTINE, 1.0, Lane.REPLAY, 0.0));
    }

    @Test
    void countScoresFromZeroSoThatTheFirstOneIsAnIncrease() {
        new InferenceMetrics(meters);

        assertThat(meters.get("pleura.inference.radiographs").counters())
                .extracting(
                        counter -> counter.getId().getTag("lane"),
                        counter -> counter.getId().getTag("outcome"),
                        Counter::count)
                .containsExactlyInAnyOrder(
                        tuple("stat", "positive", 0.0),
                        tuple("stat", "negative", 0.0),
                        tuple("routine", "positive", 0.0),
                        tuple("routine", "negative", 0.0));
    }

    private Map<Lane, Double> gauges(String name) {
        return Map.of(
                Lane.STAT,
                gauge(name, Lane.STAT),
                Lane.ROUTINE,
                gauge(name, Lane.ROUTINE),
                Lane.REPLAY,
                gauge(name, Lane.REPLAY));
    }

    private double gauge(String name, Lane lane) {
        return meters.get("pleura.inference." + name)
                .tag("lane", lane.label())
                .gauge()
                .value();
    }

    private static Consumer<String, byte[]> consumer(Lane lane) {
        MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
        TopicPartition partition = new TopicPartition(lane.topic(), 0);
        consumer.updateBeginningOffsets(Map.of(partition, 0L));
        consumer.updateEndOffsets(Map.of(partition, 1L));
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(partition));
            switch (lane) {
                case STAT -> consumer.addRecord(new ConsumerRecord<>(lane.topic(), 0, 0, "key", NO_EVENT));
                case ROUTINE -> consumer.addRecord(new ConsumerRecord<>(lane.topic(), 0, 0, "key", OF_NEWER_SCHEMA));
                case REPLAY -> {}
            }
        });
        return consumer;
    }
}
