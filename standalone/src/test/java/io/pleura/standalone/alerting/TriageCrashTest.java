package io.pleura.standalone.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.events.AlertChange;
import io.pleura.events.AlertChanged;
import io.pleura.schemas.EventSerde;
import io.pleura.schemas.Topic;
import io.pleura.standalone.Broker;
import io.pleura.standalone.TestBroker;
import io.pleura.standalone.stack.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Triage dies where it hurts, again and again, and every positive study still has one alert.
@Timeout(240)
class TriageCrashTest {

    private static final int PARTITIONS = 2;
    private static final int STUDIES = 60;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Broker broker;

    @SuppressWarnings("NullAway.Init")
    private String bootstrapServers;

    @BeforeEach
    void start() throws Exception {
        Ports ports = Ports.free();
        bootstrapServers = ports.kafkaBootstrap();
        broker = TestBroker.start(folder, ports);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(Topic.SCORES, Topic.ALERT_ACTIONS, Topic.ALERTS).stream()
                            .map(topic -> new NewTopic(topic.name(), PARTITIONS, (short) 1).configs(topic.config()))
                            .toList())
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
        sendStudies();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void everyPositiveStudyHasOneAlertThroughCrashesAtEveryPoint() throws Exception {
        crash(StreamsConfig.EXACTLY_ONCE_V2, CrashPoint.ALERT_SENT_STORE_NOT, 7);
        crash(StreamsConfig.EXACTLY_ONCE_V2, CrashPoint.BEFORE_COMMIT, 11);
        crash(StreamsConfig.EXACTLY_ONCE_V2, CrashPoint.AFTER_COMMIT, 13);
        Map<String, List<AlertChanged>> alerts = runToTheEnd(StreamsConfig.EXACTLY_ONCE_V2);
        assertThat(alerts.keySet()).containsExactlyInAnyOrderElementsOf(positiveStudies());
        alerts.forEach((study, changes) -> {
            assertThat(raisedTimes(changes)).as("RAISED for " + study).isEqualTo(1);
            assertThat(changes)
                    .as("versions of " + study)
                    .extracting(AlertChanged::getVersion)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, changes.size()).boxed().toList());
        });
    }

    /// The same crash with the weaker guarantee: the test can fail.
    @Test
    void atLeastOnceWouldRaiseAnAlertTwice() throws Exception {
        crash(StreamsConfig.AT_LEAST_ONCE, CrashPoint.ALERT_SENT_STORE_NOT, 7);
        Map<String, List<AlertChanged>> alerts = runToTheEnd(StreamsConfig.AT_LEAST_ONCE);
        assertThat(alerts.keySet()).containsExactlyInAnyOrderElementsOf(positiveStudies());
        assertThat(alerts.values()).anyMatch(changes -> raisedTimes(changes) > 1);
    }

    private void crash(String guarantee, CrashPoint point, int alertsBefore) throws Exception {
        Process child = child(guarantee, point, alertsBefore);
        try {
            assertThat(child.waitFor(120, TimeUnit.SECONDS))
                    .as("crashed at " + point)
                    .isTrue();
            assertThat(child.exitValue()).isEqualTo(CrashingProducer.EXIT_STATUS);
        } finally {
            child.destroyForcibly();
        }
    }

    private Map<String, List<AlertChanged>> runToTheEnd(String guarantee) throws Exception {
        Process child = child(guarantee, CrashPoint.NOWHERE, 0);
        try {
            return readUntilEveryStudyIsThere();
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    private Process child(String guarantee, CrashPoint point, int alertsBefore) throws Exception {
        return TriageChild.start(
                folder, System.getProperty("java.class.path"), bootstrapServers, guarantee, point, alertsBefore);
    }

    /// Two positive images a study (every fifth study is negative), each sent twice.
    private void sendStudies() throws Exception {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer())) {
            for (int image = 1; image <= 2; image++) {
                for (int study = 0; study < STUDIES; study++) {
                    byte[] score = EventSerde.of(Topic.SCORES)
                            .toBytes(Scores.of(uid(study), uid(study) + "." + image, isPositive(study)));
                    producer.send(new ProducerRecord<>(Topic.SCORES.name(), uid(study), score));
                    producer.send(new ProducerRecord<>(Topic.SCORES.name(), uid(study), score));
                }
            }
            producer.flush();
        }
    }

    private Map<String, List<AlertChanged>> readUntilEveryStudyIsThere() {
        Map<String, List<AlertChanged>> alerts = new TreeMap<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "group.id", "test",
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(Topic.ALERTS.name()));
            while (!isComplete(alerts)) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record -> alerts.computeIfAbsent(record.key(), key -> new ArrayList<>())
                                .add(EventSerde.of(Topic.ALERTS).fromBytes(record.value())));
            }
        }
        return alerts;
    }

    /// The second image of a study comes after every first one, and with it the study's version 2.
    private static boolean isComplete(Map<String, List<AlertChanged>> alerts) {
        return alerts.keySet().containsAll(positiveStudies())
                && alerts.values().stream()
                        .allMatch(changes -> changes.getLast().getVersion() >= 2);
    }

    private static long raisedTimes(List<AlertChanged> changes) {
        return changes.stream()
                .filter(change -> change.getChange() == AlertChange.RAISED)
                .count();
    }

    private static List<String> positiveStudies() {
        return IntStream.range(0, STUDIES)
                .filter(TriageCrashTest::isPositive)
                .mapToObj(TriageCrashTest::uid)
                .toList();
    }

    private static boolean isPositive(int study) {
        return study % 5 != 0;
    }

    private static String uid(int study) {
        return "1.2.840." + (1000 + study);
    }
}
