package io.pleura.standalone.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.imaging.dicom.SopClasses;
import io.pleura.ingest.receive.dimse.DimseScp;
import io.pleura.ingest.receive.dimse.TestPeer;
import io.pleura.ingest.scu.AssociationRejectedException;
import io.pleura.ingest.scu.StoreScu;
import io.pleura.ingest.scu.StoreStatus;
import io.pleura.ingest.scu.Timeouts;
import io.pleura.ingest.wire.Pdu.Abort;
import io.pleura.ingest.wire.Pdu.AssociateReject;
import io.pleura.ingest.wire.Pdu.ReleaseRequest;
import io.pleura.ingest.wire.Pdu.ReleaseResponse;
import io.pleura.standalone.stack.Ports;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The acceptor over a real connection: what it answers to peers that are right, wrong, silent or gone.
@Timeout(180)
class AssociationTest {

    private static final int MAX_ASSOCIATIONS = 3;
    private static final Map<String, String> SETTINGS = Map.of(
            "max-associations", Integer.toString(MAX_ASSOCIATIONS),
            "artim-timeout", "1s",
            "idle-timeout", "5s"); // three associations must stand at once, on a busy machine too

    @RegisterExtension
    private static final RunningIngest running = new RunningIngest(SETTINGS);

    @Test
    void answersAnEcho() throws Exception {
        try (StoreScu scu = running.scu()) {
            assertThat(scu.echo()).isEqualTo(new StoreStatus(0, ""));
        }
    }

    @Test
    void rejectsAWrongCalledTitleAndAnUnlistedCaller() {
        assertThatThrownBy(() -> new StoreScu(
                                Ports.HOST, running.scp().port(), IngestFixture.CALLER, "OTHER", Timeouts.DEFAULT)
                        .echo())
                .hasMessage("association rejected: called AE title not recognized (result 1, source 1, reason 7)")
                .isInstanceOfSatisfying(AssociationRejectedException.class, e -> assertThat(e.rejection())
                        .isEqualTo(AssociateReject.CALLED_AE_NOT_RECOGNIZED));
        assertThatThrownBy(() ->
                        new StoreScu(Ports.HOST, running.scp().port(), "NOBODY", "PLEURA", Timeouts.DEFAULT).echo())
                .isInstanceOfSatisfying(AssociationRejectedException.class, e -> assertThat(e.rejection())
                        .isEqualTo(AssociateReject.CALLING_AE_NOT_RECOGNIZED));
    }

    @Test
    void rejectsOneAssociationTooManyAsTransient() throws Exception {
        IngestFixture.await("free slots", () -> running.scp().current() == 0);
        List<TestPeer> peers = new ArrayList<>();
        try {
            for (int i = 0; i < MAX_ASSOCIATIONS; i++) {
                peers.add(associated());
            }
            try (TestPeer tooMany = peer()) {
                tooMany.send(TestPeer.request());
                assertThat(tooMany.next()).isEqualTo(AssociateReject.LOCAL_LIMIT_EXCEEDED);
            }
        } finally {
            for (TestPeer peer : peers) {
                peer.close();
            }
        }
        IngestFixture.await("free slots", () -> running.scp().current() == 0);
        associated().close();
    }

    @Test
    void releasesWhenAsked() throws Exception {
        try (TestPeer peer = associated()) {
            peer.send(new ReleaseRequest());
            assertThat(peer.next()).isEqualTo(new ReleaseResponse());
        }
    }

    @Test
    void closesAConnectionOnWhichNobodySpeaks() throws Exception {
        try (TestPeer peer = peer()) {
            assertThatThrownBy(peer::next).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void closesAConnectionOnWhichTheRequestTrickles() throws Exception {
        try (TestPeer peer = peer()) {
            peer.sendBytes("01 00 00 00 00 a9 00 01");
            assertThatThrownBy(peer::next).isInstanceOf(IOException.class);
        }
    }

    @Test
    void abortsAnAssociationThatIsSilent() throws Exception {
        try (TestPeer peer = associated()) {
            assertThat(peer.next()).isEqualTo(Abort.BY_USER);
        }
    }

    @Test
    void abortsWhoeverSendsDataBeforeAssociating() throws Exception {
        try (TestPeer peer = peer()) {
            peer.sendBytes("04 00 00 00 00 08 00 00 00 04 01 03 00 00");
            assertThat(peer.next()).isEqualTo(Abort.BY_USER);
        }
    }

    @Test
    void abortsWithTheStandardsReason() throws Exception {
        assertAbort("09 00 00 00 00 04 00 00 00 00", 1); // unrecognized PDU
        assertAbort("06 00 00 00 00 04 00 00 00 00", 2); // unexpected PDU: release response
        assertAbort("04 00 7f ff ff ff", 6); // P-DATA-TF of 2 GB
        assertAbort("04 00 00 00 00 08 00 00 00 04 09 03 00 00", 6); // a presentation context that was not negotiated
        assertAbort("04 00 00 00 00 08 00 00 00 04 01 02 00 00", 5); // data set before command
    }

    @Test
    void leavesNothingOfAnObjectWhoseSenderGoesAway() throws Exception {
        String sopClass = SopClasses.DIGITAL_X_RAY_IMAGE_STORAGE_FOR_PRESENTATION;
        double interrupted = running.fixture().interrupted();
        IngestFixture.await("a free slot", () -> running.scp().current() < MAX_ASSOCIATIONS);
        try (TestPeer peer = peer()) {
            peer.associate(TestPeer.request(sopClass));
            peer.beginStore(1, sopClass);
            IngestFixture.await("a begun object", () -> temporaryFiles() > 0);
        }
        IngestFixture.await("an end to it", () -> running.fixture().interrupted() > interrupted);

        assertThat(temporaryFiles()).isZero();
        assertThat(running.fixture().quarantined()).isZero();
        assertThat(running.fixture().rejections()).isEmpty();
        assertThat(running.fixture().received()).isEmpty();
        try (StoreScu scu = running.scu()) {
            assertThat(scu.store(TestObjects.radiograph()).success()).isTrue();
        }
        assertThat(running.fixture().received()).hasSize(1);
    }

    private static long temporaryFiles() {
        try (Stream<Path> files = Files.list(running.folder().resolve("blobs").resolve("temp"))) {
            return files.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aStopAbortsIdleAssociationsAndAcceptsNoMore() throws Exception {
        DimseScp other = running.fixture().scp(running.ingest());
        try (TestPeer peer = associated(other.port())) {
            other.close();
            assertThat(peer.next()).isEqualTo(Abort.BY_USER);
        }
        assertThatThrownBy(() -> new TestPeer(other.port())).isInstanceOf(IOException.class);
    }

    private static void assertAbort(String bytes, int reason) throws Exception {
        try (TestPeer peer = associated()) {
            peer.sendBytes(bytes);
            assertThat(peer.next()).as(bytes).isEqualTo(new Abort(2, reason));
        }
    }

    private static TestPeer peer() throws IOException {
        return new TestPeer(running.scp().port());
    }

    /// An association's place is free a moment after its connection is closed: whoever makes several in a row waits.
    private static TestPeer associated() throws IOException {
        IngestFixture.await("a free slot", () -> running.scp().current() < MAX_ASSOCIATIONS);
        return associated(running.scp().port());
    }

    private static TestPeer associated(int port) throws IOException {
        TestPeer peer = new TestPeer(port);
        peer.associate();
        return peer;
    }
}
