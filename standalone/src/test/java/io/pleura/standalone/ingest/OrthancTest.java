package io.pleura.standalone.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pleura.events.RadiographReceived;
import io.pleura.events.Rejected;
import io.pleura.imaging.dicom.SopClasses;
import io.pleura.imaging.dicom.Tags;
import io.pleura.ingest.scu.StoreScu;
import io.pleura.ingest.scu.Timeouts;
import io.pleura.schemas.Topic;
import io.pleura.standalone.peer.Orthanc;
import io.pleura.standalone.peer.Orthanc.Answer;
import io.pleura.standalone.stack.DataFolder;
import io.pleura.standalone.stack.Member;
import io.pleura.standalone.stack.Ports;
import io.pleura.standalone.stack.Stack;
import io.pleura.standalone.stack.StackSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// An Orthanc archive as the peer of the service as it is packaged: it sends by C-STORE and, with its DICOMweb plug-in,
/// by STOW-RS. Skipped where Orthanc is not installed, except in continuous integration.
@Timeout(300)
class OrthancTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Stack stack;

    @SuppressWarnings("NullAway.Init")
    private static Orthanc orthanc;

    @BeforeAll
    static void start() throws Exception {
        if (!Orthanc.isThere() && "true".equals(System.getenv("CI"))) {
            fail("Debian's packages orthanc and orthanc-dicomweb must be installed in continuous integration");
        }
        assumeTrue(Orthanc.isThere(), "skipped: Debian's packages orthanc and orthanc-dicomweb are not installed");
        Ports ours = Ports.free();
        Ports theirs = Ports.free();
        String reports =
                "-Dpleura.ingest.commitment.peers.%s=%s:%d".formatted(Orthanc.AE_TITLE, Ports.HOST, theirs.dicom());
        stack = Stack.start(
                new StackSettings(
                        StackSettings.repositoryOfThisProcess(),
                        new DataFolder(folder.resolve("pleura")),
                        ours,
                        List.of(Orthanc.AE_TITLE),
                        Map.of(Member.INGEST, Map.of("JAVA_TOOL_OPTIONS", reports))),
                line -> System.out.println("stack: " + line),
                EnumSet.of(Member.BROKER, Member.INGEST));
        // Ingest is ready before it is connected to Kafka, and refusals need Kafka.
        try (StoreScu scu =
                new StoreScu(Ports.HOST, ours.dicom(), Orthanc.AE_TITLE, StackSettings.AE_TITLE, Timeouts.DEFAULT)) {
            assertThat(scu.store(TestObjects.file(4090, same -> same)).success())
                    .isTrue();
        }
        awaitEvents(4090);
        orthanc = Orthanc.start(
                Files.createDirectory(folder.resolve("orthanc")),
                theirs,
                new Orthanc.Remotes(
                        StackSettings.AE_TITLE,
                        ours.dicom(),
                        URI.create("http://" + Ports.HOST + ":" + ours.ingest() + "/dicom-web/")));
    }

    @AfterAll
    static void stop() {
        if (orthanc != null) {
            orthanc.close();
        }
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    void itsEchoIsAnswered() throws Exception {
        assertThat(orthanc.post("/modalities/pleura/echo", "{}").status()).isEqualTo(200);
    }

    @Test
    void sendsByCStore() throws Exception {
        List<String> resources = upload(4000, 4001, 4002);

        Answer answer = orthanc.post("/modalities/pleura/store", json(resources));

        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        assertThat(answer.body().path("InstancesCount").asInt()).isEqualTo(3);
        assertThat(answer.body().path("FailedInstancesCount").asInt()).isZero();
        awaitEvents(4000, 4001, 4002);
    }

    @Test
    void sendsByStow() throws Exception {
        Answer answer = stow(upload(4010, 4011, 4012));

        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        assertThat(answer.body().path("InstancesCount").asInt()).isEqualTo(3);
        awaitEvents(4010, 4011, 4012);
    }

    @Test
    void sendsAgainWithoutASecondEvent() throws Exception {
        List<String> resources = upload(4020);

        assertThat(stow(resources).status()).isEqualTo(200);
        assertThat(stow(resources).status()).isEqualTo(200);
        assertThat(orthanc.post("/modalities/pleura/store", json(resources)).status())
                .isEqualTo(200);
        awaitEvents(4020);
        assertThat(received()).containsOnlyOnce(uid(4020));
    }

    /// The archive must not think that all of a request is stored when a part of it is not.
    @Test
    void hearsThatAPartOfARequestIsRefused() throws Exception {
        List<String> resources = upload(4030);
        resources.add(upload(TestObjects.file(4031, header -> header.string(Tags.VIEW_POSITION, "LL"))));

        assertThat(stow(resources).status()).isNotEqualTo(200);
        awaitEvents(4030);
        assertThat(received()).doesNotContain(uid(4031));
        assertThat(reasons(4031)).containsExactly("NOT_FRONTAL");
    }

    @Test
    void hearsThatACStoreIsRefused() throws Exception {
        String lateral = upload(TestObjects.file(4040, header -> header.string(Tags.VIEW_POSITION, "LL")));

        Answer answer = orthanc.post("/modalities/pleura/store", json(List.of(lateral)));

        assertThat(answer.status()).as("%s", answer).isNotEqualTo(200);
        assertThat(reasons(4040)).containsExactly("NOT_FRONTAL");
    }

    @Test
    void isToldThatItMayDeleteItsCopy() throws Exception {
        assertThat(orthanc.post("/modalities/pleura/store", json(upload(4050))).status())
                .isEqualTo(200);
        awaitEvents(4050);

        Answer asked = orthanc.post(
                "/modalities/pleura/storage-commitment",
                "{\"DicomInstances\":[[\"%s\",\"%s\"]]}"
                        .formatted(SopClasses.DIGITAL_X_RAY_IMAGE_STORAGE_FOR_PRESENTATION, uid(4050)));

        assertThat(asked.status()).as("%s", asked).isEqualTo(200);
        String report = asked.body().path("Path").asText();
        IngestFixture.await("a report", () -> !"Pending".equals(statusOf(report)));
        assertThat(statusOf(report)).isEqualTo("Success");
    }

    @Test
    void itsQueriesAndRetrievalsAreRefusedByTheirPresentationContext() throws Exception {
        Answer query = orthanc.post("/modalities/pleura/query", "{\"Level\":\"Study\",\"Query\":{}}");
        Answer move = orthanc.post(
                "/modalities/pleura/move", "{\"Level\":\"Study\",\"Resources\":[{\"StudyInstanceUID\":\"1.2\"}]}");

        assertThat(query.body().path("Message").asText()).contains("C-FIND command is not supported");
        assertThat(move.body().path("Message").asText()).contains("C-MOVE command is not supported");
    }

    private static String statusOf(String report) {
        try {
            return orthanc.get(report).body().path("Status").asText();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Answer stow(List<String> resources) throws Exception {
        return orthanc.post(
                "/dicom-web/servers/pleura/stow", "{\"Resources\":%s,\"Synchronous\":true}".formatted(json(resources)));
    }

    private static List<String> upload(int... numbers) throws Exception {
        List<String> resources = new ArrayList<>();
        for (int number : numbers) {
            resources.add(upload(TestObjects.file(number, same -> same)));
        }
        return resources;
    }

    private static String upload(byte[] object) throws Exception {
        return orthanc.upload(object).body().path("ID").asText();
    }

    private static String json(List<String> resources) {
        return resources.stream().map(each -> "\"" + each + "\"").collect(Collectors.joining(",", "[", "]"));
    }

    private static String uid(int number) {
        return TestObjects.instanceUid(number);
    }

    /// What is acknowledged may wait in the spool for a moment.
    private static void awaitEvents(int... numbers) {
        List<String> wanted = Arrays.stream(numbers).mapToObj(OrthancTest::uid).toList();
        IngestFixture.await("events of " + wanted, () -> received().containsAll(wanted));
    }

    private static List<String> received() {
        return IngestFixture.events(stack.ports().kafkaBootstrap(), Topic.RADIOGRAPHS_ROUTINE).stream()
                .map(RadiographReceived::getSopInstanceUid)
                .toList();
    }

    private static List<String> reasons(int number) {
        return IngestFixture.events(stack.ports().kafkaBootstrap(), Topic.REJECTIONS).stream()
                .filter(event -> uid(number).equals(event.getSopInstanceUid()))
                .map(Rejected::getReasonCode)
                .toList();
    }
}
