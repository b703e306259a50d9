package io.pleura.standalone.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pleura.events.RadiographReceived;
import io.pleura.ingest.Arrival;
import io.pleura.ingest.Ingest;
import io.pleura.ingest.Outcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The wall clock jumps at every look at it while objects are taken in.
@Timeout(120)
class ClockJumpTest {

    @ParameterizedTest(name = "by {0}")
    @CsvSource({"-PT1H, 81001", "P1D, 82001"})
    void everyObjectIsStoredAndPublishedOnce(Duration jump, int first, @TempDir Path folder) throws Exception {
        AtomicReference<Instant> clock = new AtomicReference<>(IngestFixture.NOW);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (IngestFixture fixture = new IngestFixture(folder);
                Ingest ingest =
                        new Ingest(fixture.config(Map.of()), meters, () -> clock.getAndUpdate(now -> now.plus(jump)))) {
            ingest.start();
            IngestFixture.await("Kafka", () -> ingest.logTrouble().isEmpty());
            for (int number = first; number < first + 3; number++) {
                assertThat(send(ingest, number).again()).isFalse();
                assertThat(send(ingest, number).again()).as("the same again").isTrue();
            }
            IngestFixture.await("published events", () -> ingest.unpublished() == 0);

            assertThat(fixture.received())
                    .extracting(RadiographReceived::getSopInstanceUid)
                    .containsExactlyInAnyOrder(
                            TestObjects.instanceUid(first),
                            TestObjects.instanceUid(first + 1),
                            TestObjects.instanceUid(first + 2));
        }
        assertThat(meters.get("pleura.ingest.stage").timers())
                .extracting(ClockJumpTest::seconds)
                .as("a jump is no time that a stage took")
                .allSatisfy(seconds -> assertThat(seconds).isBetween(0.0, 3600.0));
    }

    private static double seconds(Timer timer) {
        return timer.totalTime(TimeUnit.SECONDS);
    }

    private static Outcome.Stored send(Ingest ingest, int number) throws IOException {
        byte[] object = TestObjects.file(number, same -> same);
        return (Outcome.Stored) ingest.pipeline().ingest(Arrival.fromFolder(), new ByteArrayInputStream(object));
    }
}
