package io.pleura.ingest.receive.dimse;

import io.pleura.ingest.receive.dimse.Negotiation.Answer;
import io.pleura.ingest.receive.dimse.Negotiation.Context;
import io.pleura.ingest.receive.dimse.StateTable.Action;
import io.pleura.ingest.receive.dimse.StateTable.Event;
import io.pleura.ingest.receive.dimse.StateTable.State;
import io.pleura.ingest.receive.dimse.StateTable.Transition;
import io.pleura.ingest.store.TransferInterruptedException;
import io.pleura.ingest.wire.AbortReason;
import io.pleura.ingest.wire.CommandSet;
import io.pleura.ingest.wire.FragmentStream;
import io.pleura.ingest.wire.FragmentWriter;
import io.pleura.ingest.wire.InvalidPduException;
import io.pleura.ingest.wire.Pdu;
import io.pleura.ingest.wire.Pdu.Abort;
import io.pleura.ingest.wire.Pdu.AssociateAccept;
import io.pleura.ingest.wire.Pdu.AssociateReject;
import io.pleura.ingest.wire.Pdu.AssociateRequest;
import io.pleura.ingest.wire.PduReader;
import io.pleura.ingest.wire.PduWriter;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One association from the acceptor's side: reads PDUs, asks the [StateTable] what they mean and does it.
///
/// [#run] on one thread, to the end of the connection; [#expire] and [#stopWhenIdle] from others. The time that a peer
/// may take is bounded twice: each read by the socket's timeout, each phase by a deadline that the listener watches,
/// so
/// that a peer that trickles byte by byte gains nothing.
final class AcceptedAssociation implements Runnable {

    private static final Logger LOG = Logger.getLogger(AcceptedAssociation.class);

    /// For headers; long values are read past it.
    private static final int BUFFER_BYTES = 4 << 10;

    /// Lets the socket's timeout act first, which tells the peer.
    private static final Duration GRACE = Duration.ofSeconds(2);

    /// Who decides on the way in.
    interface Gate {

        Answer negotiate(AssociateRequest request);

        void handshakeFailed();
    }

    private final Connection connection;
    private final OutputStream out;
    private final PduReader reader;
    private final Gate gate;
    private final Messages messages;
    private final CommitmentDialogue commitments;
    private final Timers timers;
    private final String peer;
    private final ProtocolTrace trace = new ProtocolTrace(System::nanoTime);

    private State state = State.STA1;
    private AbortReason abortReason = AbortReason.NOT_SPECIFIED;
    private Map<Integer, Context> contexts = Map.of();
    private long peerMaxLengthBytes;
    private @Nullable Pdu received;
    private @Nullable Pdu answer;
    private boolean outOfStep;
    private volatile long deadlineNanos;
    private volatile String callingAeTitle = "";

    // Used by the listener only.
    private boolean overdue;

    // Guarded by this.
    private boolean busy;
    private boolean stopping;

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
        this.reader = new PduReader(new BufferedInputStream(connection.in(), BUFFER_BYTES), maxPduBytes);
        this.gate = gate;
        this.messages = messages;
        this.commitments = commitments;
        this.timers = timers;
        this.peer = connection.peer();
        allow(timers.handshake());
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
            allow(timers.artim());
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
        if (nowNanos - deadlineNanos > 0) {
            if (overdue) {
                connection.cut();
            } else {
                LOG.infof("association with %s at %s took too long", callingAeTitle, peer);
                overdue = true;
                allow(Duration.ZERO);
                abort();
            }
        }
    }

    /// Aborts, even if a message is under way.
    void abort() {
        connection.endInput();
    }

    /// Ends the association as soon as no message is under way.
    synchronized void stopWhenIdle() {
        stopping = true;
        if (!busy) {
            connection.endInput();
        }
    }

    /// Breaks off, whatever is under way.
    void cut() {
        connection.cut();
    }

    private void handle(Event event) throws IOException {
        Transition transition = StateTable.next(state, event);
        State before = state;
        state = transition.next();
        switch (transition.action()) {
            case AE5 -> connection.readTimeout(timers.artim());
            case AE6 -> negotiate();
            case AE7 -> {
                send(Objects.requireNonNull(answer));
                connection.readTimeout(timers.idle());
                allow(timers.idle());
            }
            case AE8 -> sendAndAwaitClose(Objects.requireNonNull(answer));
            case DT2 -> receiveMessages();
            case AR2 -> handle(Event.RELEASE_ANSWER);
            case AR4 -> sendAndAwaitClose(new Pdu.ReleaseResponse());
            case AA1 -> sendAndAwaitClose(Abort.BY_USER);
            case AA7 -> send(Abort.byProvider(abortReason));
            case AA8 -> sendAndAwaitClose(Abort.byProvider(abortReason));
            case AA2, AA3 -> connection.close();
            case AA6 -> reader.skipData();
            case AA4 -> LOG.infof("%s at %s closed the connection without release", callingAeTitle, peer);
            case AA5, AR5 -> LOG.debugf("connection of %s closed", peer);
        }
        showTrace(transition.action(), before, event);
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

    private Event nextEvent() throws IOException {
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
                case AssociateRequest ignored -> Event.ASSOCIATE_RQ;
                case AssociateAccept ignored -> Event.ASSOCIATE_AC;
                case AssociateReject ignored -> Event.ASSOCIATE_RJ;
                case Pdu.DataTransfer ignored -> Event.P_DATA;
                case Pdu.ReleaseRequest ignored -> Event.RELEASE_RQ;
                case Pdu.ReleaseResponse ignored -> Event.RELEASE_RP;
                case Abort ignored -> Event.ABORT;
            };
        } catch (IOException e) {
            return eventOf(e);
        }
    }

    /// What a failure to read means. Afterwards nobody knows where the next PDU begins: all that follows is skipped.
    private Event eventOf(IOException failure) {
        outOfStep = true;
        if (failure instanceof InvalidPduException invalid) {
            LOG.infof("%s at %s sent an invalid PDU: %s", callingAeTitle, peer, invalid.getMessage());
            trace.note(state, "invalid: " + invalid.getMessage());
            abortReason = invalid.reason();
            return Event.INVALID_PDU;
        }
        trace.note(state, failure instanceof SocketTimeoutException ? "nothing came in time" : "connection closed");
        if (failure instanceof SocketTimeoutException) {
            return state == State.STA6 ? Event.ABORT_REQUEST : Event.ARTIM_EXPIRED;
        }
        return Event.TRANSPORT_CLOSED;
    }

    private void negotiate() throws IOException {
        AssociateRequest request = (AssociateRequest) Objects.requireNonNull(received);
        callingAeTitle = request.callingAeTitle().replaceAll("[^\\x20-\\x7e]", "?");
        peerMaxLengthBytes = request.user().maxLengthBytes();
        switch (gate.negotiate(request)) {
            case Answer.Accepted(AssociateAccept accept, Map<Integer, Context> accepted) -> {
                contexts = accepted;
                answer = accept;
                handle(Event.ACCEPT);
            }
            case Answer.Rejected(AssociateReject rejection) -> {
                LOG.infof("association of %s at %s rejected: %s", callingAeTitle, peer, rejection);
                answer = rejection;
                handle(Event.REJECT);
            }
        }
    }

    /// The message that the P-DATA-TF PDU at hand begins, and any others in the same PDU.
    private void receiveMessages() throws IOException {
        enter();
        try {
            do {
                receiveMessage();
            } while (reader.hasMoreData());
        } catch (TransferInterruptedException e) {
            breakOff(e.getCause() instanceof IOException cause ? cause : e);
        } catch (IOException e) {
            breakOff(e);
        } finally {
            leave();
        }
    }

    private void receiveMessage() throws IOException {
        FragmentStream command = FragmentStream.ofCommand(reader, this::awaitData);
        CommandSet request = CommandSet.read(command);
        trace.note(state, "command 0x%04x on context %d".formatted(request.commandField(), command.contextId()));
        Context context = contexts.get(command.contextId());
        if (context != null && !request.hasDataSet() && commitments.confirm(request)) {
            return;
        }
        if (context == null || !request.isRequest()) {
            throw new InvalidPduException(
                    AbortReason.INVALID_PDU_PARAMETER_VALUE, "no request on an accepted presentation context");
        }
        FragmentStream dataSet = FragmentStream.ofDataSet(reader, this::awaitData, context.id());
        Optional<CommandSet> response = messages.answer(request, context, dataSet, commitments, callingAeTitle, peer);
        if (request.hasDataSet()) {
            dataSet.drain();
        }
        if (response.isPresent()) {
            write(context.id(), true, response.get().toByteArray());
            commitments.report((contextId, event, information) -> {
                write(contextId, true, event.toByteArray());
                write(contextId, false, information);
            });
        }
    }

    private void write(int contextId, boolean command, byte[] bytes) throws IOException {
        try (FragmentWriter fragments = new FragmentWriter(out, peerMaxLengthBytes, contextId, command)) {
            fragments.write(bytes);
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
            handle(eventOf(failure));
        }
    }

    private synchronized void enter() {
        busy = true;
        allow(timers.message());
    }

    private synchronized void leave() {
        busy = false;
        if (state == State.STA6) {
            allow(timers.idle());
        }
        if (stopping) {
            connection.endInput();
        }
    }

    private void send(Pdu pdu) throws IOException {
        trace.sent(state, pdu);
        PduWriter.write(pdu, out);
    }

    private void sendAndAwaitClose(Pdu pdu) throws IOException {
        connection.readTimeout(timers.artim());
        allow(timers.artim());
        send(pdu);
    }

    private void allow(Duration time) {
        deadlineNanos = System.nanoTime() + time.plus(GRACE).toNanos();
    }
}
