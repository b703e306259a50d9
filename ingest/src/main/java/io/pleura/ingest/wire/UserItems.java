package io.pleura.ingest.wire;

import io.pleura.ingest.wire.AssociateItems.Item;
import io.pleura.ingest.wire.Pdu.UserInformation;
import io.pleura.ingest.wire.UserItem.AsynchronousOperations;
import io.pleura.ingest.wire.UserItem.CommonExtendedNegotiation;
import io.pleura.ingest.wire.UserItem.ExtendedNegotiation;
import io.pleura.ingest.wire.UserItem.RoleSelection;
import io.pleura.ingest.wire.UserItem.UserIdentity;
import io.pleura.ingest.wire.UserItem.UserIdentityAcknowledged;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the sub-items of the user information item (PS3.8 annex D, PS3.7 annex D.3.3). Every length is checked against
/// what is there.
final class UserItems {

    static final int MAXIMUM_LENGTH = 0x51;
    static final int IMPLEMENTATION_CLASS_UID = 0x52;
    static final int ASYNCHRONOUS_OPERATIONS = 0x53;
    static final int ROLE_SELECTION = 0x54;
    static final int IMPLEMENTATION_VERSION_NAME = 0x55;
    static final int EXTENDED_NEGOTIATION = 0x56;
    static final int COMMON_EXTENDED_NEGOTIATION = 0x57;
    static final int USER_IDENTITY = 0x58;
    static final int USER_IDENTITY_RESPONSE = 0x59;

    private UserItems() {}

    static UserInformation read(ByteBuffer value) throws InvalidPduException {
        long maxLengthBytes = 0;
        String classUid = "";
        String versionName = "";
        List<UserItem> items = new ArrayList<>();
        for (Optional<Item> next = AssociateItems.item(value); next.isPresent(); next = AssociateItems.item(value)) {
            ByteBuffer content = next.get().value();
            switch (next.get().type()) {
                case MAXIMUM_LENGTH ->
                    maxLengthBytes = Integer.toUnsignedLong(exactly(4, content).getInt());
                case IMPLEMENTATION_CLASS_UID -> classUid = rest(content);
                case IMPLEMENTATION_VERSION_NAME -> versionName = rest(content);
                default -> item(next.get().type(), content).ifPresent(items::add);
            }
            if (items.size() > UserInformation.MAX_ITEMS) {
                throw AssociateItems.invalid("more than " + UserInformation.MAX_ITEMS + " user information items");
            }
        }
        return new UserInformation(maxLengthBytes, classUid, versionName, items);
    }

    /// Unrecognized items shall be ignored (PS3.8 section 9.3.1).
    private static Optional<UserItem> item(int type, ByteBuffer content) throws InvalidPduException {
        return switch (type) {
            case ASYNCHRONOUS_OPERATIONS -> Optional.of(asynchronousOperations(exactly(4, content)));
            case ROLE_SELECTION -> Optional.of(new RoleSelection(counted(content), flag(content), flag(content)));
            case EXTENDED_NEGOTIATION -> Optional.of(new ExtendedNegotiation(counted(content)));
            case COMMON_EXTENDED_NEGOTIATION -> Optional.of(commonExtendedNegotiation(content));
            case USER_IDENTITY -> Optional.of(userIdentity(content));
            case USER_IDENTITY_RESPONSE -> Optional.of(new UserIdentityAcknowledged());
            default -> Optional.empty();
        };
    }

    private static UserItem asynchronousOperations(ByteBuffer content) {
        return new AsynchronousOperations(
                Short.toUnsignedInt(content.getShort()), Short.toUnsignedInt(content.getShort()));
    }

    private static UserItem commonExtendedNegotiation(ByteBuffer content) throws InvalidPduException {
        String sopClass = counted(content);
        String serviceClass = counted(content);
        ByteBuffer general = field(content);
        List<String> related = new ArrayList<>();
        while (general.hasRemaining()) {
            related.add(counted(general));
        }
        return new CommonExtendedNegotiation(sopClass, serviceClass, related);
    }

    private static UserItem userIdentity(ByteBuffer content) throws InvalidPduException {
        int type = Byte.toUnsignedInt(next(content));
        boolean responseRequested = flag(content);
        field(content);
        field(content);
        return new UserIdentity(type, responseRequested);
    }

    /// A UID with its length before it.
    private static String counted(ByteBuffer content) throws InvalidPduException {
        return rest(field(content));
    }

    /// A field with its 16-bit length before it.
    private static ByteBuffer field(ByteBuffer content) throws InvalidPduException {
        int length = Byte.toUnsignedInt(next(content)) << 8 | Byte.toUnsignedInt(next(content));
        if (length > content.remaining()) {
            throw AssociateItems.invalid("field of " + length + " bytes where " + content.remaining() + " are left");
        }
        ByteBuffer field = content.slice(content.position(), length);
        content.position(content.position() + length);
        return field;
    }

    private static boolean flag(ByteBuffer content) throws InvalidPduException {
        return next(content) != 0;
    }

    private static byte next(ByteBuffer content) throws InvalidPduException {
        if (!content.hasRemaining()) {
            throw AssociateItems.invalid("user information item cut short");
        }
        return content.get();
    }

    private static ByteBuffer exactly(int length, ByteBuffer content) throws InvalidPduException {
        if (content.remaining() != length) {
            throw AssociateItems.invalid("user information item of " + content.remaining() + " bytes, not " + length);
        }
        return content;
    }

    private static String rest(ByteBuffer content) {
        return AssociateItems.text(content, content.remaining());
    }
}
