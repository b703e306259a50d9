package io.pleura.ingest.receive.dimse;

import io.pleura.ingest.receive.dimse.StateTable.Event;
import io.pleura.ingest.receive.dimse.StateTable.State;
import io.pleura.ingest.wire.AbortReason;
import io.pleura.ingest.wire.InvalidPduException;
import io.pleura.ingest.wire.Pdu;
import io.pleura.ingest.wire.PduReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a peer sends, as events of the [StateTable]. Never throws: what cannot be read is an event too. The thread of
/// its association.
final class PduInput {

    private final PduReader reader;
    private final ProtocolTrace trace;

    private AbortReason abortReason = AbortReason.NOT_SPECIFIED;
    private String problem = "";
    private @Nullable Pdu received;
    private boolean outOfStep;

    PduInput(InputStream in, int maxPduBytes, ProtocolTrace trace) {
        this.reader = new PduReader(in, maxPduBytes);
        this.trace = trace;
    }

    /// For the fragments of the messages in P-DATA-TF PDUs.
    PduReader reader() {
        return reader;
    }

    /// The PDU that came last.
    Pdu received() {
        return Objects.requireNonNull(received);
    }

    /// Why what came last makes us abort, if it does.
    AbortReason abortReason() {
        return abortReason;
    }

    /// What was wrong with the last invalid PDU.
    String problem() {
        return problem;
    }

    /// Waits for what comes next.
    Event next(State state) {
        try {
            if (outOfStep) {
                reader.skipAll();
            }
            if (state == State.STA13) {
                reader.skipData(); // of a PDU that made us abort
            }
            Pdu pdu = reader.next();
            received = pdu;
            trace.received(state, pdu, reader.lengthBytes());
            abortReason = AbortReason.UNEXPECTED_PDU;
            return switch (pdu) {
                case Pdu.AssociateRequest ignored -> Event.ASSOCIATE_RQ;
                case Pdu.AssociateAccept ignored -> Event.ASSOCIATE_AC;
                case Pdu.AssociateReject ignored -> Event.ASSOCIATE_RJ;
                case Pdu.DataTransfer ignored -> Event.P_DATA;
                case Pdu.ReleaseRequest ignored -> Event.RELEASE_RQ;
                case Pdu.ReleaseResponse ignored -> Event.RELEASE_RP;
                case Pdu.Abort ignored -> Event.ABORT;
            };
        } catch (IOException e) {
            return failed(state, e);
        }
    }

    /// What a failure to read means. Afterwards nobody knows where the next PDU begins: all that follows is skipped.
    Event failed(State state, IOException failure) {
        outOfStep = true;
        if (failure instanceof InvalidPduException invalid) {
            problem = String.valueOf(invalid.getMessage());
            trace.note(state, "invalid: " + problem);
            abortReason = invalid.reason();
            return Event.INVALID_PDU;
        }
        trace.note(state, failure instanceof SocketTimeoutException ? "nothing came in time" : "connection closed");
        if (failure instanceof SocketTimeoutException) {
            return state == State.STA6 ? Event.ABORT_REQUEST : Event.ARTIM_EXPIRED;
        }
        return Event.TRANSPORT_CLOSED;
    }
}
