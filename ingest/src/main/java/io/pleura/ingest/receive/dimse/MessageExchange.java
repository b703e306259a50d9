package io.pleura.ingest.receive.dimse;

import io.pleura.ingest.receive.dimse.Negotiation.Context;
import io.pleura.ingest.receive.dimse.StateTable.State;
import io.pleura.ingest.wire.AbortReason;
import io.pleura.ingest.wire.CommandSet;
import io.pleura.ingest.wire.FragmentStream;
import io.pleura.ingest.wire.FragmentWriter;
import io.pleura.ingest.wire.InvalidPduException;
import io.pleura.ingest.wire.PduReader;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;

/// The messages on one established association (PS3.7 chapter 6): takes each from the P-DATA-TF PDUs that hold it and
/// answers it. The thread of the association.
final class MessageExchange {

    private final PduReader reader;
    private final OutputStream out;
    private final Messages messages;
    private final CommitmentDialogue commitments;
    private final ProtocolTrace trace;

    private Map<Integer, Context> contexts = Map.of();
    private long peerMaxLengthBytes;
    private boolean storing;

    MessageExchange(
            PduReader reader,
            OutputStream out,
            Messages messages,
            CommitmentDialogue commitments,
            ProtocolTrace trace) {
        this.reader = reader;
        this.out = out;
        this.messages = messages;
        this.commitments = commitments;
        this.trace = trace;
    }

    /// @param accepted presentation contexts by id
    /// @param maxLengthBytes of P-DATA-TF PDUs that the peer takes; 0 for any
    void agree(Map<Integer, Context> accepted, long maxLengthBytes) {
        contexts = accepted;
        peerMaxLengthBytes = maxLengthBytes;
    }

    /// Takes the message that the PDU at hand begins or goes on with, to its end.
    ///
    /// @param nextData waits for the next P-DATA-TF PDU
    /// @throws InvalidPduException when it is none
    void next(FragmentStream.NextData nextData, String callingAeTitle, String peer) throws IOException {
        FragmentStream command = FragmentStream.ofCommand(reader, nextData);
        CommandSet request = CommandSet.read(command);
        trace.note(State.STA6, "command 0x%04x on context %d".formatted(request.commandField(), command.contextId()));
        Context context = contexts.get(command.contextId());
        if (context != null && !request.hasDataSet() && commitments.confirm(request)) {
            return;
        }
        if (context == null || !request.isRequest()) {
            throw new InvalidPduException(
                    AbortReason.INVALID_PDU_PARAMETER_VALUE, "no request on an accepted presentation context");
        }
        FragmentStream dataSet = FragmentStream.ofDataSet(reader, nextData, context.id());
        storing = request.commandField() == CommandSet.C_STORE_RQ;
        Optional<CommandSet> response = messages.answer(request, context, dataSet, commitments, callingAeTitle, peer);
        if (request.hasDataSet()) {
            dataSet.drain();
        }
        storing = false;
        if (response.isPresent()) {
            write(context.id(), true, response.get().toByteArray());
            commitments.report((contextId, event, information) -> {
                write(contextId, true, event.toByteArray());
                write(contextId, false, information);
            });
        }
    }

    /// Whether the data set of a C-STORE request is being taken in, or broke off.
    boolean isStoring() {
        return storing;
    }

    private void write(int contextId, boolean command, byte[] bytes) throws IOException {
        try (FragmentWriter fragments = new FragmentWriter(out, peerMaxLengthBytes, contextId, command)) {
            fragments.write(bytes);
        }
    }
}
