package io.pleura.ingest.receive.dimse;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pleura.ingest.Ingest;
import io.pleura.ingest.TestSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/// A listening [DimseScp] whose ingest has no Kafka: enough for associations and for C-ECHO.
final class ScpFixture implements AutoCloseable {

    static final String CALLER = "TESTSCU";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Ingest ingest;
    private final DimseScp scp;

    /// @param settings below `pleura.ingest`
    ScpFixture(Path folder, Map<String, String> settings) throws IOException {
        Map<String, String> all = new HashMap<>(Map.of(
                "pleura.ingest.kafka-bootstrap-servers", "127.0.0.1:1",
                "pleura.ingest.kafka-timeout", "200ms",
                "pleura.ingest.blob-folder", folder.resolve("blobs").toString(),
                "pleura.ingest.work-folder", folder.resolve("work").toString(),
                "pleura.ingest.dicom-port", "0",
                "pleura.ingest.tls.port", "0",
                "pleura.ingest.allowed-callers", CALLER));
        settings.forEach((name, value) -> all.put("pleura.ingest." + name, value));
        ingest = new Ingest(TestSettings.config(all), registry, InstantSource.system());
        ingest.start();
        scp = scp(ingest);
        scp.start();
    }

    private static DimseScp scp(Ingest ingest) throws IOException {
        try {
            return new DimseScp(ingest);
        } catch (IOException | RuntimeException e) {
            ingest.close();
            throw e;
        }
    }

    DimseScp scp() {
        return scp;
    }

    /// Associations rejected for a reason that [io.pleura.ingest.IngestMetrics] names.
    double rejected(String why) {
        var counter = registry.find("pleura.ingest.associations.rejected")
                .tag("why", why)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    /// Commitment requests that came to this end.
    double commitments(String outcome) {
        var counter = registry.find("pleura.ingest.commitments")
                .tag("outcome", outcome)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    @Override
    public void close() throws IOException {
        scp.close();
        ingest.close();
    }
}
