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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Kafka goes and comes back while a sender sends. What was acknowledged meanwhile lies on disk and is in the log once,
/// in the order in which it came, as soon as there is one. Each test has folders and a study of its own, and the same
/// broker.
@Timeout(300)
class KafkaAwayTest {

    private static final int OBJECTS = 6;
    private static final AtomicInteger NEXT = new AtomicInteger(7000);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path shared;

    @SuppressWarnings("NullAway.Init")
    private static IngestFixture fixture;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final int firstNumber = NEXT.getAndAdd(OBJECTS);
    private final String study = "2.25." + firstNumber;

    /// Instances of one study, so that one partition holds their order.
    private final List<byte[]> objects = IntStream.range(0, OBJECTS)
            .mapToObj(i -> TestObjects.file(firstNumber + i, dataSet -> dataSet.string(Tags.STUDY_INSTANCE_UID, study)))
            .toList();

    @BeforeAll
    static void start() throws Exception {
        fixture = new IngestFixture(shared);
    }

    @AfterEach
    void stopIngest() throws Exception {
        fixture.stopIngest();
    }

    @AfterAll
    static void stop() throws Exception {
        fixture.close();
    }

    @ParameterizedTest(name = "success after {0}")
    @EnumSource(SuccessAfter.class)
    void whatComesMeanwhileWaitsOnDiskAndIsPublishedInOrder(SuccessAfter success) throws Exception {
        Ingest ingest = fixture.ingest(impatient("success-after", success.name()));
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
        assertThat(published()).isEqualTo(instances(6));
    }

    @Test
    void whoComesWhenTheSpoolIsFullIsAskedToComeAgain() throws Exception {
        Ingest ingest = fixture.ingest(impatient("spool-limit", "2"));
        try (StoreScu scu = fixture.scu(fixture.scp(ingest))) {
            assertThat(acknowledged(scu, 0)).isTrue();
            IngestFixture.await("published event", () -> ingest.unpublished() == 0);
            fixture.stopBroker();
            assertThat(acknowledged(scu, 1)).isTrue();
            assertThat(acknowledged(scu, 2)).isTrue();
            StoreStatus full = scu.store(objects.get(3));
            assertThat(full.retryable()).as("%s", full).isTrue();
            assertThat(acknowledged(scu, 1)).as("waits already").isTrue();

            fixture.startBroker();
            IngestFixture.await("empty spool", () -> ingest.spooled() == 0);
            assertThat(acknowledged(scu, 3)).isTrue();
        }
        assertThat(published()).isEqualTo(instances(4));
    }

    @Test
    void aLifeThatBeginsWithoutKafkaTakesUpWhatTheLastOneLeft() throws Exception {
        Ingest first = fixture.ingest(impatient());
        try (StoreScu scu = fixture.scu(fixture.scp(first))) {
            assertThat(acknowledged(scu, 0)).isTrue();
            IngestFixture.await("published event", () -> first.unpublished() == 0);
            fixture.stopBroker();
            assertThat(acknowledged(scu, 1)).isTrue();
            assertThat(acknowledged(scu, 2)).isTrue();
        }
        fixture.stopIngest();

        Ingest second = fixture.ingestWithoutKafka(impatient());
        assertThat(second.spooled()).isEqualTo(2);
        try (StoreScu scu = fixture.scu(fixture.scp(second))) {
            assertThat(acknowledged(scu, 3)).isTrue();
            assertThat(acknowledged(scu, 1)).as("sent in the last life").isTrue();
        }
        fixture.startBroker();
        IngestFixture.await("empty spool", () -> second.spooled() == 0);
        assertThat(published()).isEqualTo(instances(4));
    }

    @Test
    void withoutASpoolNothingIsAcknowledged() throws Exception {
        Ingest ingest = fixture.ingest(impatient("spool-limit", "0"));
        try (StoreScu scu = fixture.scu(fixture.scp(ingest))) {
            fixture.stopBroker();
            for (int i = 0; i < 3; i++) {
                assertThat(scu.store(objects.get(i)).retryable()).isTrue();
            }
            fixture.startBroker();
            IngestFixture.await("Kafka", () -> ingest.logTrouble().isEmpty());
            for (int i = 0; i < 3; i++) {
                assertThat(acknowledged(scu, i)).isTrue();
            }
        }
        assertThat(published()).containsExactlyInAnyOrderElementsOf(instances(3));
    }

    private Map<String, String> impatient(String name, String value) {
        Map<String, String> more = new HashMap<>(impatient());
        more.put(name, value);
        return more;
    }

    private Map<String, String> impatient() {
        return Map.of(
                "blob-folder",
                folder.resolve("blobs").toString(),
                "work-folder",
                folder.resolve("work").toString(),
                "kafka-timeout",
                "3s",
                "publish-timeout",
                "6s");
    }

    private boolean acknowledged(StoreScu scu, int object) throws Exception {
        return scu.store(objects.get(object)).success();
    }

    private List<String> published() {
        return fixture.received().stream()
                .filter(event -> event.getStudyUid().equals(study))
                .map(RadiographReceived::getSopInstanceUid)
                .toList();
    }

    /// The first of the test's own.
    private List<String> instances(int count) {
        return IntStream.range(firstNumber, firstNumber + count)
                .mapToObj(TestObjects::instanceUid)
                .toList();
    }
}
