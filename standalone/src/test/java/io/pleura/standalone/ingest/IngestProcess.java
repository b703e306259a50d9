package io.pleura.standalone.ingest;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pleura.ingest.Ingest;
import io.pleura.ingest.receive.dimse.DimseScp;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// The ingest service without Quarkus, in a process that can be killed. Arguments: folder, bootstrap servers, DICOM
/// port.
final class IngestProcess {

    private IngestProcess() {}

    public static void main(String[] arguments) throws Exception {
        Ingest ingest = new Ingest(
                IngestFixture.config(Path.of(arguments[0]), arguments[1], Map.of("dicom-port", arguments[2])),
                new SimpleMeterRegistry(),
                InstantSource.fixed(IngestFixture.NOW));
        ingest.start();
        // So that senders meet a service that publishes what they send, and not one that spools it.
        IngestFixture.await("Kafka", () -> ingest.logTrouble().isEmpty());
        new DimseScp(ingest).start();
        System.out.println("ready");
        new CountDownLatch(1).await();
    }
}
