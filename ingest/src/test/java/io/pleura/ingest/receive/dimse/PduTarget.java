package io.pleura.ingest.receive.dimse;

import io.pleura.imaging.fuzz.FuzzTarget;
import io.pleura.imaging.fuzz.Trickle;
import io.pleura.ingest.IngestConfig.UserIdentityAnswer;
import io.pleura.ingest.wire.AbortReason;
import io.pleura.ingest.wire.CommandSet;
import io.pleura.ingest.wire.FragmentStream;
import io.pleura.ingest.wire.InvalidPduException;
import io.pleura.ingest.wire.Pdu;
import io.pleura.ingest.wire.Pdu.AeTitles;
import io.pleura.ingest.wire.Pdu.AssociateAccept;
import io.pleura.ingest.wire.Pdu.AssociateReject;
import io.pleura.ingest.wire.Pdu.AssociateRequest;
import io.pleura.ingest.wire.Pdu.DataTransfer;
import io.pleura.ingest.wire.Pdu.NegotiatedContext;
import io.pleura.ingest.wire.Pdu.ProposedContext;
import io.pleura.ingest.wire.Pdu.ReleaseRequest;
import io.pleura.ingest.wire.Pdu.UserInformation;
import io.pleura.ingest.wire.PduReader;
import io.pleura.ingest.wire.PduWriter;
import io.pleura.ingest.wire.UserItem;
import io.pleura.ingest.wire.UserItem.AsynchronousOperations;
import io.pleura.ingest.wire.UserItem.RoleSelection;
import io.pleura.ingest.wire.UserItem.UserIdentityAcknowledged;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/// What a peer sends over an association: PDUs, fragments, commands, each answered as the product does. What is read
/// and can be written is the same when it is read again.
public final class PduTarget implements FuzzTarget {

    private static final int MAX_PDU_BYTES = 1024;
    private static final String VERIFICATION = "1.2.840.10008.1.1";
    private static final String IMPLICIT = "1.2.840.10008.1.2";

    private static final Negotiation NEGOTIATION =
            new Negotiation("PLEURA", Set.of("*"), List.of(IMPLICIT), MAX_PDU_BYTES, UserIdentityAnswer.ACKNOWLEDGED);

    @Override
    public String name() {
        return "pdu";
    }

    @Override
    public void accept(byte[] input) throws Exception {
        PduReader reader = new PduReader(new Trickle(input), MAX_PDU_BYTES);
        try {
            while (true) {
                take(reader, reader.next());
            }
        } catch (EOFException | InvalidPduException e) {
            // The peer went away, or is told why we abort.
        }
    }

    private static void take(PduReader reader, Pdu pdu) throws IOException {
        switch (pdu) {
            case AssociateRequest request -> {
                answer(request);
                if (request.user().items().stream().allMatch(PduTarget::isWritten)) {
                    requireSame(new AssociateRequest(
                            1, request.aeTitles(), request.applicationContext(), request.contexts(), request.user()));
                }
            }
            case AssociateAccept accept -> {
                if (accept.user().items().stream().allMatch(PduTarget::isWritten)) {
                    requireSame(accept);
                }
            }
            case DataTransfer ignored -> {
                do {
                    takeMessage(reader);
                } while (reader.hasMoreData());
            }
            default -> requireSame(pdu);
        }
    }

    private static void answer(AssociateRequest request) throws IOException {
        switch (NEGOTIATION.answer(request)) {
            case Negotiation.Answer.Accepted accepted -> {
                require(accepted.pdu().contexts().size() == request.contexts().size(), "an answer for each context");
                require(
                        accepted.contexts().size()
                                == accepted.pdu().contexts().stream()
                                        .filter(NegotiatedContext::accepted)
                                        .count(),
                        "accepted contexts");
                requireSame(accepted.pdu());
            }
            case Negotiation.Answer.Rejected rejected -> requireSame(rejected.pdu());
        }
    }

    private static void takeMessage(PduReader reader) throws IOException {
        FragmentStream.NextData next = () -> {
            if (!(reader.next() instanceof DataTransfer)) {
                throw new InvalidPduException(AbortReason.UNEXPECTED_PDU, "within a message");
            }
        };
        FragmentStream commandStream = FragmentStream.ofCommand(reader, next);
        CommandSet command = CommandSet.read(commandStream);
        if (command.hasDataSet()) {
            FragmentStream.ofDataSet(reader, next, commandStream.contextId()).drain();
        }
    }

    private static void requireSame(Pdu pdu) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PduWriter.write(pdu, out);
        Pdu again = new PduReader(new ByteArrayInputStream(out.toByteArray()), MAX_PDU_BYTES).next();
        require(again.equals(pdu), pdu + " comes back as " + again);
    }

    /// Whether our side has reason to send such an item.
    private static boolean isWritten(UserItem item) {
        return item instanceof AsynchronousOperations
                || item instanceof RoleSelection
                || item instanceof UserIdentityAcknowledged;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    @Override
    public List<byte[]> seeds() throws IOException {
        UserInformation user = new UserInformation(
                16384,
                "2.25",
                "P1",
                List.of(new AsynchronousOperations(2, 2), new RoleSelection(VERIFICATION, true, true)));
        byte[] request = bytes(new AssociateRequest(
                1,
                "PLEURA",
                "STORE",
                PduWriter.APPLICATION_CONTEXT,
                List.of(
                        new ProposedContext(1, VERIFICATION, List.of(IMPLICIT)),
                        new ProposedContext(
                                3, "1.2.840.10008.5.1.4.1.1.1.1", List.of("1.2.840.10008.1.2.4.70", IMPLICIT))),
                user));
        byte[] command = CommandSet.echoRequest(7, VERIFICATION).toByteArray();
        return List.of(
                request,
                join(request, data(1, 3, command), bytes(new ReleaseRequest())),
                data(1, 3, command),
                join(
                        data(3, 1, new byte[0]),
                        data(3, 3, CommandSet.storeRequest(9, "1.2", "1.2.3").toByteArray()),
                        data(3, 0, new byte[20]),
                        data(3, 2, new byte[9])),
                bytes(new AssociateAccept(
                        AeTitles.of("PLEURA", "STORE"),
                        List.of(new NegotiatedContext(1, NegotiatedContext.ACCEPTANCE, IMPLICIT)),
                        user)),
                bytes(AssociateReject.LOCAL_LIMIT_EXCEEDED),
                bytes(Pdu.Abort.BY_USER),
                withIdentity(request));
    }

    @Override
    public long mostBytes(byte[] input) {
        return (1L << 20) + 512L * input.length;
    }

    private static byte[] bytes(Pdu pdu) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PduWriter.write(pdu, out);
        return out.toByteArray();
    }

    /// A P-DATA-TF of one presentation data value (PS3.8 section 9.3.5).
    private static byte[] data(int context, int control, byte[] value) {
        int length = value.length + 2;
        return join(
                new byte[] {4, 0, 0, 0, (byte) (length + 4 >> 8), (byte) (length + 4)},
                new byte[] {0, 0, (byte) (length >> 8), (byte) length, (byte) context, (byte) control},
                value);
    }

    /// With extended negotiation, common extended negotiation and a user identity after the other user items.
    private static byte[] withIdentity(byte[] request) {
        byte[] items = {
            0x56, 0, 0, 6, 0, 3, '1', '.', '2', 1, 0x57, 0, 0, 16, 0, 3, '1', '.', '2', 0, 3, '1', '.', '4', 0, 4, 0, 2,
            '1', '3', 0x58, 0, 0, 10, 2, 1, 0, 2, 'm', 'e', 0, 2, 'p', 'w'
        };
        byte[] whole = join(request, items);
        int user = request.length - 1;
        while (whole[user] != 0x50 || whole[user + 1] != 0 || whole[user + 4] != 0x51) {
            user--;
        }
        grow(whole, user + 2, items.length);
        grow(whole, 4, items.length);
        return whole;
    }

    private static void grow(byte[] bytes, int at, int by) {
        int length = (Byte.toUnsignedInt(bytes[at]) << 8 | Byte.toUnsignedInt(bytes[at + 1])) + by;
        bytes[at] = (byte) (length >> 8);
        bytes[at + 1] = (byte) length;
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
