package io.pleura.ingest.receive.dimse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.imaging.dicom.SopClasses;
import io.pleura.ingest.wire.Implementation;
import io.pleura.ingest.wire.Pdu;
import io.pleura.ingest.wire.Pdu.Abort;
import io.pleura.ingest.wire.Pdu.AssociateAccept;
import io.pleura.ingest.wire.Pdu.AssociateReject;
import io.pleura.ingest.wire.Pdu.AssociateRequest;
import io.pleura.ingest.wire.Pdu.ProposedContext;
import io.pleura.ingest.wire.PduWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What slow and stubborn peers can hold, and for how long.
@Timeout(60)
class AssociationTimeTest {

    private static final String DX = SopClasses.DIGITAL_X_RAY_IMAGE_STORAGE_FOR_PRESENTATION;
    private static final int CONTEXT = 1;
    private static final long TRICKLE_MILLIS = 100;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void aMessageThatTricklesIsAbortedWhenItsTimeIsUp() throws Exception {
        try (ScpFixture fixture = new ScpFixture(folder, Map.of("message-timeout", "1s"));
                TestPeer peer = new TestPeer(fixture.scp().port())) {
            peer.associate(store());
            peer.beginStore(CONTEXT, DX);

            assertThat(trickleUntilAnswered(peer)).isEqualTo(Abort.BY_USER);
        }
    }

    @Test
    void aMessageThatStandsStillIsAbortedWhenTheReadTimesOut() throws Exception {
        try (ScpFixture fixture = new ScpFixture(folder, Map.of("idle-timeout", "1s"));
                TestPeer peer = new TestPeer(fixture.scp().port())) {
            peer.associate(store());
            peer.beginStore(CONTEXT, DX);

            assertThat(peer.next()).isEqualTo(Abort.BY_USER);
        }
    }

    @Test
    void aPeerThatKeepsSpeakingAfterItsAbortIsCutOff() throws Exception {
        try (ScpFixture fixture = new ScpFixture(folder, Map.of("artim-timeout", "1s"));
                TestPeer peer = new TestPeer(fixture.scp().port())) {
            peer.associate(store());
            peer.sendBytes("06 00 00 00 00 04 00 00 00 00"); // a release response to no request

            assertThat(peer.next()).isEqualTo(new Abort(2, 2));
            assertThatThrownBy(peer::next).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aPeerThatBeginsWithDataIsAbortedAndReadToItsEnd() throws Exception {
        try (ScpFixture fixture = new ScpFixture(folder, Map.of());
                TestPeer peer = new TestPeer(fixture.scp().port())) {
            peer.trickle(CONTEXT);
            assertThat(peer.next()).isEqualTo(Abort.BY_USER);

            peer.send(store());
            assertThat(peer.next()).isEqualTo(new Abort(2, 2));
        }
    }

    @Test
    void aStopWaitsForTheMessageUnderWayThenAborts() throws Exception {
        ScpFixture fixture = new ScpFixture(folder, Map.of("drain-timeout", "1s"));
        try (TestPeer peer = new TestPeer(fixture.scp().port())) {
            peer.associate(store());
            peer.beginStore(CONTEXT, DX);
            while (fixture.scp().messagesUnderWay() == 0) {
                Thread.onSpinWait(); // before that a stop has nothing to wait for
            }
            CompletableFuture<Pdu> answer = CompletableFuture.supplyAsync(() -> trickleUntilAnswered(peer));
            long begin = System.nanoTime();
            fixture.close();

            assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo(Abort.BY_USER);
            assertThat(System.nanoTime() - begin).isGreaterThan(TimeUnit.SECONDS.toNanos(1));
            assertThatThrownBy(() -> new TestPeer(fixture.scp().port())).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aSecondStopWaitsForNobody() throws Exception {
        try (ScpFixture fixture = new ScpFixture(folder, Map.of("drain-timeout", "1h"))) {
            fixture.scp().close();
            fixture.scp().close();
        }
    }

    @Test
    void aSlotIsFreeAgainAfterEachOfThem() throws Exception {
        Map<String, String> settings = Map.of("max-associations", "1", "message-timeout", "1s");
        try (ScpFixture fixture = new ScpFixture(folder, settings)) {
            try (TestPeer slow = new TestPeer(fixture.scp().port());
                    TestPeer other = new TestPeer(fixture.scp().port())) {
                slow.associate(store());
                slow.beginStore(CONTEXT, DX);
                other.send(store());
                assertThat(other.next()).isEqualTo(AssociateReject.LOCAL_LIMIT_EXCEEDED);
                assertThat(trickleUntilAnswered(slow)).isEqualTo(Abort.BY_USER);
                assertThatThrownBy(slow::next).isInstanceOf(IOException.class);
            }
            assertThat(fixture.rejected("source 3 reason 2")).isEqualTo(1);
            assertThat(associateWhenFree(fixture)).isInstanceOf(AssociateAccept.class);
        }
    }

    /// A peer may take its time to close the connection, and others need not wait for it.
    @Test
    void aSlotIsFreeAsSoonAsTheAssociationHasEnded() throws Exception {
        try (ScpFixture fixture = new ScpFixture(folder, Map.of("max-associations", "2"));
                TestPeer released = new TestPeer(fixture.scp().port());
                TestPeer aborted = new TestPeer(fixture.scp().port());
                TestPeer next = new TestPeer(fixture.scp().port())) {
            released.associate(store());
            aborted.associate(store());
            assertThat(fixture.scp().current()).isEqualTo(2);

            released.send(new Pdu.ReleaseRequest());
            assertThat(released.next()).isEqualTo(new Pdu.ReleaseResponse());
            assertThat(fixture.scp().current()).isEqualTo(1);
            aborted.sendBytes("06 00 00 00 00 04 00 00 00 00"); // a release response to no request
            assertThat(aborted.next()).isEqualTo(new Abort(2, 2));
            assertThat(fixture.scp().current()).isZero();

            next.send(store());
            assertThat(next.next()).isInstanceOf(AssociateAccept.class);
            released.close();
            aborted.close();
            next.close();
            fixture.close();
            assertThat(fixture.scp().current()).as("given back once").isZero();
        }
    }

    /// A connection's own place is given back after it is closed: until then another one is closed unheard.
    private static Pdu associateWhenFree(ScpFixture fixture) {
        while (true) {
            try (TestPeer next = new TestPeer(fixture.scp().port())) {
                next.send(store());
                return next.next();
            } catch (IOException e) {
                Thread.onSpinWait();
            }
        }
    }

    private static AssociateRequest store() {
        return new AssociateRequest(
                1,
                "PLEURA",
                ScpFixture.CALLER,
                PduWriter.APPLICATION_CONTEXT,
                List.of(new ProposedContext(CONTEXT, DX, List.of("1.2.840.10008.1.2.1"))),
                Implementation.user(16384));
    }

    /// Sends two bytes now and then, so that no single read takes long.
    private static Pdu trickleUntilAnswered(TestPeer peer) {
        CountDownLatch answered = new CountDownLatch(1);
        Thread sender = Thread.ofVirtual().start(() -> {
            try {
                while (!answered.await(TRICKLE_MILLIS, TimeUnit.MILLISECONDS)) {
                    peer.trickle(CONTEXT);
                }
            } catch (IOException | InterruptedException e) {
                // The other side has had enough.
            }
        });
        try {
            Pdu answer = peer.next();
            answered.countDown();
            sender.join();
            return answer;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("no answer", e);
        }
    }
}
