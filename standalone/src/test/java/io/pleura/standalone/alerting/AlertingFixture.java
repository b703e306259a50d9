package io.pleura.standalone.alerting;

import io.pleura.alerting.AlertEvents;
import io.pleura.alerting.triage.Decision;
import io.pleura.alerting.triage.Decision.Output;
import io.pleura.alerting.triage.EscalationPolicy;
import io.pleura.alerting.triage.Triage;
import io.pleura.schemas.EventSerde;
import io.pleura.schemas.Topic;
import io.pleura.standalone.Await;
import io.pleura.standalone.Broker;
import io.pleura.standalone.TestBroker;
import io.pleura.standalone.stack.Ports;
import io.pleura.standalone.stack.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// A broker with the catalogue's topics; what inference and triage would write there, and what a group has committed.
final class AlertingFixture implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /// Where the schema's fingerprint begins in a message (Avro specification, "Single-object encoding").
    private static final int FINGERPRINT = 2;

    private final Broker broker;
    private final String bootstrapServers;
    private final Admin admin;

    AlertingFixture(Path folder) throws Exception {
        Ports ports = Ports.free();
        bootstrapServers = ports.kafkaBootstrap();
        broker = TestBroker.start(folder, ports);
        admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        Topics.apply(admin, Topic.CATALOGUE);
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    static Triage triage() {
        return new Triage(new EscalationPolicy(List.of(Duration.ofHours(1)), List.of(Duration.ofHours(1)), 1));
    }

    /// A positive score.
    static byte[] score(String study) {
        return EventSerde.of(Topic.SCORES).toBytes(Scores.of(study, study + ".1", true));
    }

    /// The alert that triage raises for the score.
    static byte[] alert(String study) {
        Decision decision =
                triage().decide(null, AlertEvents.scored(Scores.of(study, study + ".1", true)), Instant.now());
        if (decision instanceof Decision.Changed changed
                && changed.outputs().getFirst() instanceof Output.Publish raised) {
            return EventSerde.of(Topic.ALERTS).toBytes(AlertEvents.event(raised.alert()));
        }
        throw new AssertionError("a positive score raises an alert");
    }

    /// The same message, of a schema that nobody knows.
    static byte[] ofNewerSchema(byte[] event) {
        byte[] newer = event.clone();
        newer[FINGERPRINT] ^= 1;
        return newer;
    }

    /// Returns where it stands once it is there.
    RecordMetadata send(Topic<?> topic, String study, byte[] event) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer())) {
            return producer.send(new ProducerRecord<>(topic.name(), study, event))
                    .get(30, TimeUnit.SECONDS);
        }
    }

    /// The offset up to which the group has committed the record's partition; 0 for none.
    long committed(String group, RecordMetadata record) throws Exception {
        OffsetAndMetadata offset = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get(30, TimeUnit.SECONDS)
                .get(new TopicPartition(record.topic(), record.partition()));
        return offset == null ? 0 : offset.offset();
    }

    static void await(String what, BooleanSupplier happened) {
        Await.until(what, PATIENCE, happened::getAsBoolean);
    }

    @Override
    public void close() {
        admin.close();
        broker.close();
    }
}
