package io.pleura.ingest.receive.dimse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.imaging.dicom.SopClasses;
import io.pleura.ingest.wire.Pdu.Abort;
import io.pleura.ingest.wire.Pdu.AssociateReject;
import io.pleura.ingest.wire.Pdu.AssociateRequest;
import io.pleura.ingest.wire.Pdu.ReleaseRequest;
import io.pleura.ingest.wire.Pdu.ReleaseResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the log says about associations that do not end as they should.
@Timeout(120)
class UnusualEndTest {

    private static final Logger LOGGER = Logger.getLogger(AcceptedAssociation.class.getName());

    private static final Logger LISTENER = Logger.getLogger(DimseScp.class.getName());

    private final Queue<String> traces = new ConcurrentLinkedQueue<>();
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord event) {
            String message = event.getLevel().getName() + " " + ((ExtLogRecord) event).getFormattedMessage();
            (message.contains("\n") ? traces : lines).add(message);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private final ScpFixture fixture;

    UnusualEndTest(@TempDir Path folder) throws Exception {
        fixture = new ScpFixture(folder, Map.of("max-associations", "1"));
    }

    @BeforeEach
    void listen() {
        handler.setLevel(Level.ALL);
        LOGGER.setLevel(Level.ALL);
        LOGGER.addHandler(handler);
        LISTENER.addHandler(handler);
    }

    @AfterEach
    void stop() throws Exception {
        LOGGER.removeHandler(handler);
        LISTENER.removeHandler(handler);
        LOGGER.setLevel(null);
        fixture.close();
    }

    @Test
    void aProtocolErrorIsWarnedOfWithAllThatWentBefore() throws Exception {
        try (TestPeer peer = peer()) {
            peer.associate();
            peer.sendBytes("09 00 00 00 00 04 00 00 00 00");
            assertThat(peer.next()).isEqualTo(new Abort(2, 1));
        }

        assertThat(trace())
                .startsWith("WARN")
                .contains("INVALID_PDU in STA6 with TESTSCU at 127.0.0.1")
                .contains("STA2  < A-ASSOCIATE-RQ")
                .contains("STA6  > A-ASSOCIATE-AC")
                .contains("STA6  - invalid: PDU type 9")
                .contains("STA13 > A-ABORT, source 2 reason 1");
    }

    @Test
    void aPeersAbortIsThereForThoseWhoLook() throws Exception {
        try (TestPeer peer = peer()) {
            peer.associate();
            peer.send(new Abort(2, 6));
            assertThat(trace())
                    .startsWith("DEBUG")
                    .contains("ABORT in STA6")
                    .contains("< A-ABORT, 4 bytes, source 2 reason 6");
        }
    }

    @ParameterizedTest(name = "source {0}, reason {1}")
    @CsvSource(delimiter = '|', textBlock = """
            0 | 0 | by the service user (source 0, reason 0)
            2 | 6 | by the service provider, invalid PDU parameter value (source 2, reason 6)
            2 | 3 | by the service provider, reserved reason (source 2, reason 3)
            1 | 2 | by a reserved source (source 1, reason 2)
            """)
    void aPeersAbortIsToldWithItsReason(int source, int reason, String told) throws Exception {
        try (TestPeer peer = peer()) {
            peer.associate();
            peer.send(new Abort(source, reason));

            assertThat(line())
                    .isEqualTo(
                            "INFO TESTSCU at 127.0.0.1 aborted the association, " + told + "; no object was under way");
        }
    }

    @Test
    void aPeersAbortWithinAnObjectSaysThatNothingIsKept() throws Exception {
        try (TestPeer peer = peer()) {
            peer.associate(TestPeer.request(SopClasses.COMPUTED_RADIOGRAPHY_IMAGE_STORAGE));
            peer.beginStore(1, SopClasses.COMPUTED_RADIOGRAPHY_IMAGE_STORAGE);
            peer.send(Abort.BY_USER);

            assertThat(line())
                    .startsWith("INFO TESTSCU at 127.0.0.1 aborted the association")
                    .endsWith("; of the object under way nothing is kept");
        }
    }

    /// One line a minute, whoever connects and however often.
    @Test
    void connectionsThatAreClosedUnheardAreWarnedOf() throws Exception {
        try (TestPeer first = peer();
                TestPeer second = peer()) {
            for (int i = 0; i < 3; i++) {
                try (TestPeer tooMany = peer()) {
                    assertThatThrownBy(tooMany::next).isInstanceOf(IOException.class);
                }
            }

            assertThat(first).isNotSameAs(second);
            assertThat(lines)
                    .singleElement()
                    .asString()
                    .startsWith("WARN 2 connections stand already: closed one from 127.0.0.1 at 127.0.0.1:")
                    .endsWith(" unheard, 1 since this was last said");
            assertThat(fixture.rejected("connections")).isEqualTo(3);
        }
    }

    @Test
    void soIsARejection() throws Exception {
        AssociateRequest right = TestPeer.request();
        try (TestPeer peer = peer()) {
            peer.send(new AssociateRequest(
                    1, "OTHER", right.callingAeTitle(), right.applicationContext(), right.contexts(), right.user()));
            assertThat(peer.next()).isEqualTo(AssociateReject.CALLED_AE_NOT_RECOGNIZED);
            assertThat(trace()).startsWith("DEBUG").contains("> A-ASSOCIATE-RJ, result 1 source 1 reason 7");
        }
    }

    @Test
    void anEchoAndAReleaseAreNotWorthATrace() throws Exception {
        try (TestPeer peer = peer()) {
            peer.associate();
            assertThat(peer.echo()).isZero();
            peer.send(new ReleaseRequest());
            assertThat(peer.next()).isEqualTo(new ReleaseResponse());
        }
        try (TestPeer peer = peer()) {
            peer.associate();
            peer.send(new Abort(0, 0));
            assertThat(trace()).doesNotContain("RELEASE");
        }

        assertThat(List.copyOf(traces)).hasSize(1);
    }

    private TestPeer peer() throws Exception {
        return new TestPeer(fixture.scp().port());
    }

    private String trace() {
        return awaited(traces);
    }

    private String line() {
        return awaited(lines);
    }

    private static String awaited(Queue<String> messages) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (messages.isEmpty()) {
            assertThat(System.nanoTime()).as("nothing in the log").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        return String.valueOf(messages.peek());
    }
}
