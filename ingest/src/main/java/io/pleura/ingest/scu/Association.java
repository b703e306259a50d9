package io.pleura.ingest.scu;

import static java.util.Objects.requireNonNull;

import io.pleura.ingest.tls.ClientTls;
import io.pleura.ingest.wire.CommandSet;
import io.pleura.ingest.wire.FragmentStream;
import io.pleura.ingest.wire.FragmentWriter;
import io.pleura.ingest.wire.Implementation;
import io.pleura.ingest.wire.MemoryChannel;
import io.pleura.ingest.wire.Pdu;
import io.pleura.ingest.wire.Pdu.Abort;
import io.pleura.ingest.wire.Pdu.AssociateAccept;
import io.pleura.ingest.wire.Pdu.AssociateReject;
import io.pleura.ingest.wire.Pdu.AssociateRequest;
import io.pleura.ingest.wire.Pdu.DataTransfer;
import io.pleura.ingest.wire.Pdu.NegotiatedContext;
import io.pleura.ingest.wire.Pdu.ProposedContext;
import io.pleura.ingest.wire.Pdu.ReleaseRequest;
import io.pleura.ingest.wire.PduReader;
import io.pleura.ingest.wire.PduWriter;
import io.pleura.ingest.wire.TransportOutput;
import io.pleura.ingest.wire.UserItem;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedSet;
import java.util.function.IntFunction;
import javax.net.ssl.SSLException;

/// An association as its requestor sees it (PS3.8 states Sta4 to Sta7). One thread; one message at a time.
final class Association implements AutoCloseable {

    /// One transfer syntax a context, because files are sent as they are.
    record Syntax(String abstractSyntax, String transferSyntax) {}

    private static final int MAX_PDU_BYTES = 128 << 10;

    /// TCP itself: closing it keeps nobody waiting, whatever stands on top.
    private final Socket transport;

    private final Socket connection;
    private final OutputStream out;
    private final PduReader reader;
    private final Map<Syntax, Integer> contexts = new HashMap<>();
    private final long peerMaxLengthBytes;
    private int lastMessageId;
    private boolean established;

    // Of the messages before, and of the last one.
    private boolean answered;
    private boolean answerBegan;
    private boolean leftUnheard;

    /// Connects and negotiates.
    ///
    /// @throws AssociationRejectedException when the peer refuses
    Association(
            Peer peer, String callingAeTitle, SequencedSet<Syntax> syntaxes, List<UserItem> wishes, Timeouts timeouts)
            throws IOException {
        // TLS brings nothing past the heap, and a socket of a channel does not say by a SocketException what it met.
        transport = peer.tls().isPresent() ? new Socket() : SocketChannel.open().socket();
        try {
            transport.setTcpNoDelay(true);
            transport.setSoTimeout((int) timeouts.response().toMillis());
            transport.connect(new InetSocketAddress(peer.host(), peer.port()), (int)
                    timeouts.connect().toMillis());
            connection =
                    peer.tls().isPresent() ? peer.tls().get().over(transport, peer.host(), peer.port()) : transport;
            out = peer.tls().isPresent() ? connection.getOutputStream() : new TransportOutput(transport.getChannel());
            reader = new PduReader(connection.getInputStream(), MAX_PDU_BYTES);
            AssociateAccept accept = negotiate(peer, callingAeTitle, syntaxes, wishes);
            peerMaxLengthBytes = accept.user().maxLengthBytes();
            established = true;
        } catch (IOException | RuntimeException e) {
            transport.close();
            throw e;
        }
    }

    boolean accepts(Syntax syntax) {
        return contexts.containsKey(syntax);
    }

    boolean usable() {
        return established;
    }

    /// Whether the association broke before the peer answered anything of the last message, though it had answered one
    /// before: then it may have left while nothing was said, and never have seen the message.
    boolean leftUnheard() {
        return leftUnheard;
    }

    /// C-STORE of an object whose syntax was [accepted][#accepts].
    StoreStatus store(Part10 object) throws IOException {
        int contextId = requireNonNull(contexts.get(object.syntax()));
        int messageId = nextMessageId();
        return exchange(
                contextId,
                CommandSet.storeRequest(messageId, object.sopClassUid(), object.sopInstanceUid()),
                Optional.of(object.dataSet()));
    }

    StoreStatus echo() throws IOException {
        int contextId = contexts.entrySet().stream()
                .filter(entry -> entry.getKey().abstractSyntax().equals(Implementation.VERIFICATION_SOP_CLASS))
                .mapToInt(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new AssociationAbortedException("the peer does not accept Verification"));
        CommandSet request = CommandSet.echoRequest(nextMessageId(), Implementation.VERIFICATION_SOP_CLASS);
        return exchange(contextId, request, Optional.empty());
    }

    /// N-EVENT-REPORT on a context whose syntax was [accepted][#accepts].
    ///
    /// @param command makes the request for a message id
    StoreStatus eventReport(Syntax syntax, IntFunction<CommandSet> command, byte[] information) throws IOException {
        return exchange(
                requireNonNull(contexts.get(syntax)),
                command.apply(nextMessageId()),
                Optional.of(new MemoryChannel(information)));
    }

    /// A-RELEASE, then the connection is closed whatever the peer does. What was answered holds, however it leaves;
    /// some close the connection and say nothing.
    @Override
    public void close() {
        try (transport) {
            if (established) {
                established = false;
                PduWriter.write(new ReleaseRequest(), out);
                reader.next();
                connection.close();
            }
        } catch (IOException e) {
            // The connection is closed all the same.
        }
    }

    /// Breaks off: A-ABORT as the service user.
    void abort() throws IOException {
        try (transport) {
            if (established) {
                established = false;
                PduWriter.write(Abort.BY_USER, out);
            }
        }
    }

    /// With TLS 1.3 a peer says what it thinks of our certificate when the handshake is over for us.
    private AssociateAccept negotiate(
            Peer peer, String callingAeTitle, SequencedSet<Syntax> syntaxes, List<UserItem> wishes) throws IOException {
        try {
            return negotiate(callingAeTitle, peer.aeTitle(), syntaxes, wishes);
        } catch (SocketException | SSLException e) {
            if (peer.tls().isEmpty()) {
                throw e;
            }
            throw ClientTls.brokenOff(peer.host(), peer.port(), e);
        }
    }

    private AssociateAccept negotiate(
            String calling, String called, SequencedSet<Syntax> syntaxes, List<UserItem> wishes) throws IOException {
        Map<Integer, Syntax> proposed = new HashMap<>();
        List<ProposedContext> items = new ArrayList<>();
        for (Syntax syntax : syntaxes) {
            int id = 2 * items.size() + 1;
            proposed.put(id, syntax);
            items.add(new ProposedContext(id, syntax.abstractSyntax(), List.of(syntax.transferSyntax())));
        }
        PduWriter.write(
                new AssociateRequest(
                        1,
                        called,
                        calling,
                        PduWriter.APPLICATION_CONTEXT,
                        items,
                        Implementation.user(MAX_PDU_BYTES, wishes)),
                out);
        AssociateAccept accept =
                switch (reader.next()) {
                    case AssociateAccept answer -> answer;
                    case AssociateReject rejection -> throw new AssociationRejectedException(rejection);
                    case Pdu other -> throw unexpected(other);
                };
        for (NegotiatedContext context : accept.contexts()) {
            Syntax syntax = proposed.get(context.id());
            if (context.accepted() && syntax != null) {
                contexts.put(syntax, context.id());
            }
        }
        return accept;
    }

    private StoreStatus exchange(int contextId, CommandSet request, Optional<ReadableByteChannel> dataSet)
            throws IOException {
        answerBegan = false;
        try {
            try (FragmentWriter command = new FragmentWriter(out, peerMaxLengthBytes, contextId, true)) {
                command.write(request.toByteArray());
            }
            if (dataSet.isPresent()) {
                try (FragmentWriter data = new FragmentWriter(out, peerMaxLengthBytes, contextId, false)) {
                    data.writeAll(dataSet.get());
                }
            }
            CommandSet response = CommandSet.read(FragmentStream.ofCommand(reader, this::awaitData));
            OptionalInt status = response.number(CommandSet.STATUS);
            if (response.commandField() != (request.commandField() | CommandSet.RESPONSE) || status.isEmpty()) {
                throw new AssociationAbortedException("the peer's answer is no response to the request");
            }
            answered = true;
            return new StoreStatus(
                    status.getAsInt(), response.text(CommandSet.ERROR_COMMENT).orElse(""));
        } catch (IOException e) {
            // What the peer has of the message is unknown: nothing more can be said on this association.
            established = false;
            leftUnheard = answered && !answerBegan && !(e instanceof SocketTimeoutException);
            transport.close();
            throw e;
        }
    }

    private void awaitData() throws IOException {
        Pdu pdu = reader.next();
        if (!(pdu instanceof DataTransfer)) {
            throw unexpected(pdu);
        }
        answerBegan = true;
    }

    private static AssociationAbortedException unexpected(Pdu pdu) {
        return new AssociationAbortedException(
                pdu instanceof Abort abort
                        ? "aborted by the peer: source " + abort.source() + ", reason " + abort.reason()
                        : "unexpected PDU type " + pdu.type());
    }

    private int nextMessageId() {
        lastMessageId = lastMessageId % 0xffff + 1;
        return lastMessageId;
    }
}
