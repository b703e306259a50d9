package io.pleura.ingest.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.ingest.wire.Pdu.AeTitles;
import io.pleura.ingest.wire.Pdu.AssociateAccept;
import io.pleura.ingest.wire.Pdu.UserInformation;
import io.pleura.ingest.wire.UserItem.AsynchronousOperations;
import io.pleura.ingest.wire.UserItem.CommonExtendedNegotiation;
import io.pleura.ingest.wire.UserItem.ExtendedNegotiation;
import io.pleura.ingest.wire.UserItem.RoleSelection;
import io.pleura.ingest.wire.UserItem.UserIdentity;
import io.pleura.ingest.wire.UserItem.UserIdentityAcknowledged;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Sub-items of user information byte for byte, as PS3.7 annex D.3.3 lays them out.
class UserItemsTest {

    @Test
    void readsEachKindOfWish() throws IOException {
        String golden = """
                53 00 00 04 00 00 00 08 # asynchronous operations: any number invoked, 8 performed
                54 00 00 08             # role selection, 8 bytes
                00 04 31 2e 32 2e 01 00 #   SOP class 1.2. ; user, not provider
                56 00 00 09             # extended negotiation, 9 bytes
                00 03 31 2e 33 02 00 01 00 # SOP class 1.3, then what the service class says
                57 00 00 13             # common extended negotiation, 19 bytes
                00 03 31 2e 34          #   SOP class 1.4
                00 03 31 2e 35          #   service class 1.5
                00 07                   #   related general SOP classes, 7 bytes
                00 05 31 2e 36 2e 37    #     1.6.7
                58 00 00 0a             # user identity, 10 bytes
                02 01                   #   user name and passcode, response requested
                00 02 6d 65 00 02 2a 2a #   the name, the passcode
                59 00 00 02 00 00       # response to a user identity
                7f 00 00 01 00          # what a later edition may add
                """;

        assertThat(UserItems.read(bytes(golden)).items())
                .containsExactly(
                        new AsynchronousOperations(0, 8),
                        new RoleSelection("1.2.", true, false),
                        new ExtendedNegotiation("1.3"),
                        new CommonExtendedNegotiation("1.4", "1.5", List.of("1.6.7")),
                        new UserIdentity(UserIdentity.USER_NAME_AND_PASSCODE, true),
                        new UserIdentityAcknowledged());
    }

    @Test
    void writesEachKindOfAnswer() throws IOException {
        UserInformation user = new UserInformation(
                16384,
                "2.25",
                "P1",
                List.of(
                        new AsynchronousOperations(1, 1),
                        new RoleSelection("1.2", true, false),
                        new UserIdentityAcknowledged()));
        byte[] pdu = PduWriter.encode(new AssociateAccept(AeTitles.of("PLEURA", "STORE"), List.of(), user));

        assertThat(HexFormat.of().formatHex(pdu))
                .endsWith(HexFormat.of().formatHex(bytes("""
                        53 00 00 04 00 01 00 01
                        54 00 00 07 00 03 31 2e 32 01 00
                        59 00 00 02 00 00
                        """).array()));
        assertThat(new PduReader(new ByteArrayInputStream(pdu), 1024).next())
                .isEqualTo(new AssociateAccept(AeTitles.of("PLEURA", "STORE"), List.of(), user));
    }

    @Test
    void keepsNothingOfAUsersName() throws IOException {
        String items = UserItems.read(bytes("58 00 00 0a 02 01 00 02 6d 65 00 02 2a 2a"))
                .toString();

        assertThat(items).contains("UserIdentity").doesNotContain("me,").doesNotContain("**");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            maximum length of 3 bytes               | 51 00 00 03 00 00 00
            asynchronous operations of 2 bytes      | 53 00 00 02 00 01
            a SOP class longer than its item        | 54 00 00 04 00 ff 31 2e
            role selection without the second role  | 54 00 00 06 00 03 31 2e 32 01
            related classes longer than their item  | 57 00 00 08 00 01 31 00 01 31 00 05
            user identity without its passcode      | 58 00 00 04 01 00 00 00
            a user name longer than its item        | 58 00 00 06 01 00 7f ff 6d 65
            an empty user identity                  | 58 00 00 00
            """)
    void refusesWhatContradictsItself(String what, String golden) {
        assertThatThrownBy(() -> UserItems.read(bytes(golden)))
                .as(what)
                .isInstanceOfSatisfying(InvalidPduException.class, e -> assertThat(e.reason())
                        .isEqualTo(AbortReason.INVALID_PDU_PARAMETER_VALUE));
    }

    @Test
    void refusesItemsWithoutEnd() {
        assertThatThrownBy(() -> UserItems.read(bytes("53 00 00 04 00 01 00 01 ".repeat(600))))
                .isInstanceOf(InvalidPduException.class)
                .hasMessageContaining("more than 512");
    }

    private static ByteBuffer bytes(String explained) {
        return ByteBuffer.wrap(
                HexFormat.of().parseHex(explained.replaceAll("#.*", "").replaceAll("\\s", "")));
    }
}
