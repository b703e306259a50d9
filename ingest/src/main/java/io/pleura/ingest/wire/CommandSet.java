package io.pleura.ingest.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/// The command set of a DIMSE message (PS3.7 section 6.3.1): elements of group 0000 in Implicit VR Little Endian,
/// whatever the transfer syntax of the data set.
public final class CommandSet {

    // Elements of group 0000 (PS3.7 annex E.1), by DICOM keyword.
    public static final int COMMAND_GROUP_LENGTH = 0x0000;
    public static final int AFFECTED_SOP_CLASS_UID = 0x0002;
    public static final int REQUESTED_SOP_CLASS_UID = 0x0003;
    public static final int COMMAND_FIELD = 0x0100;
    public static final int MESSAGE_ID = 0x0110;
    public static final int MESSAGE_ID_BEING_RESPONDED_TO = 0x0120;
    public static final int PRIORITY = 0x0700;
    public static final int COMMAND_DATA_SET_TYPE = 0x0800;
    public static final int STATUS = 0x0900;
    public static final int ERROR_COMMENT = 0x0902;
    public static final int AFFECTED_SOP_INSTANCE_UID = 0x1000;
    public static final int REQUESTED_SOP_INSTANCE_UID = 0x1001;
    public static final int EVENT_TYPE_ID = 0x1002;
    public static final int ACTION_TYPE_ID = 0x1008;

    // Command Field (PS3.7 annex E.1). A response has the highest bit set.
    public static final int C_STORE_RQ = 0x0001;
    public static final int C_ECHO_RQ = 0x0030;
    public static final int N_EVENT_REPORT_RQ = 0x0100;
    public static final int N_ACTION_RQ = 0x0130;
    public static final int C_CANCEL_RQ = 0x0FFF;
    public static final int RESPONSE = 0x8000;

    /// Command Data Set Type of a message without data set; any other value means that one follows.
    public static final int NO_DATA_SET = 0x0101;

    private static final int DATA_SET_PRESENT = 0x0000;

    private static final int MEDIUM = 0x0000;

    /// A real command set has a few hundred bytes.
    public static final int MAX_BYTES = 64 << 10;

    /// Of an Error Comment, in characters (VR LO).
    public static final int MAX_COMMENT_LENGTH = 64;

    private static final int ELEMENT_HEADER_BYTES = 8;

    private final TreeMap<Integer, byte[]> elements = new TreeMap<>();

    private CommandSet() {}

    public static CommandSet storeRequest(int messageId, String sopClassUid, String sopInstanceUid) {
        return new CommandSet()
                .uid(AFFECTED_SOP_CLASS_UID, sopClassUid)
                .number(COMMAND_FIELD, C_STORE_RQ)
                .number(MESSAGE_ID, messageId)
                .number(PRIORITY, MEDIUM)
                .number(COMMAND_DATA_SET_TYPE, DATA_SET_PRESENT)
                .uid(AFFECTED_SOP_INSTANCE_UID, sopInstanceUid);
    }

    public static CommandSet echoRequest(int messageId, String sopClassUid) {
        return new CommandSet()
                .uid(AFFECTED_SOP_CLASS_UID, sopClassUid)
                .number(COMMAND_FIELD, C_ECHO_RQ)
                .number(MESSAGE_ID, messageId)
                .number(COMMAND_DATA_SET_TYPE, NO_DATA_SET);
    }

    /// N-ACTION (PS3.7 section 10.3.5), with action information to follow.
    public static CommandSet actionRequest(int messageId, String sopClassUid, String sopInstanceUid, int actionType) {
        return new CommandSet()
                .uid(REQUESTED_SOP_CLASS_UID, sopClassUid)
                .number(COMMAND_FIELD, N_ACTION_RQ)
                .number(MESSAGE_ID, messageId)
                .number(COMMAND_DATA_SET_TYPE, DATA_SET_PRESENT)
                .uid(REQUESTED_SOP_INSTANCE_UID, sopInstanceUid)
                .number(ACTION_TYPE_ID, actionType);
    }

    /// N-EVENT-REPORT (PS3.7 section 10.3.1), with event information to follow.
    public static CommandSet eventReportRequest(
            int messageId, String sopClassUid, String sopInstanceUid, int eventType) {
        return new CommandSet()
                .uid(AFFECTED_SOP_CLASS_UID, sopClassUid)
                .number(COMMAND_FIELD, N_EVENT_REPORT_RQ)
                .number(MESSAGE_ID, messageId)
                .number(COMMAND_DATA_SET_TYPE, DATA_SET_PRESENT)
                .uid(AFFECTED_SOP_INSTANCE_UID, sopInstanceUid)
                .number(EVENT_TYPE_ID, eventType);
    }

    /// The response to this request, without a data set. What was requested of a SOP instance is what it affects.
    ///
    /// @param comment Error Comment, left out when empty; cut to what VR LO holds
    public CommandSet respond(int status, String comment) {
        CommandSet response = new CommandSet()
                .number(COMMAND_FIELD, commandField() | RESPONSE)
                .number(MESSAGE_ID_BEING_RESPONDED_TO, messageId())
                .number(COMMAND_DATA_SET_TYPE, NO_DATA_SET)
                .number(STATUS, status);
        text(AFFECTED_SOP_CLASS_UID)
                .or(() -> text(REQUESTED_SOP_CLASS_UID))
                .ifPresent(uid -> response.uid(AFFECTED_SOP_CLASS_UID, uid));
        text(AFFECTED_SOP_INSTANCE_UID)
                .or(() -> text(REQUESTED_SOP_INSTANCE_UID))
                .ifPresent(uid -> response.uid(AFFECTED_SOP_INSTANCE_UID, uid));
        number(ACTION_TYPE_ID).ifPresent(type -> response.number(ACTION_TYPE_ID, type));
        number(EVENT_TYPE_ID).ifPresent(type -> response.number(EVENT_TYPE_ID, type));
        if (!comment.isEmpty()) {
            response.comment(comment);
        }
        return response;
    }

    /// Reads a command set to its end.
    ///
    /// @throws InvalidPduException when it is none, too long, or lacks its command field
    public static CommandSet read(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw invalid("command set of more than " + MAX_BYTES + " bytes");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        CommandSet command = new CommandSet();
        while (buffer.hasRemaining()) {
            command.readElement(buffer);
        }
        if (command.number(COMMAND_FIELD).isEmpty()) {
            throw invalid("command set without Command Field");
        }
        return command;
    }

    private void readElement(ByteBuffer buffer) throws InvalidPduException {
        if (buffer.remaining() < ELEMENT_HEADER_BYTES) {
            throw invalid("command element cut short");
        }
        int group = Short.toUnsignedInt(buffer.getShort());
        int element = Short.toUnsignedInt(buffer.getShort());
        int length = buffer.getInt();
        if (group != 0 || length < 0 || length > buffer.remaining()) {
            throw invalid("command set element (%04x,%04x) of %d bytes"
                    .formatted(group, element, Integer.toUnsignedLong(length)));
        }
        byte[] value = new byte[length];
        buffer.get(value);
        if (element != COMMAND_GROUP_LENGTH) {
            elements.put(element, value);
        }
    }

    public byte[] toByteArray() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        elements.forEach((element, value) -> body.writeBytes(encode(element, value)));
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(encode(COMMAND_GROUP_LENGTH, littleEndian(Integer.BYTES, body.size())));
        whole.writeBytes(body.toByteArray());
        return whole.toByteArray();
    }

    /// Command Field, which every command set has.
    public int commandField() {
        return number(COMMAND_FIELD).orElseThrow();
    }

    public boolean isRequest() {
        return (commandField() & RESPONSE) == 0;
    }

    /// Message ID, 0 where a careless peer left it out.
    public int messageId() {
        return number(MESSAGE_ID).orElse(0);
    }

    public boolean hasDataSet() {
        return number(COMMAND_DATA_SET_TYPE).orElse(NO_DATA_SET) != NO_DATA_SET;
    }

    /// An element of VR US.
    public OptionalInt number(int element) {
        byte[] value = elements.get(element);
        return value == null || value.length < Short.BYTES
                ? OptionalInt.empty()
                : OptionalInt.of((value[0] & 0xff) | (value[1] & 0xff) << 8);
    }

    /// A text element without its padding; empty when absent or blank.
    public Optional<String> text(int element) {
        byte[] value = elements.get(element);
        if (value == null) {
            return Optional.empty();
        }
        String text = new String(value, StandardCharsets.ISO_8859_1)
                .replace('\0', ' ')
                .strip();
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private CommandSet number(int element, int value) {
        elements.put(element, littleEndian(Short.BYTES, value));
        return this;
    }

    /// UIDs are padded to even length with NUL (PS3.5 section 9.1).
    private CommandSet uid(int element, String value) {
        elements.put(element, padded(value, '\0'));
        return this;
    }

    private void comment(String value) {
        String ascii = value.replaceAll("[^\\x20-\\x7e]", "?").replace('\\', '/');
        elements.put(ERROR_COMMENT, padded(ascii.substring(0, Math.min(ascii.length(), MAX_COMMENT_LENGTH)), ' '));
    }

    private static byte[] padded(String value, char padding) {
        String even = value.length() % 2 == 0 ? value : value + padding;
        return even.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] littleEndian(int size, int value) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (value >> (8 * i));
        }
        return bytes;
    }

    private static byte[] encode(int element, byte[] value) {
        return ByteBuffer.allocate(ELEMENT_HEADER_BYTES + value.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) 0)
                .putShort((short) element)
                .putInt(value.length)
                .put(value)
                .array();
    }

    private static InvalidPduException invalid(String message) {
        return new InvalidPduException(AbortReason.INVALID_PDU_PARAMETER_VALUE, message);
    }
}
