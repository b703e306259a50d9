package io.pleura.ingest.receive.dimse;

import static io.pleura.ingest.receive.dimse.DurableInstances.DX;
import static io.pleura.ingest.receive.dimse.DurableInstances.reference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.SopClasses;
import io.pleura.imaging.dicom.Tags;
import io.pleura.ingest.commit.CommitmentReport;
import io.pleura.ingest.commit.CommitmentRequest;
import io.pleura.ingest.receive.dimse.DurableInstances.Mishap;
import io.pleura.ingest.receive.dimse.TestPeer.Report;
import io.pleura.ingest.wire.CommandSet;
import io.pleura.ingest.wire.Pdu.ReleaseRequest;
import io.pleura.ingest.wire.Pdu.ReleaseResponse;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What senders hear before they delete their copies, on their association or on another, whatever happens in between.
@Timeout(120)
class StorageCommitmentTest {

    private static final int CONFIRMED = 0x0000;
    private static final int PROCESSING_FAILURE = 0x0110;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void whatIsDurableIsCommittedOnTheSameAssociation() throws Exception {
        new DurableInstances(folder).published("2.25.31");
        try (ScpFixture fixture = new ScpFixture(folder, Map.of());
                TestPeer peer = associated(fixture)) {
            assertThat(peer.requestCommitment("2.25.9", reference(DX, "2.25.31")))
                    .isZero();

            Report report = peer.nextReport();
            peer.answer(report, CONFIRMED);
            release(peer);

            assertThat(report.eventType()).isEqualTo(1);
            assertThat(report.information().string(Tags.TRANSACTION_UID)).hasValue("2.25.9");
            assertThat(report.committed()).containsExactly("2.25.31");
            assertThat(report.information().contains(Tags.FAILED_SOP_SEQUENCE)).isFalse();
            assertThat(fixture.commitments("reported")).isEqualTo(1);
            assertThat(open()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            never seen here             | 2.25.40 | DX | 0x0112
            of another class            | 2.25.31 | CR | 0x0119
            claimed, event not yet sure | 2.25.32 | DX | 0x0110
            """)
    void whatIsNotDurableFailsWithItsReasonAndNothingElseDoes(
            String what, String instance, String sopClass, String reason) throws Exception {
        DurableInstances instances = new DurableInstances(folder);
        instances.published("2.25.30");
        instances.published("2.25.31");
        instances.claimed("2.25.32");
        String uid = sopClass.equals("DX") ? DX : SopClasses.COMPUTED_RADIOGRAPHY_IMAGE_STORAGE;
        try (ScpFixture fixture = new ScpFixture(folder, Map.of("success-after", "log"));
                TestPeer peer = associated(fixture)) {
            peer.requestCommitment("2.25.9", reference(DX, "2.25.30"), reference(uid, instance));

            Report report = peer.nextReport();

            assertThat(report.eventType()).isEqualTo(2);
            assertThat(report.committed()).containsExactly("2.25.30");
            assertThat(report.failed()).as(what).containsExactly(instance + " " + reason);
        }
    }

    /// It happens while the service runs. Without time to hash, presence and length decide.
    @ParameterizedTest(name = "{0} to hash")
    @CsvSource(delimiter = '|', textBlock = """
            5s | 2.25.30          | 2.25.31 0x0112, 2.25.32 0x0110, 2.25.33 0x0110
            0s | 2.25.30, 2.25.33 | 2.25.31 0x0112, 2.25.32 0x0110
            """)
    void bytesThatAreNotWhatCameAreNotCommitted(String hashTime, String committed, String failed) throws Exception {
        DurableInstances instances = new DurableInstances(folder);
        try (ScpFixture fixture = new ScpFixture(folder, Map.of("commitment.hash-time", hashTime));
                TestPeer peer = associated(fixture)) {
            instances.published("2.25.30");
            instances.published("2.25.31", Mishap.DELETED);
            instances.published("2.25.32", Mishap.CUT_SHORT);
            instances.published("2.25.33", Mishap.ALTERED);

            Report report = requestAll(peer, "2.25.9", "2.25.30", "2.25.31", "2.25.32", "2.25.33");

            assertThat(report.committed()).isEqualTo(list(committed));
            assertThat(report.failed()).isEqualTo(list(failed));
        }
    }

    @Test
    void nothingIsSaidToBeGoneOfAStoreThatIsGoneItself() throws Exception {
        DurableInstances instances = new DurableInstances(folder);
        try (ScpFixture fixture = new ScpFixture(folder, Map.of());
                TestPeer peer = associated(fixture)) {
            instances.published("2.25.30", Mishap.STORE_GONE);

            assertThat(requestAll(peer, "2.25.9", "2.25.30").failed()).containsExactly("2.25.30 0x0110");
        }
    }

    private static Report requestAll(TestPeer peer, String transactionUid, String... instances) throws Exception {
        peer.requestCommitment(
                transactionUid,
                Stream.of(instances).map(instance -> reference(DX, instance)).toArray(DataSet[]::new));
        return peer.nextReport();
    }

    private static List<String> list(String values) {
        return values.equals("-") ? List.of() : List.of(values.split(", "));
    }

    @Test
    void whatIsOnDiskIsCommittedBeforeItsEventIsInTheLog() throws Exception {
        new DurableInstances(folder).claimed("2.25.30");
        try (ScpFixture fixture = new ScpFixture(folder, Map.of());
                TestPeer peer = associated(fixture)) {
            peer.requestCommitment("2.25.9", reference(DX, "2.25.30"));

            Report report = peer.nextReport();

            assertThat(report.eventType()).isEqualTo(1);
            assertThat(report.committed()).containsExactly("2.25.30");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            another SOP class         | 1.2.3                | 1.2.840.10008.1.20.1.1 | 1 | 2.25.9 | 2.25.1 | 0x0119
            another SOP instance      | 1.2.840.10008.1.20.1 | 1.2.3                  | 1 | 2.25.9 | 2.25.1 | 0x0112
            another action            | 1.2.840.10008.1.20.1 | 1.2.840.10008.1.20.1.1 | 2 | 2.25.9 | 2.25.1 | 0x0123
            no transaction            | 1.2.840.10008.1.20.1 | 1.2.840.10008.1.20.1.1 | 1 | ''     | 2.25.1 | 0x0120
            a transaction without UID | 1.2.840.10008.1.20.1 | 1.2.840.10008.1.20.1.1 | 1 | abc    | 2.25.1 | 0x0106
            an instance without UID   | 1.2.840.10008.1.20.1 | 1.2.840.10008.1.20.1.1 | 1 | 2.25.9 | a b    | 0x0106
            """)
    void aRequestThatIsNoneIsRefused(
            String what,
            String sopClass,
            String sopInstance,
            int action,
            String transaction,
            String instance,
            String status)
            throws Exception {
        try (ScpFixture fixture = new ScpFixture(folder, Map.of());
                TestPeer peer = associated(fixture)) {
            DataSet information = DataSet.builder()
                    .string(Tags.TRANSACTION_UID, transaction)
                    .items(Tags.REFERENCED_SOP_SEQUENCE, List.of(reference(DX, instance)))
                    .build();

            assertThat(peer.action(CommandSet.actionRequest(1, sopClass, sopInstance, action), information))
                    .as(what)
                    .isEqualTo(Integer.decode(status));
            assertThat(open()).isEmpty();
        }
    }

    @Test
    void aTransactionInUseIsNotTakenForAnother() throws Exception {
        try (ScpFixture fixture = new ScpFixture(folder, Map.of("commitment.max-open", "1"));
                TestPeer peer = associated(fixture);
                TestPeer other = associated(fixture)) {
            assertThat(peer.requestCommitment("2.25.9", reference(DX, "2.25.1")))
                    .isZero();

            assertThat(other.requestCommitment("2.25.9", reference(DX, "2.25.1")))
                    .isZero();
            assertThat(other.requestCommitment("2.25.9", reference(DX, "2.25.2")))
                    .isEqualTo(0x0131);
            assertThat(other.requestCommitment("2.25.10", reference(DX, "2.25.1")))
                    .isEqualTo(0x0213);
        }
    }

    @Test
    void whoeverConfirmsNothingIsAskedToComeAgain() throws Exception {
        try (ScpFixture fixture = new ScpFixture(folder, Map.of());
                TestPeer peer = associated(fixture);
                TestPeer other = associated(fixture)) {
            Report report = requestAll(peer, "2.25.100", "2.25.30");
            for (int i = 1; i < CommitmentDialogue.MAX_UNCONFIRMED; i++) {
                requestAll(peer, "2.25.10" + i, "2.25.30");
            }
            assertThat(peer.requestCommitment("2.25.8", reference(DX, "2.25.30")))
                    .isEqualTo(0x0213);
            assertThat(other.requestCommitment("2.25.8", reference(DX, "2.25.30")))
                    .isZero();

            peer.answer(report, CONFIRMED);
            assertThat(peer.requestCommitment("2.25.9", reference(DX, "2.25.30")))
                    .isZero();
        }
    }

    /// They may be many, and each may name tens of thousands of instances.
    @Test
    void whatIsNotConfirmedIsNotHeldInMemory() throws Exception {
        try (ScpFixture fixture = new ScpFixture(folder, Map.of());
                TestPeer peer = associated(fixture)) {
            String[] instances =
                    IntStream.range(0, 1000).mapToObj(i -> "2.25." + (1000 + i)).toArray(String[]::new);
            for (int i = 0; i < 10; i++) {
                assertThat(requestAll(peer, "2.25.10" + i, instances).failed()).hasSize(instances.length);
            }
            assertThat(open()).hasSize(10);
            assertThat(live(CommitmentRequest.Reference.class)).isLessThan(2 * instances.length);
        }
    }

    /// Objects of a class in the heap that are still used.
    private static int live(Class<?> type) throws Exception {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        return histogram
                .lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(cells -> cells.length > 3 && cells[3].equals(type.getName()))
                .mapToInt(cells -> Integer.parseInt(cells[1]))
                .sum();
    }

    @Test
    void whoeverDoesNotWaitIsToldOnAnotherAssociation() throws Exception {
        new DurableInstances(folder).published("2.25.31");
        try (ReportListener listener = new ReportListener();
                ScpFixture fixture = fixture(listener, Map.of())) {
            try (TestPeer peer = associated(fixture)) {
                peer.requestCommitment("2.25.9", reference(DX, "2.25.31"));
            }

            assertThat(listener.report(CONFIRMED).committed()).containsExactly("2.25.31");
            fixture.close();
            assertThat(open()).isEmpty();
        }
    }

    @Test
    void aReportIsTriedAgainUntilItIsConfirmed() throws Exception {
        new DurableInstances(folder).published("2.25.31");
        try (ReportListener listener = new ReportListener();
                ScpFixture fixture = fixture(listener, Map.of())) {
            try (TestPeer peer = associated(fixture)) {
                peer.requestCommitment("2.25.9", reference(DX, "2.25.31"));
                peer.answer(peer.nextReport(), PROCESSING_FAILURE);
            }

            listener.reject();
            listener.report(PROCESSING_FAILURE);

            assertThat(listener.report(CONFIRMED).committed()).containsExactly("2.25.31");
        }
    }

    @Test
    void whoeverConfirmsAndLeavesAtOnceHasConfirmed() throws Exception {
        try (ReportListener listener = new ReportListener();
                ScpFixture fixture = fixture(listener, Map.of("commitment.max-attempts", "1"))) {
            listener.leaveWithoutRelease();
            try (TestPeer peer = associated(fixture)) {
                peer.requestCommitment("2.25.9", reference(DX, "2.25.31"));
            }
            listener.report(CONFIRMED);

            while (fixture.commitments("reported") + fixture.commitments("given_up") == 0) {
                Thread.onSpinWait();
            }
            assertThat(fixture.commitments("given_up")).isZero();
        }
    }

    @Test
    void aReportThatNobodyTakesIsGivenUpVisibly() throws Exception {
        try (ReportListener listener = new ReportListener();
                ScpFixture fixture = fixture(listener, Map.of("commitment.max-attempts", "2"))) {
            try (TestPeer peer = associated(fixture)) {
                peer.requestCommitment("2.25.9", reference(DX, "2.25.31"));
            }
            listener.reject();
            listener.reject();

            while (fixture.commitments("given_up") == 0) {
                Thread.onSpinWait();
            }
            assertThat(fixture.commitments("requested")).isEqualTo(1);
            assertThat(open()).isEmpty();
        }
    }

    @Test
    void whoeverHasNoAddressIsNotWaitedForAndMayAskAgain() throws Exception {
        new DurableInstances(folder).published("2.25.31");
        try (ScpFixture fixture = new ScpFixture(folder, Map.of("commitment.max-open", "1"))) {
            try (TestPeer peer = associated(fixture)) {
                peer.requestCommitment("2.25.9", reference(DX, "2.25.31"));
            }
            while (fixture.commitments("given_up") == 0) {
                Thread.onSpinWait();
            }

            try (TestPeer again = associated(fixture)) {
                assertThat(requestAll(again, "2.25.9", "2.25.31").committed()).containsExactly("2.25.31");
            }
        }
    }

    @Test
    void whoeverDoesNotAnswerKeepsNobodyElseWaiting() throws Exception {
        new DurableInstances(folder).published("2.25.31");
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ReportListener listener = new ReportListener();
                ScpFixture fixture = fixture(
                        listener,
                        Map.of(
                                "allowed-callers", "SILENT," + ScpFixture.CALLER,
                                "commitment.peers.SILENT", "127.0.0.1:" + silent.getLocalPort(),
                                "commitment.timeout", "1h"))) {
            requestAndLeave(fixture, "SILENT");
            try (Socket ignored = silent.accept()) {
                requestAndLeave(fixture, ScpFixture.CALLER);

                assertThat(listener.report(CONFIRMED).committed()).containsExactly("2.25.31");
            }
        }
    }

    /// Its answer begins and never ends, and each read of it meets a byte in time.
    @Test
    void whoeverAnswersByteByByteIsLeft() throws Exception {
        try (ServerSocket slow = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ScpFixture fixture = new ScpFixture(
                        folder,
                        Map.of(
                                "commitment.peers." + ScpFixture.CALLER,
                                "127.0.0.1:" + slow.getLocalPort(),
                                "commitment.timeout",
                                "300ms",
                                "commitment.max-attempts",
                                "1"))) {
            requestAndLeave(fixture, ScpFixture.CALLER);
            try (Socket socket = slow.accept()) {
                socket.getOutputStream().write(new byte[] {2, 0, 0, 0, 0x40, 0}); // A-ASSOCIATE-AC of 16 KiB
                assertThatThrownBy(() -> trickle(socket.getOutputStream())).isInstanceOf(SocketException.class);
            }

            while (fixture.commitments("given_up") == 0) {
                Thread.onSpinWait();
            }
        }
    }

    private static void trickle(OutputStream out) throws IOException {
        while (true) {
            out.write(0);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private static void requestAndLeave(ScpFixture fixture, String caller) throws IOException {
        try (TestPeer peer = new TestPeer(fixture.scp().port())) {
            peer.associate(TestPeer.request(caller, CommitmentReport.SOP_CLASS));
            peer.requestCommitment("2.25.9", reference(DX, "2.25.31"));
        }
    }

    @Test
    void aReportComesAlthoughTheServiceWasKilled() throws Exception {
        new DurableInstances(folder).published("2.25.31");
        try (ReportListener listener = new ReportListener()) {
            try (Service first = new Service(folder, listener);
                    TestPeer peer = new TestPeer(first.port())) {
                peer.associate(TestPeer.request(CommitmentReport.SOP_CLASS));
                // Said to be taken, and reported by now perhaps, but not confirmed.
                assertThat(peer.requestCommitment("2.25.9", reference(DX, "2.25.31")))
                        .isZero();
                first.kill();
            }
            try (Service ignored = new Service(folder, listener)) {
                assertThat(listener.report(CONFIRMED).committed()).containsExactly("2.25.31");
            }
        }
    }

    private List<Path> open() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("work/commitments/ingest-0"))) {
            return files.toList();
        }
    }

    private ScpFixture fixture(ReportListener listener, Map<String, String> settings) throws IOException {
        Map<String, String> all = new HashMap<>(
                Map.of("commitment.peers." + ScpFixture.CALLER, listener.address(), "commitment.retry-pause", "10ms"));
        all.putAll(settings);
        return new ScpFixture(folder, all);
    }

    private static TestPeer associated(ScpFixture fixture) throws IOException {
        TestPeer peer = new TestPeer(fixture.scp().port());
        peer.associate(TestPeer.request(CommitmentReport.SOP_CLASS));
        return peer;
    }

    private static void release(TestPeer peer) throws IOException {
        peer.send(new ReleaseRequest());
        assertThat(peer.next()).isEqualTo(new ReleaseResponse());
    }

    /// The service in a process that can be killed.
    private static final class Service implements AutoCloseable {

        private final Process process;
        private final int port;

        Service(Path folder, ReportListener listener) throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Main.class.getName(),
                            folder.toString(),
                            listener.address())
                    .redirectError(ProcessBuilder.Redirect.appendTo(new File(folder.toFile(), "service.log")))
                    .start();
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String line = out.readLine();
            while (line != null && !line.startsWith("port ")) {
                line = out.readLine();
            }
            assertThat(line).as("the port").isNotNull();
            port = Integer.parseInt(line.substring("port ".length()));
        }

        int port() {
            return port;
        }

        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }

        @Override
        public void close() throws InterruptedException {
            kill();
        }
    }

    /// Arguments: folder, address of the requester.
    static final class Main {

        private Main() {}

        public static void main(String[] arguments) throws Exception {
            ScpFixture fixture = new ScpFixture(
                    Path.of(arguments[0]), Map.of("commitment.peers." + ScpFixture.CALLER, arguments[1]));
            System.out.println("port " + fixture.scp().port());
            new CountDownLatch(1).await();
        }
    }
}
