package io.pleura.ingest.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// PDUs byte for byte, as PS3.8 section 9.3 lays them out. What follows `#` explains the bytes before it.
class PduGoldenTest {

    private static final int MAX_DATA_BYTES = 1024;

    private static final String USER_INFORMATION = """
            50 00 00 16             # user information, 22 bytes
            51 00 00 04 00 00 40 00 #   maximum length 16384
            52 00 00 04 32 2e 32 35 #   implementation class UID 2.25
            55 00 00 02 50 31       #   implementation version name P1
            """;

    private static final String ASSOCIATE_RQ = """
            01 00 00 00 00 a9       # A-ASSOCIATE-RQ, 169 bytes
            00 01 00 00             # protocol version 1, reserved
            50 4c 45 55 52 41 20 20 20 20 20 20 20 20 20 20 # called AE title PLEURA, 16 bytes padded with spaces
            53 54 4f 52 45 20 20 20 20 20 20 20 20 20 20 20 # calling AE title STORE
            00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 # reserved
            00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
            10 00 00 15 31 2e 32 2e 38 34 30 2e 31 30 30 30 38 2e 33 2e 31 2e 31 2e 31 # application context
            20 00 00 2e             # presentation context, 46 bytes
            01 00 00 00             #   id 1
            30 00 00 11 31 2e 32 2e 38 34 30 2e 31 30 30 30 38 2e 31 2e 31 # abstract syntax: Verification
            40 00 00 11 31 2e 32 2e 38 34 30 2e 31 30 30 30 38 2e 31 2e 32 # transfer syntax: Implicit VR Little Endian
            """ + USER_INFORMATION;

    private static final UserInformation USER = new UserInformation(16384, "2.25", "P1", List.of());

    @Test
    void associateRequestHasTheStandardsBytes() throws IOException {
        AssociateRequest request = new AssociateRequest(
                1,
                "PLEURA",
                "STORE",
                PduWriter.APPLICATION_CONTEXT,
                List.of(new ProposedContext(1, Implementation.VERIFICATION_SOP_CLASS, List.of("1.2.840.10008.1.2"))),
                USER);

        assertThat(hex(PduWriter.encode(request))).isEqualTo(hex(bytes(ASSOCIATE_RQ)));
        assertThat(reader(ASSOCIATE_RQ).next()).isEqualTo(request);
    }

    @Test
    void associateAcceptHasTheStandardsBytes() throws IOException {
        String golden = """
                02 00 00 00 00 94       # A-ASSOCIATE-AC, 148 bytes
                00 01 00 00
                50 4c 45 55 52 41 20 20 20 20 20 20 20 20 20 20
                53 54 4f 52 45 20 20 20 20 20 20 20 20 20 20 20
                00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
                10 00 00 15 31 2e 32 2e 38 34 30 2e 31 30 30 30 38 2e 33 2e 31 2e 31 2e 31
                21 00 00 19             # presentation context, answered, 25 bytes
                01 00 00 00             #   id 1, result 0 acceptance
                40 00 00 11 31 2e 32 2e 38 34 30 2e 31 30 30 30 38 2e 31 2e 32
                """ + USER_INFORMATION;
        AssociateAccept accept = new AssociateAccept(
                AeTitles.of("PLEURA", "STORE"),
                List.of(new NegotiatedContext(1, NegotiatedContext.ACCEPTANCE, "1.2.840.10008.1.2")),
                USER);

        assertThat(hex(PduWriter.encode(accept))).isEqualTo(hex(bytes(golden)));
        assertThat(reader(golden).next()).isEqualTo(accept);
    }

    /// PS3.8 table 9-17: what A-ASSOCIATE-AC has in the place of the titles and behind them is what the request had.
    @Test
    void titlesAndWhatIsReservedBehindThemComeBackByteForByte() throws IOException {
        String titles = """
                20 50 4c 45 55 52 41 00 00 00 00 00 00 00 00 00 # PLEURA, with a space before and NULs behind
                53 54 4f 52 c9 00 20 20 20 20 20 20 20 20 20 20
                01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10
                11 12 13 14 15 16 17 18 19 1a 1b 1c 1d 1e 1f ff
                """;
        AssociateRequest request = (AssociateRequest)
                reader("01 00 00 00 00 44 00 01 00 00" + titles).next();

        assertThat(request.calledAeTitle()).isEqualTo("PLEURA");
        assertThat(request.callingAeTitle()).isEqualTo("STOR\u00c9");
        assertThat(hex(PduWriter.encode(new AssociateAccept(request.aeTitles(), List.of(), USER))))
                .contains(hex(bytes("00 01 00 00" + titles)));
    }

    @Test
    void shortPdusHaveTheStandardsBytes() throws IOException {
        assertBothWays(AssociateReject.CALLED_AE_NOT_RECOGNIZED, "03 00 00 00 00 04 00 01 01 07");
        assertBothWays(AssociateReject.CALLING_AE_NOT_RECOGNIZED, "03 00 00 00 00 04 00 01 01 03");
        assertBothWays(AssociateReject.LOCAL_LIMIT_EXCEEDED, "03 00 00 00 00 04 00 02 03 02");
        assertBothWays(new ReleaseRequest(), "05 00 00 00 00 04 00 00 00 00");
        assertBothWays(new ReleaseResponse(), "06 00 00 00 00 04 00 00 00 00");
        assertBothWays(Abort.byProvider(AbortReason.UNEXPECTED_PDU), "07 00 00 00 00 04 00 00 02 02");
        assertBothWays(Abort.BY_USER, "07 00 00 00 00 04 00 00 00 00");
    }

    @Test
    void cutsADataSetIntoPdusThatThePeerTakes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (FragmentWriter fragments = new FragmentWriter(out, 16, 3, false)) {
            fragments.write(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
        }

        String golden = """
                04 00 00 00 00 10       # P-DATA-TF, 16 bytes
                00 00 00 0c 03 00       # 12 bytes: context 3, data set, more to come
                01 02 03 04 05 06 07 08 09 0a
                04 00 00 00 00 08
                00 00 00 04 03 02       # the last fragment
                0b 0c
                """;
        assertThat(hex(out.toByteArray())).isEqualTo(hex(bytes(golden)));

        PduReader reader = reader(golden);
        FragmentStream stream =
                FragmentStream.ofDataSet(reader, () -> assertThat(reader.next()).isInstanceOf(DataTransfer.class), 3);
        assertThat(stream.readAllBytes()).isEqualTo(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
    }

    @Test
    void readsACommandInOnePduWithItsDataSet() throws IOException {
        String pdu = """
                04 00 00 00 00 10       # one PDU, two presentation data values
                00 00 00 04 01 03 aa bb #   command, last
                00 00 00 04 01 00 01 02 #   data set, more to come
                04 00 00 00 00 06 00 00 00 02 01 02 # an empty last fragment
                """;
        PduReader reader = reader(pdu);
        FragmentStream.NextData next = () -> assertThat(reader.next()).isInstanceOf(DataTransfer.class);

        FragmentStream command = FragmentStream.ofCommand(reader, next);
        assertThat(command.readAllBytes()).isEqualTo(new byte[] {(byte) 0xaa, (byte) 0xbb});
        assertThat(command.contextId()).isEqualTo(1);
        assertThat(FragmentStream.ofDataSet(reader, next, 1).readAllBytes()).isEqualTo(new byte[] {1, 2});
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            unknown PDU type                 | 09 00 00 00 00 04 00 00 00 00          | UNRECOGNIZED_PDU
            P-DATA-TF longer than announced  | 04 00 00 00 04 01                      | INVALID_PDU_PARAMETER_VALUE
            P-DATA-TF of 4 GB                | 04 00 ff ff ff ff                      | INVALID_PDU_PARAMETER_VALUE
            associate request of 2 GB        | 01 00 7f ff ff ff                      | INVALID_PDU_PARAMETER_VALUE
            associate request of 4 bytes     | 01 00 00 00 00 04 00 01 00 00          | INVALID_PDU_PARAMETER_VALUE
            abort of 5 bytes                 | 07 00 00 00 00 05 00 00 00 00 00       | INVALID_PDU_PARAMETER_VALUE
            """)
    void refusesWhatIsNoPdu(String what, String bytes, AbortReason reason) {
        assertThatThrownBy(() -> reader(bytes).next())
                .as(what)
                .isInstanceOfSatisfying(
                        InvalidPduException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void refusesAPresentationDataValueThatIsLongerThanItsPdu() throws IOException {
        PduReader reader = reader("04 00 00 00 00 08 00 00 00 ff 01 03 00 00");
        reader.next();

        assertThatThrownBy(reader::nextValue).isInstanceOf(InvalidPduException.class);
    }

    @Test
    void refusesAnItemThatIsLongerThanItsPdu() {
        String golden = ASSOCIATE_RQ.replace("20 00 00 2e", "20 00 7f ff");

        assertThatThrownBy(() -> reader(golden).next())
                .isInstanceOf(InvalidPduException.class)
                .hasMessageContaining("item 32 of 32767 bytes");
    }

    @Test
    void refusesTheSamePresentationContextIdTwice() {
        AssociateRequest request = new AssociateRequest(
                1,
                "A",
                "B",
                PduWriter.APPLICATION_CONTEXT,
                List.of(new ProposedContext(1, "1.2", List.of("1.2")), new ProposedContext(1, "1.3", List.of("1.2"))),
                USER);

        assertThatThrownBy(() -> reader(hex(PduWriter.encode(request))).next())
                .isInstanceOf(InvalidPduException.class)
                .hasMessageContaining("not unique");
    }

    @Test
    void aClosedConnectionIsTheEndOfTheStream() {
        assertThatThrownBy(() -> reader("").next()).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> reader("05 00 00").next()).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> reader("01 00 00 00 00 a9 00 01").next()).isInstanceOf(EOFException.class);
    }

    private static void assertBothWays(Pdu pdu, String golden) throws IOException {
        assertThat(hex(PduWriter.encode(pdu))).isEqualTo(hex(bytes(golden)));
        assertThat(reader(golden).next()).isEqualTo(pdu);
    }

    private static PduReader reader(String hex) {
        return new PduReader(new ByteArrayInputStream(bytes(hex)), MAX_DATA_BYTES);
    }

    private static byte[] bytes(String explained) {
        return HexFormat.of().parseHex(explained.replaceAll("#.*", "").replaceAll("\\s", ""));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
