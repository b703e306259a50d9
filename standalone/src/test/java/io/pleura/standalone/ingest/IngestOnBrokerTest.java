package io.pleura.standalone.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.pleura.events.BytesAt;
import io.pleura.events.Priority;
import io.pleura.events.RadiographReceived;
import io.pleura.events.Rejected;
import io.pleura.imaging.TestBlobs;
import io.pleura.imaging.blob.BlobStore;
import io.pleura.imaging.dicom.SopClasses;
import io.pleura.imaging.dicom.Tags;
import io.pleura.ingest.Arrival;
import io.pleura.ingest.Ingest;
import io.pleura.ingest.Outcome;
import io.pleura.ingest.Outcome.Refused;
import io.pleura.ingest.Outcome.Stored;
import io.pleura.ingest.receive.folder.WatchedFolder;
import io.pleura.ingest.scu.StoreScu;
import io.pleura.ingest.scu.StoreStatus;
import io.pleura.schemas.ContentHash;
import io.pleura.schemas.ReasonCode;
import io.pleura.schemas.StudyUid;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Objects through each door, and what the log says of them.
@Timeout(180)
class IngestOnBrokerTest {

    @RegisterExtension
    private static final RunningIngest running = new RunningIngest(Map.of());

    @Test
    void aStoredRadiographIsOneEvent() throws Exception {
        byte[] object = TestObjects.file(1001, same -> same);
        try (StoreScu scu = running.scu()) {
            assertThat(scu.store(object)).isEqualTo(new StoreStatus(0, ""));
            assertThat(scu.store(object)).isEqualTo(new StoreStatus(0, ""));
        }

        List<RadiographReceived> events = events(1001);
        assertThat(events).hasSize(1);
        RadiographReceived event = events.getFirst();
        assertThat(event.getPriority()).isEqualTo(Priority.ROUTINE);
        assertThat(event.getPriorityRule()).isEqualTo("default");
        assertThat(event.getSource().getCallingAeTitle()).isEqualTo(IngestFixture.CALLER);
        assertThat(event.getReceivedAt()).isEqualTo(IngestFixture.NOW);
        assertThat(TestBlobs.file(running.folder().resolve("blobs"), new ContentHash(event.getContentHash())))
                .hasSize(event.getSizeBytes());
    }

    @Test
    void theSameObjectThroughTwoDoorsIsOneEvent() throws Exception {
        byte[] object = TestObjects.file(1002, same -> same);
        byte[] otherPreamble = object.clone();
        otherPreamble[0] = 'x';
        try (StoreScu scu = running.scu()) {
            assertThat(scu.store(object).success()).isTrue();
        }

        assertThat(running.ingest().pipeline().ingest(Arrival.fromFolder(), new ByteArrayInputStream(otherPreamble)))
                .isInstanceOfSatisfying(
                        Stored.class, stored -> assertThat(stored.again()).isTrue());
        assertThat(events(1002)).hasSize(1);
        BlobStore blobs = new BlobStore(running.folder().resolve("blobs"));
        ContentHash other = ContentHash.of(otherPreamble);
        assertThat(blobs.contains(other)).isFalse();
        assertThat(blobs.quarantine().contains(other)).isFalse();
    }

    /// A sender that hears of success may delete its copy, which was the only good one.
    @Test
    void theSameObjectHealsABlobThatTheDiskHasDamaged() throws Exception {
        byte[] object = TestObjects.file(1020, same -> same);
        ContentHash hash = ContentHash.of(object);
        Path blob = TestBlobs.file(running.folder().resolve("blobs"), hash);
        byte[] altered = object.clone();
        altered[object.length - 1] ^= 1;
        for (byte[] damaged : List.of(Arrays.copyOf(object, 1000), altered)) {
            ingest(object);
            Files.write(blob, damaged);

            assertThat(ingest(object)).isInstanceOf(Stored.class);

            assertThat(new BlobStore(running.folder().resolve("blobs")).read(hash, object.length))
                    .isEqualTo(object);
        }
        assertThat(events(1020)).hasSize(1);
    }

    private static Outcome ingest(byte[] object) throws Exception {
        return running.ingest().pipeline().ingest(Arrival.fromFolder(), new ByteArrayInputStream(object));
    }

    @Test
    void otherBytesUnderAKnownUidAreReportedAndNeverReplaceIt() throws Exception {
        byte[] first = TestObjects.file(1003, same -> same);
        byte[] second = TestObjects.file(1003, header -> header.string(Tags.VIEW_POSITION, "AP"));
        try (StoreScu scu = running.scu()) {
            assertThat(scu.store(first).success()).isTrue();
            assertThat(scu.store(second).code()).isEqualTo(0x0111);
        }

        assertThat(events(1003)).hasSize(1);
        assertThat(rejections(1003))
                .extracting(Rejected::getReasonCode, Rejected::getBytesAt)
                .containsExactly(tuple(ReasonCode.CONFLICTING_INSTANCE.name(), BytesAt.QUARANTINE));
    }

    @Test
    void theSameObjectFromManySendersAtOnceIsOneEvent() throws Exception {
        byte[] object = TestObjects.file(1004, same -> same);
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<StoreStatus>> answers = new ArrayList<>();
            for (int sender = 0; sender < 12; sender++) {
                answers.add(senders.submit(() -> {
                    try (StoreScu scu = running.scu()) {
                        return scu.store(object);
                    }
                }));
            }
            for (Future<StoreStatus> answer : answers) {
                assertThat(answer.get()).isEqualTo(new StoreStatus(0, ""));
            }
        }
        assertThat(events(1004)).hasSize(1);
    }

    @Test
    void refusalsHaveAStatusACommentAndAnEvent() throws Exception {
        byte[] lateral = TestObjects.file(1005, header -> header.string(Tags.VIEW_POSITION, "LL"));
        byte[] ct = TestObjects.file(1006, header -> header.string(Tags.SOP_CLASS_UID, SopClasses.CT_IMAGE_STORAGE)
                .string(Tags.MODALITY, "CT"));
        byte[] cutOff = TestObjects.file(1007, same -> same);
        try (StoreScu scu = running.scu()) {
            assertThat(scu.store(lateral))
                    .isEqualTo(new StoreStatus(0xC011, "NOT_FRONTAL: View Position (0018,5101) is LL"));
            assertThat(scu.store(ct).code()).isEqualTo(0x0122);
            assertThat(scu.store(Arrays.copyOf(cutOff, cutOff.length - 1000)))
                    .isEqualTo(new StoreStatus(0xC001, "TRUNCATED: the bytes end within (7FE0,0010)"));
        }

        assertThat(rejections(1005)).extracting(Rejected::getReasonCode).containsExactly("NOT_FRONTAL");
        assertThat(rejections(1006)).extracting(Rejected::getReasonCode).containsExactly("UNSUPPORTED_SOP_CLASS");
        assertThat(rejections(1007)).extracting(Rejected::getReasonCode).containsExactly("TRUNCATED");
        assertThat(events(1005)).isEmpty();
    }

    /// Years later an audit asks why an image was scored, or why not, and by which rules.
    @Test
    void everyDecisionNamesItsRuleAndTheRulesThatAnAuditFindsAgain() throws Exception {
        byte[] unstated = TestObjects.file(1012, header -> header.remove(Tags.VIEW_POSITION));
        byte[] child = TestObjects.file(1013, header -> header.string(Tags.PATIENT_AGE, "003Y"));
        byte[] cutOff = TestObjects.file(1014, same -> same);
        try (StoreScu scu = running.scu()) {
            assertThat(scu.store(unstated).success()).isTrue();
            assertThat(scu.store(child))
                    .isEqualTo(new StoreStatus(0xC01A, "AGE_OUT_OF_RANGE: Patient's Age is not from 18Y to 150Y"));
            assertThat(scu.store(Arrays.copyOf(cutOff, cutOff.length - 1000)).success())
                    .isFalse();
        }

        String rules = running.ingest().rules().hash().value();
        assertThat(events(1012)).singleElement().satisfies(event -> {
            assertThat(event.getEligibilityRules()).isEqualTo(rules);
            assertThat(event.getUnstated()).contains("view-position").doesNotContain("modality");
        });
        assertThat(rejections(1013))
                .extracting(Rejected::getEligibilityRule, Rejected::getEligibilityRules)
                .containsExactly(tuple("age", rules));
        assertThat(rejections(1014))
                .extracting(Rejected::getEligibilityRule, Rejected::getEligibilityRules)
                .containsExactly(tuple(null, null));
        assertThat(new BlobStore(running.folder().resolve("blobs")).read(new ContentHash(rules), 65536))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(running.ingest().rules().text())
                .startsWith("name: pleura-1");
    }

    @Test
    void anObjectOfAnotherStudyThanTheRequestSaysIsRefused() throws Exception {
        Arrival arrival = Arrival.overStow(Optional.empty(), "", Optional.of(new StudyUid("1.2.3")));

        assertThat(running.ingest().pipeline().ingest(arrival, new ByteArrayInputStream(TestObjects.radiograph())))
                .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.reason())
                        .isEqualTo(ReasonCode.SOP_INSTANCE_MISMATCH));
    }

    @Test
    void aRequestHeaderMakesItStat() throws Exception {
        Arrival arrival = Arrival.overStow(Optional.of("10.0.0.1"), "STAT", Optional.empty());
        running.ingest().pipeline().ingest(arrival, new ByteArrayInputStream(TestObjects.file(1008, same -> same)));

        assertThat(events(1008))
                .extracting(RadiographReceived::getPriority, RadiographReceived::getPriorityRule)
                .containsExactly(tuple(Priority.STAT, "request-header"));
    }

    /// A sender of a thousand slices that do not belong here waits for each refusal.
    @Test
    void aRefusalWaitsForNoOtherEvents() throws Exception {
        Ingest gathering = running.fixture().ingest(Map.of("instance-id", "gathering", "publish-interval", "1h"));
        for (int number = 1020; number < 1023; number++) {
            byte[] lateral = TestObjects.file(number, same -> same.string(Tags.VIEW_POSITION, "LL"));
            assertThat(gathering.pipeline().ingest(Arrival.fromFolder(), new ByteArrayInputStream(lateral)))
                    .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.reason())
                            .isEqualTo(ReasonCode.NOT_FRONTAL));
        }
    }

    @Test
    void takesFinishedFilesFromTheWatchedFolder() throws Exception {
        Path watched = Files.createDirectories(running.folder().resolve("watched"));
        WatchedFolder look =
                new WatchedFolder(watched, Duration.ZERO, running.ingest().pipeline());
        byte[] text = "a letter about Anna Miller".repeat(20).getBytes(StandardCharsets.UTF_8);
        Files.write(watched.resolve("good.dcm"), TestObjects.file(1009, same -> same));
        Files.write(watched.resolve("letter.dcm"), text);
        Files.write(watched.resolve("half.dcm.part"), TestObjects.radiograph());

        assertThat(look.look()).as("first sight").isZero();
        Files.write(watched.resolve("still-growing.dcm"), new byte[10]);
        assertThat(look.look()).as("unchanged since").isEqualTo(2);

        assertThat(names(watched)).containsExactly(".taking", "done", "failed", "half.dcm.part", "still-growing.dcm");
        assertThat(names(watched.resolve("done"))).containsExactly("good.dcm");
        assertThat(names(watched.resolve("failed"))).containsExactly("letter.dcm", "letter.dcm.reason.txt");
        assertThat(watched.resolve("failed").resolve("letter.dcm.reason.txt"))
                .content()
                .startsWith("UNREADABLE_DICOM: ")
                .endsWith("\nto do: " + ReasonCode.UNREADABLE_DICOM.remedy() + "\n");
        assertThat(events(1009)).hasSize(1);
        assertThat(running.fixture().rejections())
                .filteredOn(event -> ContentHash.of(text).value().equals(event.getContentHash()))
                .hasSize(1);
    }

    @Test
    void noEventHoldsAPatientsName() {
        assertThat(running.fixture().received())
                .noneMatch(event -> event.toString().contains("Phantom"));
        assertThat(running.fixture().rejections())
                .noneMatch(event -> event.toString().contains("Phantom"));
    }

    private static List<String> names(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static List<RadiographReceived> events(int number) {
        return running.fixture().received().stream()
                .filter(event -> event.getSopInstanceUid().equals(TestObjects.instanceUid(number)))
                .toList();
    }

    private static List<Rejected> rejections(int number) {
        return running.fixture().rejections().stream()
                .filter(event -> TestObjects.instanceUid(number).equals(event.getSopInstanceUid()))
                .toList();
    }
}
