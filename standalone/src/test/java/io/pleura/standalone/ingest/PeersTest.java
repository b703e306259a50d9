package io.pleura.standalone.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.events.RadiographReceived;
import io.pleura.events.Rejected;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.Vr;
import io.pleura.standalone.TestTool;
import io.pleura.standalone.TestTool.Run;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Peers that share no code with DCMTK, with Orthanc or with us: the Central Test Node, in which DICOM's upper
/// layer was first tried out, PixelMed's toolkit, and Odil, which writes anew what it has read. Skipped where they
/// are not installed, except in continuous integration.
@Timeout(180)
class PeersTest {

    private static final Path JARS = Path.of("/usr/share/java");
    private static final String DEFLATED = "1.2.840.10008.1.2.1.99";

    @RegisterExtension
    private static final RunningIngest running = new RunningIngest(Map.of());

    @BeforeAll
    static void requireTools() {
        TestTool.require("ctn", "dicom_echo", "send_image", "simple_storage");
        TestTool.require("odil", "odil");
        TestTool.requireFile("libpixelmed-java", JARS.resolve("pixelmed.jar"));
    }

    @Test
    void theCentralTestNodeIsAnswered() throws Exception {
        Run run = centralTestNode("dicom_echo", "STORESCU", List.of());

        assertThat(run.exit()).as(run.output()).isZero();
        assertThat(run.output()).contains("Verification Response").contains("Successful operation");
    }

    @Test
    void anUnlistedCentralTestNodeIsRejected() throws Exception {
        assertThat(centralTestNode("dicom_echo", "NOBODY", List.of()).output()).doesNotContain("Successful operation");
    }

    @Test
    void theCentralTestNodeStores() throws Exception {
        Path file = write(4001, TestObjects.file(4001, same -> same));

        Run run = centralTestNode("send_image", "STORESCU", List.of(file));

        assertThat(run.output()).contains("Successful operation");
        assertThat(received(4001)).hasSize(1);
    }

    @Test
    void odilIsAnswered() throws Exception {
        assertThat(odil("echo", "STORESCU", List.of()).exit()).isZero();
        assertThat(odil("echo", "NOBODY", List.of()).output()).contains("Association rejected");
    }

    /// Odil writes 0.143 for .143, and everything in Explicit VR Little Endian.
    @Test
    void whatOdilWritesAnewIsTheSameImage() throws Exception {
        byte[] object = TestObjects.file(
                4002,
                header -> header.bytes(Tags.PIXEL_SPACING, Vr.DS, ".143\\.143 ".getBytes(StandardCharsets.US_ASCII)));
        Path file = write(4002, object);
        centralTestNode("send_image", "STORESCU", List.of(file));

        Run run = odil("store", "STORESCU", List.of(file));

        assertThat(run.exit()).as(run.output()).isZero();
        assertThat(received(4002)).hasSize(1);
        assertThat(running.fixture().rejections())
                .extracting(Rejected::getSopInstanceUid)
                .doesNotContain(TestObjects.instanceUid(4002));
    }

    /// With its highest compression level, an image that is not compressed comes deflated.
    @Test
    void pixelMedStores() throws Exception {
        Path file = write(4003, TestObjects.file(4003, same -> same));

        Run run = pixelMed(file);

        assertThat(received(4003))
                .as(run.output())
                .singleElement()
                .extracting(RadiographReceived::getTransferSyntaxUid)
                .isEqualTo(DEFLATED);
    }

    private static Run centralTestNode(String tool, String callingAeTitle, List<Path> files) throws Exception {
        return run(List.of(tool, "-a", callingAeTitle, "-c", "PLEURA", "127.0.0.1", port()), files);
    }

    private static Run odil(String command, String callingAeTitle, List<Path> files) throws Exception {
        return run(List.of("odil", command, "127.0.0.1", port(), callingAeTitle, "PLEURA"), files);
    }

    private static Run pixelMed(Path file) throws Exception {
        String classPath = Stream.of("pixelmed", "commons-codec", "commons-compress", "vecmath", "slf4j-api")
                .map(jar -> JARS.resolve(jar + ".jar").toString())
                .collect(Collectors.joining(":"));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String sender = "com.pixelmed.network.StorageSOPClassSCU";
        return run(
                List.of(
                        java,
                        "-cp",
                        classPath,
                        sender,
                        "127.0.0.1",
                        port(),
                        "PLEURA",
                        "STORESCU",
                        file.toString(),
                        "2"),
                List.of());
    }

    private static Run run(List<String> command, List<Path> files) throws Exception {
        List<String> whole = new ArrayList<>(command);
        files.forEach(file -> whole.add(file.toString()));
        return TestTool.run(whole);
    }

    private static String port() {
        return Integer.toString(running.scp().port());
    }

    private static Path write(int number, byte[] object) throws Exception {
        return Files.write(running.folder().resolve(number + ".dcm"), object);
    }

    private static List<RadiographReceived> received(int number) {
        return running.fixture().received().stream()
                .filter(event -> event.getSopInstanceUid().equals(TestObjects.instanceUid(number)))
                .toList();
    }
}
