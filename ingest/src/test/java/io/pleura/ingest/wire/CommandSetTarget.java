package io.pleura.ingest.wire;

import io.pleura.imaging.fuzz.FuzzTarget;
import io.pleura.imaging.fuzz.Trickle;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/// A command set, and the response to it: both are the same when written and read again.
public final class CommandSetTarget implements FuzzTarget {

    private static final int STATUS = 0xA700;

    @Override
    public String name() {
        return "command-set";
    }

    @Override
    public void accept(byte[] input) throws Exception {
        CommandSet command;
        try {
            command = CommandSet.read(new Trickle(input));
        } catch (InvalidPduException e) {
            return; // refused with a reason
        }
        requireSame(command);
        if (command.isRequest()) {
            CommandSet response = command.respond(STATUS, "no room\u00e9\\");
            requireSame(response);
            require(!response.isRequest(), "a response");
            require(response.number(CommandSet.STATUS).getAsInt() == STATUS, "its status");
            require(
                    response.number(CommandSet.MESSAGE_ID_BEING_RESPONDED_TO).getAsInt() == command.messageId(),
                    "the message that it answers");
            require(!response.hasDataSet(), "without data set");
        }
    }

    private static void requireSame(CommandSet command) throws IOException {
        byte[] bytes = command.toByteArray();
        CommandSet again = CommandSet.read(new ByteArrayInputStream(bytes));
        require(Arrays.equals(again.toByteArray(), bytes), "the same again");
        require(
                again.text(CommandSet.AFFECTED_SOP_INSTANCE_UID)
                        .equals(command.text(CommandSet.AFFECTED_SOP_INSTANCE_UID)),
                "the instance");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                CommandSet.echoRequest(1, "1.2.840.10008.1.1").toByteArray(),
                CommandSet.storeRequest(2, "1.2.840.10008.5.1.4.1.1.1.1", "1.2.3")
                        .toByteArray(),
                CommandSet.actionRequest(3, "1.2.840.10008.1.20.1", "1.2", 1).toByteArray(),
                CommandSet.eventReportRequest(4, "1.2.840.10008.1.20.1", "1.2", 2)
                        .toByteArray(),
                CommandSet.storeRequest(5, "1.2", "1.3").respond(0, "").toByteArray());
    }

    @Override
    public long mostBytes(byte[] input) {
        return (1L << 20) + 128L * input.length;
    }
}
