package io.pleura.ingest.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class CommandSetTest {

    @Test
    void echoRequestHasTheStandardsBytes() {
        String golden = """
                0000 0000 04000000 38000000                             # Command Group Length 56
                0000 0200 12000000 312e322e3834302e31303030382e312e3100 # Affected SOP Class UID: Verification, padded
                0000 0001 02000000 3000                                 # Command Field: C-ECHO-RQ
                0000 1001 02000000 0700                                 # Message ID 7
                0000 0008 02000000 0101                                 # Command Data Set Type: none
                """;

        assertThat(hex(CommandSet.echoRequest(7, Implementation.VERIFICATION_SOP_CLASS)))
                .isEqualTo(golden.replaceAll("#.*", "").replaceAll("\\s", ""));
    }

    @Test
    void aResponseRepeatsWhatItAnswersAndSaysWhy() throws IOException {
        CommandSet response =
                read(read(CommandSet.storeRequest(3, "1.2", "1.2.3").toByteArray())
                        .respond(0xC011, "the stated view is not frontal")
                        .toByteArray());

        assertThat(response.commandField()).isEqualTo(0x8001);
        assertThat(response.number(CommandSet.MESSAGE_ID_BEING_RESPONDED_TO)).hasValue(3);
        assertThat(response.number(CommandSet.STATUS)).hasValue(0xC011);
        assertThat(response.text(CommandSet.ERROR_COMMENT)).contains("the stated view is not frontal");
        assertThat(response.text(CommandSet.AFFECTED_SOP_CLASS_UID)).contains("1.2");
        assertThat(response.text(CommandSet.AFFECTED_SOP_INSTANCE_UID)).contains("1.2.3");
        assertThat(response.hasDataSet()).isFalse();
        assertThat(response.isRequest()).isFalse();
    }

    @Test
    void anErrorCommentFitsItsValueRepresentation() throws IOException {
        CommandSet response = read(CommandSet.echoRequest(1, "1.2")
                .respond(0x0110, "back\\slash, ümlaut " + "x".repeat(100))
                .toByteArray());

        assertThat(response.text(CommandSet.ERROR_COMMENT).orElseThrow())
                .hasSize(64)
                .startsWith("back/slash, ?mlaut");
    }

    @Test
    void refusesAnElementOfAnotherGroup() {
        assertThatThrownBy(() -> read(HexFormat.of().parseHex("0800160000000000")))
                .isInstanceOf(InvalidPduException.class)
                .hasMessageContaining("(0008,0016)");
    }

    @Test
    void refusesALengthBeyondTheEnd() {
        assertThatThrownBy(() -> read(HexFormat.of().parseHex("00000001ffffffff0100")))
                .isInstanceOf(InvalidPduException.class);
    }

    @Test
    void refusesACommandSetThatDoesNotEnd() {
        assertThatThrownBy(() -> read(new byte[CommandSet.MAX_BYTES + 1]))
                .isInstanceOf(InvalidPduException.class)
                .hasMessageContaining("more than 65536 bytes");
    }

    @Test
    void refusesACommandSetWithoutCommandField() {
        assertThatThrownBy(() -> read(new byte[0])).isInstanceOf(InvalidPduException.class);
    }

    private static CommandSet read(byte[] bytes) throws IOException {
        return CommandSet.read(new ByteArrayInputStream(bytes));
    }

    private static String hex(CommandSet command) {
        return HexFormat.of().formatHex(command.toByteArray());
    }
}
