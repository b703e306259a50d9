package io.pleura.ingest.scu;

import io.pleura.ingest.wire.CommandSet;
import io.pleura.ingest.wire.FragmentStream;
import io.pleura.ingest.wire.FragmentWriter;
import io.pleura.ingest.wire.Implementation;
import io.pleura.ingest.wire.Pdu;
import io.pleura.ingest.wire.Pdu.Abort;
import io.pleura.ingest.wire.Pdu.AssociateAccept;
import io.pleura.ingest.wire.Pdu.AssociateRequest;
import io.pleura.ingest.wire.Pdu.DataTransfer;
import io.pleura.ingest.wire.Pdu.NegotiatedContext;
import io.pleura.ingest.wire.Pdu.ReleaseResponse;
import io.pleura.ingest.wire.PduReader;
import io.pleura.ingest.wire.PduWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// A receiver that follows a script: what it does with each message of each association, and how that ends.
final class LeavingPeer implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 30_000;
    private static final int MAX_PDU_BYTES = 1 << 20;

    /// What becomes of one message.
    interface Reaction {
        void to(CommandSet request, int contextId, OutputStream out) throws IOException;
    }

    enum End {
        /// As the standard has it.
        RELEASE,
        /// The connection is closed where the release should be answered.
        CLOSE_WHEN_ASKED,
        /// The connection is closed behind the last message.
        LEAVE
    }

    private record Script(List<Reaction> reactions, End end) {}

    private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final Queue<Script> script = new ConcurrentLinkedQueue<>();
    private final AtomicInteger associations = new AtomicInteger();

    LeavingPeer() throws IOException {
        Thread.ofPlatform().name("leaving-peer").daemon().start(this::serve);
    }

    int port() {
        return server.getLocalPort();
    }

    /// Associations that were made so far.
    int associations() {
        return associations.get();
    }

    /// What it does with the messages of the next association that is not spoken of yet.
    void onAssociation(End end, Reaction... reactions) {
        script.add(new Script(List.of(reactions), end));
    }

    static void answer(CommandSet request, int contextId, OutputStream out) throws IOException {
        try (FragmentWriter response = new FragmentWriter(out, 0, contextId, true)) {
            response.write(request.respond(0, "").toByteArray());
        }
    }

    static void answerThenAbort(CommandSet request, int contextId, OutputStream out) throws IOException {
        answer(request, contextId, out);
        PduWriter.write(Abort.BY_USER, out);
    }

    /// The first fragment of an answer, and no more.
    static void answerInPart(CommandSet request, int contextId, OutputStream out) throws IOException {
        byte[] response = request.respond(0, "").toByteArray();
        out.write(new byte[] {4, 0, 0, 0, 0, 10, 0, 0, 0, 6, (byte) contextId, 1});
        out.write(response, 0, 4);
    }

    static void ignore(CommandSet request, int contextId, OutputStream out) {}

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void serve() {
        try {
            while (true) {
                try (Socket socket = server.accept()) {
                    socket.setSoTimeout(TIMEOUT_MILLIS);
                    associate(socket);
                } catch (EOFException e) {
                    // The sender was first to leave.
                }
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private void associate(Socket socket) throws IOException {
        PduReader reader = new PduReader(socket.getInputStream(), MAX_PDU_BYTES);
        OutputStream out = socket.getOutputStream();
        AssociateRequest request = (AssociateRequest) reader.next();
        Script ours = script.remove();
        associations.incrementAndGet();
        PduWriter.write(
                new AssociateAccept(
                        request.aeTitles(),
                        request.contexts().stream()
                                .map(context -> new NegotiatedContext(
                                        context.id(),
                                        NegotiatedContext.ACCEPTANCE,
                                        context.transferSyntaxes().getFirst()))
                                .toList(),
                        Implementation.user(MAX_PDU_BYTES)),
                out);
        for (Reaction reaction : ours.reactions()) {
            take(reader, reaction, out);
        }
        if (ours.end() != End.LEAVE) {
            reader.next();
        }
        if (ours.end() == End.RELEASE) {
            PduWriter.write(new ReleaseResponse(), out);
        }
    }

    private static void take(PduReader reader, Reaction reaction, OutputStream out) throws IOException {
        FragmentStream command = FragmentStream.ofCommand(reader, () -> awaitData(reader));
        CommandSet request = CommandSet.read(command);
        if (request.hasDataSet()) {
            FragmentStream.ofDataSet(reader, () -> awaitData(reader), command.contextId())
                    .drain();
        }
        reaction.to(request, command.contextId(), out);
    }

    private static void awaitData(PduReader reader) throws IOException {
        Pdu pdu = reader.next();
        if (!(pdu instanceof DataTransfer)) {
            throw new IOException("no data but " + pdu);
        }
    }
}
