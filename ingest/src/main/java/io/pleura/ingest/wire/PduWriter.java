package io.pleura.ingest.wire;

import io.pleura.ingest.wire.Pdu.Abort;
import io.pleura.ingest.wire.Pdu.AeTitles;
import io.pleura.ingest.wire.Pdu.AssociateAccept;
import io.pleura.ingest.wire.Pdu.AssociateReject;
import io.pleura.ingest.wire.Pdu.AssociateRequest;
import io.pleura.ingest.wire.Pdu.DataTransfer;
import io.pleura.ingest.wire.Pdu.NegotiatedContext;
import io.pleura.ingest.wire.Pdu.ProposedContext;
import io.pleura.ingest.wire.Pdu.ReleaseRequest;
import io.pleura.ingest.wire.Pdu.ReleaseResponse;
import io.pleura.ingest.wire.Pdu.UserInformation;
import io.pleura.ingest.wire.UserItem.AsynchronousOperations;
import io.pleura.ingest.wire.UserItem.CommonExtendedNegotiation;
import io.pleura.ingest.wire.UserItem.ExtendedNegotiation;
import io.pleura.ingest.wire.UserItem.RoleSelection;
import io.pleura.ingest.wire.UserItem.UserIdentity;
import io.pleura.ingest.wire.UserItem.UserIdentityAcknowledged;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Encodes PDUs (PS3.8 section 9.3). Each is handed to the connection in one write, so that it needs no more packets
/// than it must. P-DATA-TF is written by [FragmentWriter].
public final class PduWriter {

    public static final String APPLICATION_CONTEXT = "1.2.840.10008.3.1.1.1";

    private static final int CURRENT_PROTOCOL = 1;

    private PduWriter() {}

    public static void write(Pdu pdu, OutputStream out) throws IOException {
        out.write(encode(pdu));
        out.flush();
    }

    static byte[] encode(Pdu pdu) {
        byte[] content =
                switch (pdu) {
                    case AssociateRequest request -> content(request);
                    case AssociateAccept accept -> content(accept);
                    case AssociateReject reject -> fields(0, reject.result(), reject.source(), reject.reason());
                    case ReleaseRequest ignored -> fields(0, 0, 0, 0);
                    case ReleaseResponse ignored -> fields(0, 0, 0, 0);
                    case Abort abort -> fields(0, 0, abort.source(), abort.reason());
                    case DataTransfer ignored ->
                        throw new IllegalArgumentException("FragmentWriter writes P-DATA-TF PDUs");
                };
        Bytes bytes = new Bytes();
        bytes.u8(pdu.type());
        bytes.u8(0);
        bytes.u32(content.length);
        bytes.raw(content);
        return bytes.toByteArray();
    }

    private static byte[] content(AssociateRequest request) {
        Bytes bytes = new Bytes();
        bytes.fixed(request.aeTitles());
        bytes.item(AssociateItems.APPLICATION_CONTEXT, request.applicationContext());
        for (ProposedContext context : request.contexts()) {
            Bytes item = new Bytes();
            item.raw(fields(context.id(), 0, 0, 0));
            item.item(AssociateItems.ABSTRACT_SYNTAX, context.abstractSyntax());
            context.transferSyntaxes().forEach(uid -> item.item(AssociateItems.TRANSFER_SYNTAX, uid));
            bytes.item(AssociateItems.PROPOSED_CONTEXT, item.toByteArray());
        }
        bytes.user(request.user());
        return bytes.toByteArray();
    }

    private static byte[] content(AssociateAccept accept) {
        Bytes bytes = new Bytes();
        bytes.fixed(accept.aeTitles());
        bytes.item(AssociateItems.APPLICATION_CONTEXT, APPLICATION_CONTEXT);
        for (NegotiatedContext context : accept.contexts()) {
            Bytes item = new Bytes();
            item.raw(fields(context.id(), 0, context.result(), 0));
            item.item(AssociateItems.TRANSFER_SYNTAX, context.transferSyntax());
            bytes.item(AssociateItems.NEGOTIATED_CONTEXT, item.toByteArray());
        }
        bytes.user(accept.user());
        return bytes.toByteArray();
    }

    private static byte[] fields(int first, int second, int third, int fourth) {
        return new byte[] {(byte) first, (byte) second, (byte) third, (byte) fourth};
    }

    /// A growing PDU body.
    private static final class Bytes {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(bytes);

        void u8(int value) {
            bytes.write(value);
        }

        void u16(int value) {
            write(() -> out.writeShort(value));
        }

        void u32(int value) {
            write(() -> out.writeInt(value));
        }

        void raw(byte[] value) {
            bytes.writeBytes(value);
        }

        void item(int type, byte[] value) {
            u8(type);
            u8(0);
            u16(value.length);
            raw(value);
        }

        void text(String value) {
            raw(value.getBytes(StandardCharsets.ISO_8859_1));
        }

        void item(int type, String value) {
            item(type, value.getBytes(StandardCharsets.ISO_8859_1));
        }

        void fixed(AeTitles aeTitles) {
            u16(CURRENT_PROTOCOL);
            u16(0);
            text(aeTitles.called());
            text(aeTitles.calling());
            text(aeTitles.reserved());
        }

        void user(UserInformation user) {
            Bytes item = new Bytes();
            Bytes length = new Bytes();
            length.u32((int) user.maxLengthBytes());
            item.item(UserItems.MAXIMUM_LENGTH, length.toByteArray());
            item.item(UserItems.IMPLEMENTATION_CLASS_UID, user.implementationClassUid());
            item.item(UserItems.IMPLEMENTATION_VERSION_NAME, user.implementationVersionName());
            user.items().forEach(item::user);
            item(AssociateItems.USER_INFORMATION, item.toByteArray());
        }

        /// Those that are sent from here.
        private void user(UserItem item) {
            switch (item) {
                case AsynchronousOperations(int invoked, int performed) -> {
                    Bytes content = new Bytes();
                    content.u16(invoked);
                    content.u16(performed);
                    item(UserItems.ASYNCHRONOUS_OPERATIONS, content.toByteArray());
                }
                case RoleSelection(String sopClassUid, boolean user, boolean provider) -> {
                    Bytes content = new Bytes();
                    content.u16(sopClassUid.length());
                    content.text(sopClassUid);
                    content.u8(user ? 1 : 0);
                    content.u8(provider ? 1 : 0);
                    item(UserItems.ROLE_SELECTION, content.toByteArray());
                }
                case UserIdentityAcknowledged() -> item(UserItems.USER_IDENTITY_RESPONSE, new byte[] {0, 0});
                case ExtendedNegotiation ignored -> throw notSent(item);
                case CommonExtendedNegotiation ignored -> throw notSent(item);
                case UserIdentity ignored -> throw notSent(item);
            }
        }

        private static IllegalArgumentException notSent(UserItem item) {
            return new IllegalArgumentException("nothing here proposes " + item);
        }

        byte[] toByteArray() {
            return bytes.toByteArray();
        }

        private static void write(Write write) {
            try {
                write.run();
            } catch (IOException e) {
                throw new UncheckedIOException("writing to memory cannot fail", e);
            }
        }

        @FunctionalInterface
        private interface Write {
            void run() throws IOException;
        }
    }
}
