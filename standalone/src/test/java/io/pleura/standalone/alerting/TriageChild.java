package io.pleura.standalone.alerting;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pleura.alerting.route.AlertingTopology;
import io.pleura.alerting.route.StreamsSettings;
import io.pleura.alerting.route.TriageMetrics;
import io.pleura.alerting.triage.EscalationPolicy;
import io.pleura.alerting.triage.Triage;
import io.pleura.schemas.WaitingPartitions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;

/// The triage topology alone, with the product's settings, in a process that crashes where it is told to.
final class TriageChild {

    private TriageChild() {}

    /// Starts one in a process of its own, which keeps its state and its output below the folder.
    static Process start(
            Path folder,
            String classPath,
            String bootstrapServers,
            String guarantee,
            CrashPoint point,
            int alertsBefore)
            throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.io.tmpdir=" + folder, // what it unpacks goes with the test's folder when it is killed
                        "-cp",
                        classPath,
                        TriageChild.class.getName(),
                        bootstrapServers,
                        folder.resolve("state").toString(),
                        guarantee,
                        point.name(),
                        Integer.toString(alertsBefore))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("triage.log").toFile()))
                .start();
    }

    /// Arguments: bootstrap servers, state folder, processing guarantee, crash point, number of alerts before it.
    public static void main(String[] arguments) {
        TriageMetrics metrics = new TriageMetrics(new SimpleMeterRegistry());
        Triage triage = new Triage(new EscalationPolicy(List.of(Duration.ofHours(1)), List.of(Duration.ofHours(1)), 1));
        Properties settings = new StreamsSettings(arguments[0], Path.of(arguments[1]), "alerting-0", 0)
                .properties(metrics, new WaitingPartitions(Set.of()));
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, arguments[2]);
        if (!arguments[2].equals(StreamsConfig.EXACTLY_ONCE_V2)) {
            settings.remove(StreamsConfig.producerPrefix("transaction.timeout.ms"));
        }
        // Small steps, so that a crash falls between many.
        settings.put(StreamsConfig.mainConsumerPrefix("max.poll.records"), 5);
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 20);
        Clients clients = new Clients(CrashPoint.valueOf(arguments[3]), Integer.parseInt(arguments[4]));
        KafkaStreams streams =
                new KafkaStreams(AlertingTopology.build(triage, metrics, InstantSource.system()), settings, clients);
        streams.setUncaughtExceptionHandler(failure -> StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
        streams.start();
    }

    private static final class Clients extends DefaultKafkaClientSupplier {
        private final CrashPoint point;
        private final int alertsBefore;

        Clients(CrashPoint point, int alertsBefore) {
            this.point = point;
            this.alertsBefore = alertsBefore;
        }

        @Override
        public Producer<byte[], byte[]> getProducer(Map<String, Object> settings) {
            return new CrashingProducer(settings, point, alertsBefore);
        }
    }
}
