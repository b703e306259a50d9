package io.pleura.ingest.wire;

import io.pleura.ingest.wire.Pdu.AeTitles;
import io.pleura.ingest.wire.Pdu.AssociateAccept;
import io.pleura.ingest.wire.Pdu.AssociateRequest;
import io.pleura.ingest.wire.Pdu.NegotiatedContext;
import io.pleura.ingest.wire.Pdu.ProposedContext;
import io.pleura.ingest.wire.Pdu.UserInformation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The content of A-ASSOCIATE-RQ and -AC: fixed fields, then items of type, reserved byte, 16-bit length and
/// value (PS3.8 tables 9-11 to 9-18; user information is read by [UserItems]). Item lengths are checked against
/// what is there; unknown items are read over, as PS3.8 section 9.3.1 demands.
final class AssociateItems {

    static final int APPLICATION_CONTEXT = 0x10;
    static final int PROPOSED_CONTEXT = 0x20;
    static final int NEGOTIATED_CONTEXT = 0x21;
    static final int ABSTRACT_SYNTAX = 0x30;
    static final int TRANSFER_SYNTAX = 0x40;
    static final int USER_INFORMATION = 0x50;

    private static final int FIXED_BYTES = 2 + 2 + 2 * AeTitles.TITLE_BYTES + AeTitles.RESERVED_BYTES;

    private AssociateItems() {}

    record Fixed(int protocolVersion, AeTitles aeTitles) {}

    record Item(int type, ByteBuffer value) {}

    static AssociateRequest readRequest(byte[] content) throws InvalidPduException {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        Fixed fixed = readFixed(buffer);
        String applicationContext = "";
        List<ProposedContext> contexts = new ArrayList<>();
        UserInformation user = new UserInformation(0, "", "", List.of());
        for (Optional<Item> next = item(buffer); next.isPresent(); next = item(buffer)) {
            Item item = next.get();
            switch (item.type()) {
                case APPLICATION_CONTEXT -> applicationContext = uid(item.value());
                case PROPOSED_CONTEXT -> contexts.add(proposed(item.value()));
                case USER_INFORMATION -> user = UserItems.read(item.value());
                default -> {
                    // PS3.8 section 9.3.1: unrecognized items shall be ignored.
                }
            }
        }
        checkContexts(contexts.stream().map(ProposedContext::id).toList());
        return new AssociateRequest(fixed.protocolVersion(), fixed.aeTitles(), applicationContext, contexts, user);
    }

    static AssociateAccept readAccept(byte[] content) throws InvalidPduException {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        Fixed fixed = readFixed(buffer);
        List<NegotiatedContext> contexts = new ArrayList<>();
        UserInformation user = new UserInformation(0, "", "", List.of());
        for (Optional<Item> next = item(buffer); next.isPresent(); next = item(buffer)) {
            Item item = next.get();
            switch (item.type()) {
                case NEGOTIATED_CONTEXT -> contexts.add(negotiated(item.value()));
                case USER_INFORMATION -> user = UserItems.read(item.value());
                default -> {
                    // As above; the application context comes back as it was sent.
                }
            }
        }
        checkContexts(contexts.stream().map(NegotiatedContext::id).toList());
        return new AssociateAccept(fixed.aeTitles(), contexts, user);
    }

    private static Fixed readFixed(ByteBuffer buffer) throws InvalidPduException {
        if (buffer.remaining() < FIXED_BYTES) {
            throw invalid("associate PDU of " + buffer.remaining() + " bytes");
        }
        int protocolVersion = Short.toUnsignedInt(buffer.getShort());
        buffer.getShort();
        String called = verbatim(buffer, AeTitles.TITLE_BYTES);
        String calling = verbatim(buffer, AeTitles.TITLE_BYTES);
        String reserved = verbatim(buffer, AeTitles.RESERVED_BYTES);
        return new Fixed(protocolVersion, new AeTitles(called, calling, reserved));
    }

    private static ProposedContext proposed(ByteBuffer value) throws InvalidPduException {
        int id = contextId(value);
        value.position(value.position() + 3);
        String abstractSyntax = "";
        List<String> transferSyntaxes = new ArrayList<>();
        for (Optional<Item> next = item(value); next.isPresent(); next = item(value)) {
            Item item = next.get();
            if (item.type() == ABSTRACT_SYNTAX) {
                abstractSyntax = uid(item.value());
            } else if (item.type() == TRANSFER_SYNTAX) {
                transferSyntaxes.add(uid(item.value()));
            }
        }
        return new ProposedContext(id, abstractSyntax, transferSyntaxes);
    }

    private static NegotiatedContext negotiated(ByteBuffer value) throws InvalidPduException {
        int id = contextId(value);
        value.get();
        int result = Byte.toUnsignedInt(value.get());
        value.get();
        String transferSyntax = "";
        for (Optional<Item> next = item(value); next.isPresent(); next = item(value)) {
            if (next.get().type() == TRANSFER_SYNTAX) {
                transferSyntax = uid(next.get().value());
            }
        }
        return new NegotiatedContext(id, result, transferSyntax);
    }

    static Optional<Item> item(ByteBuffer buffer) throws InvalidPduException {
        if (!buffer.hasRemaining()) {
            return Optional.empty();
        }
        if (buffer.remaining() < 4) {
            throw invalid("item header cut short");
        }
        int type = Byte.toUnsignedInt(buffer.get());
        buffer.get();
        int length = Short.toUnsignedInt(buffer.getShort());
        if (length > buffer.remaining()) {
            throw invalid("item " + type + " of " + length + " bytes where " + buffer.remaining() + " are left");
        }
        ByteBuffer value = buffer.slice(buffer.position(), length);
        buffer.position(buffer.position() + length);
        return Optional.of(new Item(type, value));
    }

    private static int contextId(ByteBuffer value) throws InvalidPduException {
        if (value.remaining() < 4) {
            throw invalid("presentation context item of " + value.remaining() + " bytes");
        }
        int id = Byte.toUnsignedInt(value.get());
        if (id % 2 == 0) {
            throw invalid("presentation context id " + id + " is not odd");
        }
        return id;
    }

    private static void checkContexts(List<Integer> ids) throws InvalidPduException {
        if (ids.size() > AssociateRequest.MAX_CONTEXTS
                || ids.stream().distinct().count() != ids.size()) {
            throw invalid("presentation context ids are not unique");
        }
    }

    /// A UID without the padding that some senders add against PS3.8 annex F.
    private static String uid(ByteBuffer value) {
        return text(value, value.remaining());
    }

    static String text(ByteBuffer buffer, int length) {
        return trimmed(verbatim(buffer, length));
    }

    private static String verbatim(ByteBuffer buffer, int length) {
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /// Leading and trailing spaces and NULs mean nothing (PS3.8 section 9.3.2, AE titles; annex F, UIDs).
    static String trimmed(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) <= ' ') {
            end--;
        }
        int start = 0;
        while (start < end && text.charAt(start) <= ' ') {
            start++;
        }
        return text.substring(start, end);
    }

    static InvalidPduException invalid(String message) {
        return new InvalidPduException(AbortReason.INVALID_PDU_PARAMETER_VALUE, message);
    }
}
