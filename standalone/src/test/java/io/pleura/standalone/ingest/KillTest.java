package io.pleura.standalone.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.events.RadiographReceived;
import io.pleura.ingest.scu.StoreScu;
import io.pleura.ingest.scu.StoreStatus;
import io.pleura.ingest.scu.Timeouts;
import io.pleura.standalone.stack.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Kills the service at random moments while senders send and send again: besides [PublishCrashPointTest], which
/// chooses its moments, this one finds those that nobody thought of.
@Timeout(600)
class KillTest {

    private static final int OBJECTS = 60;
    private static final int SENDERS = 3;
    private static final int KILLS = 2;
    private static final int FIRST = 3000;

    @Test
    void everyObjectIsOneEventHoweverOftenTheServiceDies(@TempDir Path folder) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int port = Ports.free().dicom();
        try (IngestFixture fixture = new IngestFixture(folder)) {
            AtomicInteger acknowledged = new AtomicInteger();
            List<Thread> senders = new ArrayList<>();
            IngestProcess service = start(fixture, folder, port);
            try {
                for (int sender = 0; sender < SENDERS; sender++) {
                    int mine = sender;
                    senders.add(Thread.ofVirtual().start(() -> sendAll(port, mine, acknowledged)));
                }
                for (int kill = 1; kill <= KILLS; kill++) {
                    int reached = kill * OBJECTS / (KILLS + 2);
                    IngestFixture.await("progress", () -> acknowledged.get() >= reached);
                    LockSupport.parkNanos(Duration.ofMillis(random.nextInt(50)).toNanos());
                    service.close();
                    service = start(fixture, folder, port);
                }
                for (Thread sender : senders) {
                    sender.join();
                }
                // What a life left behind, and what waited behind that, the last one publishes.
                IngestFixture.await("every event", () -> fixture.received().size() >= OBJECTS);
            } finally {
                service.close();
            }
            assertThat(fixture.received())
                    .as("seed %d", seed)
                    .extracting(RadiographReceived::getSopInstanceUid)
                    .doesNotHaveDuplicates()
                    .hasSize(OBJECTS);
        }
    }

    private static void sendAll(int port, int sender, AtomicInteger acknowledged) {
        for (int number = sender; number < OBJECTS; number += SENDERS) {
            byte[] object = TestObjects.file(FIRST + number, same -> same);
            while (!stored(port, object)) {
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
            acknowledged.incrementAndGet();
        }
    }

    private static boolean stored(int port, byte[] object) {
        try (StoreScu scu = new StoreScu(
                Ports.HOST,
                port,
                IngestFixture.CALLER,
                "PLEURA",
                new Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(30)))) {
            StoreStatus status = scu.store(object);
            return status.success();
        } catch (IOException e) {
            return false;
        }
    }

    private static IngestProcess start(IngestFixture fixture, Path folder, int port) throws IOException {
        return IngestProcess.start(
                folder,
                fixture.bootstrapServers(),
                IngestProcess.Start.WITH_KAFKA,
                Map.of("dicom-port", Integer.toString(port)));
    }
}
