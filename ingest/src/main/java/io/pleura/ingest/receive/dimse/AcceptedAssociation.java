package io.pleura.ingest.receive.dimse;

import io.pleura.ingest.receive.dimse.Negotiation.Answer;
import io.pleura.ingest.receive.dimse.Negotiation.Context;
import io.pleura.ingest.receive.dimse.StateTable.Action;
import io.pleura.ingest.receive.dimse.StateTable.Event;
import io.pleura.ingest.receive.dimse.StateTable.State;
import io.pleura.ingest.receive.dimse.StateTable.Transition;
import io.pleura.ingest.store.TransferInterruptedException;
import io.pleura.ingest.wire.Pdu;
import io.pleura.ingest.wire.Pdu.Abort;
import io.pleura.ingest.wire.Pdu.AssociateAccept;
import io.pleura.ingest.wire.Pdu.AssociateReject;
import io.pleura.ingest.wire.Pdu.AssociateRequest;
import io.pleura.ingest.wire.PduWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One association from the acceptor's side: takes what comes, asks the [StateTable] what it means and does it.
///
/// [#run] on one thread, to the end of the connection; [#expire], [#isBusy] and [#stopWhenIdle] from others.
final class AcceptedAssociation implements Runnable {

    private static final Logger LOG = Logger.getLogger(AcceptedAssociation.class);

    /// Who decides on the way in.
    interface Gate {

        Answer negotiate(AssociateRequest request);

        void handshakeFailed();

        /// The association is no more, though its peer may not have closed the connection yet. Can be said again.
        void ended();
    }

    private final Connection connection;
    private final OutputStream out;
    private final PduInput input;
    private final Gate gate;
    private final MessageExchange exchange;
    private final CommitmentDialogue commitments;
    private final Timers timers;
    private final Patience patience;
    private final String peer;
    private final ProtocolTrace trace = new ProtocolTrace(System::nanoTime);

    private State state = State.STA1;
    private @Nullable Pdu answer;
    private volatile String callingAeTitle = "";

    // Used by the listener only.
    private boolean overdue;

    AcceptedAssociation(
            Connection connection,
            int maxPduBytes,
            Gate gate,
            Messages messages,
            CommitmentDialogue commitments,
            Timers timers)
            throws IOException {
        this.connection = connection;
        this.out = connection.out();
        this.input = new PduInput(connection.in(), maxPduBytes, trace);
        this.gate = gate;
        this.exchange = new MessageExchange(input.reader(), out, messages, commitments, trace);
        this.commitments = commitments;
        this.timers = timers;
        this.patience = new Patience(connection, timers);
        this.peer = connection.peer();
    }

    @Override
    public void run() {
        try (connection;
                commitments) {
            if (!opened()) {
                return;
            }
            handle(Event.TRANSPORT_OPENED);
            while (state != State.STA1) {
                handle(nextEvent());
            }
        } catch (IOException e) {
            LOG.infof("association with %s at %s broke: %s", callingAeTitle, peer, e.getMessage());
        } catch (RuntimeException e) {
            LOG.errorf(e, "bug in the association with %s at %s", callingAeTitle, peer);
        }
    }

    private boolean opened() {
        try {
            connection.open(timers.handshake());
            patience.allow(timers.artim());
            return true;
        } catch (IOException e) {
            LOG.infof("no TLS with %s: %s", peer, e.getMessage());
            gate.handshakeFailed();
            return false;
        }
    }

    /// Aborts the association if its peer took longer than it may, and closes the connection if that takes long too.
    ///
    /// @param nowNanos [System#nanoTime]
    void expire(long nowNanos) {
        if (patience.isOver(nowNanos)) {
            if (overdue) {
                connection.cut();
            } else {
                LOG.infof("association with %s at %s took too long", callingAeTitle, peer);
                overdue = true;
                patience.allow(Duration.ZERO);
                abort();
            }
        }
    }

    /// Aborts, even if a message is under way.
    void abort() {
        connection.endInput();
    }

    /// Whether a message is under way.
    boolean isBusy() {
        return patience.isBusy();
    }

    /// Ends the association as soon as no message is under way.
    void stopWhenIdle() {
        patience.stopWhenIdle();
    }

    /// Breaks off, whatever is under way.
    void cut() {
        connection.cut();
    }

    private void handle(Event event) throws IOException {
        if (event == Event.INVALID_PDU) {
            LOG.infof("%s at %s sent an invalid PDU: %s", callingAeTitle, peer, input.problem());
        }
        Transition transition = StateTable.next(state, event);
        State before = state;
        state = transition.next();
        if (state == State.STA13) {
            gate.ended();
        }
        switch (transition.action()) {
            case AE5 -> connection.readTimeout(timers.artim());
            case AE6 -> negotiate();
            case AE7 -> {
                send(Objects.requireNonNull(answer));
                connection.readTimeout(timers.idle());
                patience.allow(timers.idle());
            }
            case AE8 -> sendAndAwaitClose(Objects.requireNonNull(answer));
            case DT2 -> receiveMessages();
            case AR2 -> handle(Event.RELEASE_ANSWER);
            case AR4 -> sendAndAwaitClose(new Pdu.ReleaseResponse());
            case AA1 -> sendAndAwaitClose(Abort.BY_USER);
            case AA7 -> send(Abort.byProvider(input.abortReason()));
            case AA8 -> sendAndAwaitClose(Abort.byProvider(input.abortReason()));
            case AA2 -> connection.close();
            case AA3 -> {
                tellOfAbort((Abort) input.received());
                connection.close();
            }
            case AA6 -> input.reader().skipData();
            case AA4 -> LOG.infof("%s at %s closed the connection without release", callingAeTitle, peer);
            case AA5, AR5 -> LOG.debugf("connection of %s closed", peer);
        }
        showTrace(transition.action(), before, event);
    }

    private void tellOfAbort(Abort abort) {
        LOG.infof(
                "%s at %s aborted the association, %s (source %d, reason %d); %s",
                callingAeTitle,
                peer,
                abort.meaning(),
                abort.source(),
                abort.reason(),
                exchange.isStoring() ? "of the object under way nothing is kept" : "no object was under way");
    }

    /// Warns of what breaks the protocol; what else ends an association before its release is for those who look
    /// for it.
    private void showTrace(Action action, State before, Event event) {
        Logger.Level level =
                switch (action) {
                    case AA1, AA7, AA8 -> event == Event.ABORT_REQUEST ? Logger.Level.DEBUG : Logger.Level.WARN;
                    case AA2, AA3, AA4 -> before == State.STA13 ? Logger.Level.TRACE : Logger.Level.DEBUG;
                    case AE8 -> Logger.Level.DEBUG;
                    case AE5, AE6, AE7, DT2, AR2, AR4, AR5, AA5, AA6 -> Logger.Level.TRACE;
                };
        if (level != Logger.Level.TRACE) {
            LOG.logf(level, "%s in %s with %s at %s:%n%s", event, before, callingAeTitle, peer, trace);
        }
    }

    private Event nextEvent() {
        return input.next(state);
    }

    private void negotiate() throws IOException {
        AssociateRequest request = (AssociateRequest) input.received();
        callingAeTitle = printable(request.callingAeTitle());
        switch (gate.negotiate(request)) {
            case Answer.Accepted(AssociateAccept accept, Map<Integer, Context> accepted) -> {
                exchange.agree(accepted, request.user().maxLengthBytes());
                answer = accept;
                handle(Event.ACCEPT);
            }
            case Answer.Rejected(AssociateReject rejection) -> {
                LOG.infof(
                        "association of %s at %s, which calls %s, rejected: %s; to do: %s",
                        callingAeTitle,
                        peer,
                        printable(request.calledAeTitle()),
                        rejection.meaning(),
                        Negotiation.remedy(rejection));
                answer = rejection;
                handle(Event.REJECT);
            }
        }
    }

    private static String printable(String aeTitle) {
        return aeTitle.replaceAll("[^\\x20-\\x7e]", "?");
    }

    /// The message that the P-DATA-TF PDU at hand begins, and any others in the same PDU.
    private void receiveMessages() throws IOException {
        patience.messageBegins();
        try {
            do {
                exchange.next(this::awaitData, callingAeTitle, peer);
            } while (input.reader().hasMoreData());
        } catch (TransferInterruptedException e) {
            breakOff(e.getCause() instanceof IOException cause ? cause : e);
        } catch (IOException e) {
            breakOff(e);
        } finally {
            patience.messageEnded(state == State.STA6);
        }
    }

    /// Waits for the next P-DATA-TF PDU within a message; anything else ends the message.
    private void awaitData() throws IOException {
        Event event = nextEvent();
        if (event != Event.P_DATA) {
            handle(event);
            throw new EOFException("the association ended within a message");
        }
    }

    private void breakOff(IOException failure) throws IOException {
        if (state == State.STA6) { // otherwise what broke the message has been dealt with
            handle(input.failed(state, failure));
        }
    }

    private void send(Pdu pdu) throws IOException {
        trace.sent(state, pdu);
        PduWriter.write(pdu, out);
    }

    private void sendAndAwaitClose(Pdu pdu) throws IOException {
        connection.readTimeout(timers.artim());
        patience.allow(timers.artim());
        send(pdu);
    }
}
