package io.pleura.ingest.receive.dimse;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.ingest.receive.dimse.StateTable.State;
import io.pleura.ingest.wire.Implementation;
import io.pleura.ingest.wire.Pdu.Abort;
import io.pleura.ingest.wire.Pdu.AeTitles;
import io.pleura.ingest.wire.Pdu.AssociateAccept;
import io.pleura.ingest.wire.Pdu.AssociateReject;
import io.pleura.ingest.wire.Pdu.AssociateRequest;
import io.pleura.ingest.wire.Pdu.DataTransfer;
import io.pleura.ingest.wire.Pdu.NegotiatedContext;
import io.pleura.ingest.wire.Pdu.ProposedContext;
import io.pleura.ingest.wire.Pdu.ReleaseRequest;
import io.pleura.ingest.wire.PduWriter;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProtocolTraceTest {

    private static final String ECHO = Implementation.VERIFICATION_SOP_CLASS;
    private static final String IMPLICIT = "1.2.840.10008.1.2";

    private final AtomicLong nanos = new AtomicLong(5_000_000_000L);
    private final ProtocolTrace trace = new ProtocolTrace(nanos::get);

    @Test
    void tellsAnAssociationFromItsBeginningToItsAbort() {
        trace.received(State.STA2, request(new ProposedContext(1, ECHO, List.of(IMPLICIT, "1.2.3"))), 210);
        nanos.addAndGet(12_000_000);
        trace.sent(
                State.STA6,
                new AssociateAccept(
                        AeTitles.of("PLEURA", "TESTSCU"),
                        List.of(new NegotiatedContext(1, 0, IMPLICIT), new NegotiatedContext(3, 4, IMPLICIT)),
                        Implementation.user(262144)));
        trace.received(State.STA6, new DataTransfer(100), 100);
        trace.received(State.STA6, new DataTransfer(16384), 16384);
        trace.note(State.STA6, "command 0x0030 on context 1");
        trace.sent(State.STA13, new Abort(2, 1));

        assertThat(trace.toString().stripIndent()).isEqualTo("""
                        0 ms STA2  < A-ASSOCIATE-RQ, 210 bytes, PDUs up to 16384, contexts [1 %s in 2 syntaxes]
                       12 ms STA6  > A-ASSOCIATE-AC, PDUs up to 262144, contexts [1 %s, 3 result 4]
                       12 ms STA6  < P-DATA-TF, 2 of 16484 bytes
                       12 ms STA6  - command 0x0030 on context 1
                       12 ms STA13 > A-ABORT, source 2 reason 1""".formatted(ECHO, IMPLICIT));
    }

    @Test
    void tellsWhyItWasRejected() {
        trace.sent(State.STA13, AssociateReject.CALLING_AE_NOT_RECOGNIZED);

        assertThat(trace).hasToString("        0 ms STA13 > A-ASSOCIATE-RJ, result 1 source 1 reason 3");
    }

    /// A name may be of a patient; a UID is none.
    @Test
    void repeatsNothingThatIsNoUid() {
        trace.received(State.STA2, request(new ProposedContext(1, "Doe^Jane\nWARN forged", List.of(IMPLICIT))), 99);

        assertThat(trace.toString()).contains("1 (no UID) in 1 syntaxes").doesNotContain("Doe", "forged");
    }

    @Test
    void keepsNoMoreThanItsBounds() {
        List<ProposedContext> contexts = IntStream.range(0, 128)
                .mapToObj(i -> new ProposedContext(2 * i + 1, ECHO, List.of(IMPLICIT)))
                .toList();
        for (int i = 0; i < 1000; i++) {
            trace.received(State.STA6, new ReleaseRequest(), 4);
        }
        trace.received(State.STA6, request(contexts.toArray(ProposedContext[]::new)), 9000);

        assertThat(trace.toString().lines())
                .hasSize(ProtocolTrace.MAX_LINES + 1)
                .first()
                .isEqualTo("  (961 lines before)");
        assertThat(trace.toString()).contains("31 " + ECHO, "112 more").doesNotContain("33 " + ECHO);
    }

    private static AssociateRequest request(ProposedContext... contexts) {
        return new AssociateRequest(
                1, "PLEURA", "TESTSCU", PduWriter.APPLICATION_CONTEXT, List.of(contexts), Implementation.user(16384));
    }
}
