package io.pleura.standalone.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.events.RadiographReceived;
import io.pleura.imaging.dicom.Tags;
import io.pleura.ingest.Ingest;
import io.pleura.ingest.publish.SuccessAfter;
import io.pleura.ingest.scu.StoreScu;
import io.pleura.ingest.scu.StoreStatus;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Kafka goes and comes back while a sender sends. What was acknowledged meanwhile lies on disk and is in the log once,
/// in the order in which it came, as soon as there is one.
@Timeout(300)
class KafkaAwayTest {

    private static final int FIRST = 7000;
    private static final Map<String, String> IMPATIENT = Map.of("kafka-timeout", "3s", "publish-timeout", "6s");

    /// Instances of one study, so that one partition holds their order.
    private static final List<byte[]> OBJECTS = IntStream.range(0, 6)
            .mapToObj(i -> TestObjects.file(FIRST + i, dataSet -> dataSet.string(Tags.STUDY_INSTANCE_UID, "2.25.7")))
            .toList();

    @ParameterizedTest(name = "success after {0}")
    @EnumSource(SuccessAfter.class)
    void whatComesMeanwhileWaitsOnDiskAndIsPublishedInOrder(SuccessAfter success, @TempDir Path folder)
            throws Exception {
        try (IngestFixture fixture = new IngestFixture(folder)) {
            Ingest ingest = fixture.ingest(with(IMPATIENT, "success-after", success.name()));
            try (StoreScu scu = fixture.scu(fixture.scp(ingest))) {
                assertThat(acknowledged(scu, 0)).isTrue();
                IngestFixture.await("published event", () -> ingest.unpublished() == 0);
                fixture.stopBroker();
                for (int i = 1; i < 5; i++) {
                    assertThat(acknowledged(scu, i)).as("object %d", i).isTrue();
                }
                assertThat(acknowledged(scu, 2)).as("the same again").isTrue();
                IngestFixture.await("four that wait for Kafka", () -> ingest.spooled() == 4);
                assertThat(ingest.logTrouble()).isPresent();

                fixture.startBroker();
                IngestFixture.await("empty spool", () -> ingest.spooled() == 0);
                assertThat(acknowledged(scu, 5)).isTrue();
            }
            assertThat(published(fixture)).isEqualTo(instances(0, 6));
        }
    }

    @Test
    void whoComesWhenTheSpoolIsFullIsAskedToComeAgain(@TempDir Path folder) throws Exception {
        try (IngestFixture fixture = new IngestFixture(folder)) {
            Ingest ingest = fixture.ingest(with(IMPATIENT, "spool-limit", "2"));
            try (StoreScu scu = fixture.scu(fixture.scp(ingest))) {
                assertThat(acknowledged(scu, 0)).isTrue();
                IngestFixture.await("published event", () -> ingest.unpublished() == 0);
                fixture.stopBroker();
                assertThat(acknowledged(scu, 1)).isTrue();
                assertThat(acknowledged(scu, 2)).isTrue();
                StoreStatus full = scu.store(OBJECTS.get(3));
                assertThat(full.retryable()).as("%s", full).isTrue();
                assertThat(acknowledged(scu, 1)).as("waits already").isTrue();

                fixture.startBroker();
                IngestFixture.await("empty spool", () -> ingest.spooled() == 0);
                assertThat(acknowledged(scu, 3)).isTrue();
            }
            assertThat(published(fixture)).isEqualTo(instances(0, 4));
        }
    }

    @Test
    void aLifeThatBeginsWithoutKafkaTakesUpWhatTheLastOneLeft(@TempDir Path folder) throws Exception {
        try (IngestFixture fixture = new IngestFixture(folder)) {
            Ingest first = fixture.ingest(IMPATIENT);
            try (StoreScu scu = fixture.scu(fixture.scp(first))) {
                assertThat(acknowledged(scu, 0)).isTrue();
                IngestFixture.await("published event", () -> first.unpublished() == 0);
                fixture.stopBroker();
                assertThat(acknowledged(scu, 1)).isTrue();
                assertThat(acknowledged(scu, 2)).isTrue();
            }
            fixture.stopIngest();

            Ingest second = fixture.ingestWithoutKafka(IMPATIENT);
            assertThat(second.spooled()).isEqualTo(2);
            try (StoreScu scu = fixture.scu(fixture.scp(second))) {
                assertThat(acknowledged(scu, 3)).isTrue();
                assertThat(acknowledged(scu, 1)).as("sent in the last life").isTrue();
            }
            fixture.startBroker();
            IngestFixture.await("empty spool", () -> second.spooled() == 0);
            assertThat(published(fixture)).isEqualTo(instances(0, 4));
        }
    }

    @Test
    void withoutASpoolNothingIsAcknowledged(@TempDir Path folder) throws Exception {
        try (IngestFixture fixture = new IngestFixture(folder)) {
            Ingest ingest = fixture.ingest(with(IMPATIENT, "spool-limit", "0"));
            try (StoreScu scu = fixture.scu(fixture.scp(ingest))) {
                fixture.stopBroker();
                for (int i = 0; i < 3; i++) {
                    assertThat(scu.store(OBJECTS.get(i)).retryable()).isTrue();
                }
                fixture.startBroker();
                IngestFixture.await("Kafka", () -> ingest.logTrouble().isEmpty());
                for (int i = 0; i < 3; i++) {
                    assertThat(acknowledged(scu, i)).isTrue();
                }
            }
            assertThat(published(fixture)).containsExactlyInAnyOrderElementsOf(instances(0, 3));
        }
    }

    private static Map<String, String> with(Map<String, String> settings, String name, String value) {
        Map<String, String> more = new HashMap<>(settings);
        more.put(name, value);
        return more;
    }

    private static boolean acknowledged(StoreScu scu, int object) throws Exception {
        return scu.store(OBJECTS.get(object)).success();
    }

    private static List<String> published(IngestFixture fixture) {
        return fixture.received().stream()
                .map(RadiographReceived::getSopInstanceUid)
                .toList();
    }

    private static List<String> instances(int from, int to) {
        return IntStream.range(FIRST + from, FIRST + to)
                .mapToObj(TestObjects::instanceUid)
                .toList();
    }
}
