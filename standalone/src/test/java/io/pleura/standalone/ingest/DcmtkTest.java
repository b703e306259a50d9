package io.pleura.standalone.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pleura.events.RadiographReceived;
import io.pleura.events.Rejected;
import io.pleura.imaging.dicom.SopClasses;
import io.pleura.imaging.dicom.Tags;
import io.pleura.ingest.receive.dimse.DimseScp;
import io.pleura.standalone.TestTool.Run;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// DCMTK's tools as peers: what an integration engineer tries first. Skipped where they are not installed, except in
/// continuous integration.
@Timeout(180)
class DcmtkTest {

    @RegisterExtension
    private static final RunningIngest running = new RunningIngest(Map.of());

    @BeforeAll
    static void requireTools() {
        Dcmtk.require(
                "storescu", "echoscu", "findscu", "movescu", "dcmsend", "dcmconv", "dcmcjpeg", "dcmcjpls", "dcmcrle");
    }

    @Test
    void echoSucceeds() throws Exception {
        assertThat(run("echoscu", "-v", "-aec", "PLEURA"))
                .satisfies(run -> assertThat(run.exit()).isZero())
                .satisfies(run -> assertThat(run.output()).contains("Received Echo Response (Success)"));
    }

    @Test
    void aWrongCalledTitleIsRejected() throws Exception {
        assertThat(run("echoscu", "-v", "-aec", "WRONG").output())
                .contains("Result: Rejected Permanent, Source: Service User")
                .contains("Reason: Called AE Title Not Recognized");
    }

    @Test
    void anUnlistedCallerIsRejected() throws Exception {
        assertThat(run("echoscu", "-v", "-aet", "NOBODY", "-aec", "PLEURA").output())
                .contains("Result: Rejected Permanent, Source: Service User")
                .contains("Reason: Calling AE Title Not Recognized");
    }

    @Test
    void storesRealRadiographs() throws Exception {
        List<Path> files = sharedFiles("siim-301.dcm", "siim-6904.dcm");

        Run run = store("-xy", files);

        assertThat(run.exit()).as(run.output()).isZero();
        assertThat(run.output().split("Received Store Response \\(Success\\)")).hasSize(3);
        assertThat(running.fixture().received())
                .filteredOn(event -> event.getTransferSyntaxUid().equals("1.2.840.10008.1.2.4.50"))
                .filteredOn(event -> !event.getSopInstanceUid().startsWith("2.25.")) // of other tests
                .extracting(RadiographReceived::getViewPosition, RadiographReceived::getRows)
                .containsExactlyInAnyOrder(tuple("PA", 1024), tuple("PA", 1024));
    }

    @Test
    void takesTheOtherRealRadiographsToo() throws Exception {
        assertThat(store("-R", sharedFiles("nih-00000002_000.dcm", "gdcm-CR-MONO1-10-chest.dcm"))
                        .exit())
                .isZero();
        assertThat(store("-xw", sharedFiles("wg04-RG1_J2KI.dcm")).exit()).isZero();
    }

    @Test
    void aCtIsRefusedPolitely() throws Exception {
        Path ct = write(
                2001, TestObjects.file(2001, header -> header.string(Tags.SOP_CLASS_UID, SopClasses.CT_IMAGE_STORAGE)
                        .string(Tags.MODALITY, "CT")));

        assertThat(store("-R", List.of(ct)).output())
                .contains("Received Store Response (Refused: SOPClassNotSupported)");
        assertThat(reasons(2001)).containsExactly("UNSUPPORTED_SOP_CLASS");
    }

    @Test
    void aLateralViewIsRefusedWithItsReason() throws Exception {
        Path lateral = write(2002, TestObjects.file(2002, header -> header.string(Tags.VIEW_POSITION, "LL")));

        assertThat(debug(lateral).output()).contains("0xc011").contains("NOT_FRONTAL: View Position (0018,5101) is LL");
        assertThat(reasons(2002)).containsExactly("NOT_FRONTAL");
    }

    /// storescu reads a truncated file as far as it goes, or refuses it itself: either way nothing is lost silently.
    @Test
    void aTruncatedFileIsNotTaken() throws Exception {
        byte[] whole = TestObjects.file(2003, same -> same);
        Path truncated = write(2003, Arrays.copyOf(whole, whole.length - 5000));

        Run run = store("-R", List.of(truncated));

        assertThat(run.output()).doesNotContain("Received Store Response (Success)");
        assertThat(running.fixture().received())
                .noneMatch(event -> event.getSopInstanceUid().equals(TestObjects.instanceUid(2003)));
    }

    @Test
    void aTextFileIsRefusedByTheSenderItself() throws Exception {
        Path text = running.folder().resolve("letter.dcm");
        Files.writeString(text, "this is a letter", StandardCharsets.US_ASCII);

        assertThat(store("-R", List.of(text)).output()).contains("missing SOP class (or instance) in file");
    }

    @Test
    void manyOnOneAssociationAllArrive() throws Exception {
        List<Path> files = new ArrayList<>();
        for (int number = 2100; number < 2130; number++) {
            files.add(write(number, TestObjects.file(number, same -> same)));
        }

        assertThat(store("-R", files).exit()).isZero();
        assertThat(running.fixture().received())
                .filteredOn(event -> event.getSopInstanceUid().startsWith("2.25.21"))
                .hasSize(30);
    }

    @Test
    void aQueryIsRefusedWithItsPresentationContext() throws Exception {
        Run run = run("findscu", "-v", "-P", "-k", "0008,0052=STUDY", "-aet", "STORESCU", "-aec", "PLEURA");

        assertThat(run.exit()).isNotZero();
        assertThat(run.output()).contains("No Acceptable Presentation Contexts");
    }

    @Test
    void aRetrievalIsRefusedWithItsPresentationContext() throws Exception {
        Run run = run("movescu", "-v", "-P", "-k", "0008,0052=STUDY", "-aet", "STORESCU", "-aec", "PLEURA");

        assertThat(run.exit()).isNotZero();
        assertThat(run.output()).contains("No Acceptable Presentation Contexts");
    }

    /// What storescu proposes first with each option, and how a file of that transfer syntax is made.
    @Test
    void takesEveryTransferSyntaxThatStorescuProposes() throws Exception {
        List<String[]> table = rows("""
                -xe | dcmconv  | +te     | 1.2.840.10008.1.2.1
                -xi | dcmconv  | +ti     | 1.2.840.10008.1.2
                -xd | dcmconv  | +td     | 1.2.840.10008.1.2.1.99
                -xs | dcmcjpeg | +e1     | 1.2.840.10008.1.2.4.70
                -xy | dcmcjpeg | +eb +un | 1.2.840.10008.1.2.4.50
                -xx | dcmcjpeg | +ee +un | 1.2.840.10008.1.2.4.51
                -xt | dcmcjpls | +el     | 1.2.840.10008.1.2.4.80
                -xu | dcmcjpls | +en +un | 1.2.840.10008.1.2.4.81
                -xr | dcmcrle  | +un     | 1.2.840.10008.1.2.5
                """);
        Map<String, String> sent = new HashMap<>();
        for (String[] row : table) {
            int number = 2300 + sent.size();
            Path plain = write(number, TestObjects.file(number, same -> same));
            Path encoded = encoded(row, plain, number + "-encoded.dcm");

            assertThat(store(row[0], List.of(encoded)).output())
                    .as(row[0])
                    .contains("Received Store Response (Success)");
            sent.put(TestObjects.instanceUid(number), row[3]);
        }

        assertThat(running.fixture().received())
                .filteredOn(event -> sent.containsKey(event.getSopInstanceUid()))
                .extracting(RadiographReceived::getSopInstanceUid, RadiographReceived::getTransferSyntaxUid)
                .containsExactlyInAnyOrderElementsOf(sent.entrySet().stream()
                        .map(entry -> tuple(entry.getKey(), entry.getValue()))
                        .toList());
    }

    /// A modality sends what it made, and a router sends it again as it likes: one radiograph, one event. What lost
    /// something on the way is another image, and must not have the UID of the first.
    @Test
    void takesAnotherTransferSyntaxForTheSameRadiographUnlessItIsLossy() throws Exception {
        Path plain = write(2310, TestObjects.file(2310, same -> same));
        assertThat(store("-xe", List.of(plain)).output()).contains("Received Store Response (Success)");
        List<String[]> table = rows("""
                -xi | dcmconv  | +ti     | Success
                -xd | dcmconv  | +td     | Success
                -xb | dcmconv  | +tb     | Success
                -xs | dcmcjpeg | +e1     | Success
                -xt | dcmcjpls | +el     | Success
                -xr | dcmcrle  | +un     | Success
                -xy | dcmcjpeg | +eb +un | Unknown Status: 0x111
                """);
        for (String[] row : table) {
            Path encoded = encoded(row, plain, "again" + row[0] + ".dcm");

            assertThat(store(row[0], List.of(encoded)).output())
                    .as(row[0])
                    .contains("Received Store Response (" + row[3]);
        }

        assertThat(running.fixture().received())
                .filteredOn(event -> event.getSopInstanceUid().equals(TestObjects.instanceUid(2310)))
                .extracting(RadiographReceived::getTransferSyntaxUid)
                .containsExactly("1.2.840.10008.1.2.1");
        assertThat(reasons(2310)).containsExactly("CONFLICTING_INSTANCE");
    }

    @Test
    void severalAssociationsAtOnceAllArrive() throws Exception {
        List<Callable<Run>> senders = new ArrayList<>();
        for (int sender = 0; sender < 4; sender++) {
            List<Path> files = new ArrayList<>();
            for (int number = 2400 + 10 * sender; number < 2405 + 10 * sender; number++) {
                files.add(write(number, TestObjects.file(number, same -> same)));
            }
            senders.add(() -> store("-R", files));
        }

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Run> run : threads.invokeAll(senders)) {
                assertThat(run.get().exit()).as(run.get().output()).isZero();
            }
        }
        assertThat(running.fixture().received())
                .extracting(RadiographReceived::getSopInstanceUid)
                .filteredOn(uid -> uid.startsWith("2.25.24"))
                .doesNotHaveDuplicates()
                .hasSize(20);
    }

    @Test
    void dcmsendSaysThatAllIsSent() throws Exception {
        List<Path> files = List.of(
                write(2500, TestObjects.file(2500, same -> same)), write(2501, TestObjects.file(2501, same -> same)));
        Path report = running.folder().resolve("dcmsend.txt");

        Run run = Dcmtk.run(
                "dcmsend",
                List.of("-v", "-aet", "STORESCU", "-aec", "PLEURA", "+crf", report.toString()),
                running.scp().port(),
                files);

        assertThat(run.exit()).as(run.output()).isZero();
        assertThat(report).content().containsPattern("with status SUCCESS +: 2");
    }

    @Test
    void aUserIsNotAcknowledgedUnlessToldTo() throws Exception {
        Path object = write(2010, TestObjects.file(2010, same -> same));
        List<String> options =
                List.of("-v", "-R", "--user", "joe", "--password", "hush", "--pos-response", "-aec", "PLEURA");

        assertThat(run("storescu", options, List.of(object)).output())
                .contains("Positive response requested but none received");

        DimseScp acknowledging = running.fixture()
                .scp(running.fixture().ingest(Map.of("instance-id", "ingest-1", "user-identity", "acknowledged")));
        assertThat(Dcmtk.run("storescu", options, acknowledging.port(), List.of(object))
                        .output())
                .contains("Received Store Response (Success)");
    }

    /// Rows of what storescu is told, a converter, its options and what is expected.
    private static List<String[]> rows(String table) {
        return table.lines().map(line -> line.strip().split("\\s*\\|\\s*")).toList();
    }

    private static Path encoded(String[] row, Path plain, String name) throws Exception {
        Path encoded = running.folder().resolve(name);
        Dcmtk.convert(row[1], List.of(row[2].split(" ")), plain, encoded);
        return encoded;
    }

    private static List<String> reasons(int number) {
        return running.fixture().rejections().stream()
                .filter(event -> TestObjects.instanceUid(number).equals(event.getSopInstanceUid()))
                .map(Rejected::getReasonCode)
                .toList();
    }

    private static Path write(int number, byte[] object) throws Exception {
        return Files.write(running.folder().resolve(number + ".dcm"), object);
    }

    private static Run store(String option, List<Path> files) throws Exception {
        return run("storescu", List.of("-v", option, "-aec", "PLEURA"), files);
    }

    private static Run debug(Path file) throws Exception {
        return run("storescu", List.of("-d", "-R", "-aec", "PLEURA"), List.of(file));
    }

    private static Run run(String tool, String... options) throws Exception {
        return run(tool, List.of(options), List.of());
    }

    private static Run run(String tool, List<String> options, List<Path> files) throws Exception {
        return Dcmtk.run(tool, options, running.scp().port(), files);
    }

    private static List<Path> sharedFiles(String... names) {
        Path root = Path.of(System.getProperty("pleura.root", ".."));
        Optional<Path> shared = Stream.concat(
                        Optional.ofNullable(System.getenv("PLEURA_SHARED_DATA")).stream()
                                .map(Path::of),
                        Stream.of(root.resolve("../shared/data"), root.resolve("../../shared/data")))
                .map(data -> data.resolve("dicom-cxr"))
                .filter(Files::exists)
                .findFirst();
        assumeTrue(shared.isPresent(), "skipped: no dicom-cxr in PLEURA_SHARED_DATA or ../shared/data");
        return Stream.of(names).map(shared.orElseThrow()::resolve).toList();
    }
}
