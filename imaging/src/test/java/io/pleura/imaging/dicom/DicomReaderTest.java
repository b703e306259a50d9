package io.pleura.imaging.dicom;

import static io.pleura.imaging.dicom.GoldenBytesTest.golden;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.imaging.TestRadiograph;
import io.pleura.schemas.ReasonCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the reader takes, and what it refuses and why.
class DicomReaderTest {

    private static final byte[] FILE =
            DicomWriter.toBytes(DicomFile.of(RoundTripTest.RADIOGRAPH, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));

    @Test
    void readsExplicitVrBigEndian() throws Exception {
        DataSet dataSet =
                DicomReader.readDataSet(golden("""
                        00 28 00 10  (0028,0010) Rows, high bytes first (PS3.5 section 7.3)
                        55 53        "US"
                        00 02        length 2
                        01 02        258
                        00 54 02 20  (0054,0220) View Code Sequence
                        53 51 00 00  "SQ"
                        00 00 00 08  length 8
                        ff fe e0 00  Item
                        00 00 00 00  length 0
                        7f e0 00 10  (7FE0,0010) Pixel Data
                        4f 57 00 00  "OW"
                        00 00 00 04  length 4
                        00 01 ff fe  two words
                        """), TransferSyntax.EXPLICIT_VR_BIG_ENDIAN, ReadLimits.DEFAULT);

        assertThat(dataSet.integer(Tags.ROWS)).hasValue(258);
        assertThat(dataSet.items(Tags.VIEW_CODE_SEQUENCE)).containsExactly(DataSet.EMPTY);
        assertThat(dataSet.decimals(Tags.PIXEL_DATA)).containsExactly(1.0, 65534.0);
        ByteArrayOutputStream little = new ByteArrayOutputStream();
        DicomWriter.writeDataSet(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, little);
        assertThat(DicomReader.readDataSet(
                                little.toByteArray(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, ReadLimits.DEFAULT)
                        .decimals(Tags.PIXEL_DATA))
                .containsExactly(1.0, 65534.0);
    }

    /// PS3.5 section 7.5.2: delimited items and sequences, nested.
    @Test
    void readsUndefinedLengths() throws Exception {
        DataSet dataSet = readImplicit("""
                54 00 20 02 ff ff ff ff  View Code Sequence, undefined length
                fe ff 00 e0 ff ff ff ff  Item, undefined length
                54 00 22 02 ff ff ff ff  View Modifier Code Sequence, undefined length
                fe ff 00 e0 0a 00 00 00  Item, 10 bytes
                08 00 00 01 02 00 00 00 41 42  Code Value AB
                fe ff dd e0 00 00 00 00  Sequence Delimitation Item
                fe ff 0d e0 00 00 00 00  Item Delimitation Item
                fe ff dd e0 00 00 00 00  Sequence Delimitation Item
                28 00 10 00 02 00 00 00 05 00  Rows 5
                """);

        DataSet code = DataSet.builder().string(Tags.CODE_VALUE, "AB").build();
        assertThat(dataSet.items(Tags.VIEW_CODE_SEQUENCE).getFirst().items(Tags.VIEW_MODIFIER_CODE_SEQUENCE))
                .containsExactly(code);
        assertThat(dataSet.integer(Tags.ROWS)).hasValue(5);
    }

    /// PS3.5 section 6.2.2 note 4: who has no dictionary passes a sequence on as UN, Implicit VR inside.
    @ParameterizedTest
    @ValueSource(strings = {"12 00 00 00", "ff ff ff ff"})
    void readsSequencesOfUnknownRepresentation(String length) throws Exception {
        DataSet dataSet = DicomReader.readDataSet(
                golden("54 00 20 02 55 4e 00 00 " + length
                        + " fe ff 00 e0 0a 00 00 00 08 00 00 01 02 00 00 00 41 42"
                        + (length.startsWith("ff") ? " fe ff dd e0 00 00 00 00" : "")),
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                ReadLimits.DEFAULT);

        assertThat(dataSet.items(Tags.VIEW_CODE_SEQUENCE).getFirst().string(Tags.CODE_VALUE))
                .contains("AB");
    }

    /// PS3.5 section A.5.
    @Test
    void readsDeflatedDataSets() throws Exception {
        byte[] deflated = TestRadiograph.deflated(RoundTripTest.RADIOGRAPH);

        assertThat(DicomReader.read(deflated, ReadLimits.DEFAULT).dataSet()).isEqualTo(RoundTripTest.RADIOGRAPH);
        assertThat(DicomReader.readHeader(new ByteArrayInputStream(deflated), ReadLimits.DEFAULT)
                        .dataSet()
                        .string(Tags.SOP_INSTANCE_UID))
                .contains("1.2.3.4");
    }

    @Test
    void refusesADeflatedBomb() throws Exception {
        byte[] deflated = TestRadiograph.deflated(RoundTripTest.RADIOGRAPH);

        assertRefused(() -> DicomReader.read(deflated, limits(200, 100, 16)), ReasonCode.LIMIT_EXCEEDED);
    }

    @Test
    void acceptsAFileWithoutPreamble() throws Exception {
        byte[] withoutPreamble = Arrays.copyOfRange(FILE, 132, FILE.length);

        assertThat(DicomReader.read(withoutPreamble, ReadLimits.DEFAULT).dataSet())
                .isEqualTo(RoundTripTest.RADIOGRAPH);
        assertThat(DicomReader.readHeader(new ByteArrayInputStream(withoutPreamble), ReadLimits.DEFAULT)
                        .transferSyntax())
                .contains(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }

    @ParameterizedTest
    @EnumSource(names = {"IMPLICIT_VR_LITTLE_ENDIAN", "EXPLICIT_VR_LITTLE_ENDIAN"})
    void acceptsABareDataSetAndSeesHowItIsEncoded(TransferSyntax syntax) throws Exception {
        ByteArrayOutputStream bare = new ByteArrayOutputStream();
        DicomWriter.writeDataSet(RoundTripTest.RADIOGRAPH, syntax, bare);

        assertThat(DicomReader.read(bare.toByteArray(), ReadLimits.DEFAULT))
                .isEqualTo(new DicomFile(DataSet.EMPTY, RoundTripTest.RADIOGRAPH));
    }

    @Test
    void refusesWhatIsNotDicom() {
        for (String text : List.of("", "x", "A text file renamed to .dcm.\n".repeat(20))) {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            assertRefused(() -> DicomReader.read(bytes, ReadLimits.DEFAULT), ReasonCode.UNREADABLE_DICOM);
            assertRefused(
                    () -> DicomReader.readHeader(new ByteArrayInputStream(bytes), ReadLimits.DEFAULT),
                    ReasonCode.UNREADABLE_DICOM);
        }
    }

    /// Wherever a file breaks off within an element, that is said; at a boundary between elements nobody can tell.
    @Test
    void refusesTruncatedFiles() throws Exception {
        int boundaries = 0;
        for (int length = 133; length < FILE.length; length++) {
            byte[] truncated = Arrays.copyOf(FILE, length);
            try {
                DicomReader.read(truncated, ReadLimits.DEFAULT);
                boundaries++;
            } catch (DicomException e) {
                assertThat(e.reason()).isEqualTo(ReasonCode.TRUNCATED);
            }
        }
        assertThat(boundaries).isLessThan(20);
    }

    @Test
    void believesNoLength() {
        byte[] bytes = golden("28 00 10 00 55 4e 00 00 fe ff ff ff 00 00");

        assertRefused(
                () -> DicomReader.readDataSet(bytes, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, ReadLimits.DEFAULT),
                ReasonCode.TRUNCATED);
        byte[] tenMebibytesClaimed = golden("08 00 18 00 4f 42 00 00 00 00 a0 00 00 00");
        assertRefused(
                () -> DicomReader.readHeader(
                        new ByteArrayInputStream(concatenate(Arrays.copyOf(FILE, 132), tenMebibytesClaimed)),
                        ReadLimits.DEFAULT),
                ReasonCode.TRUNCATED);
    }

    @Test
    void saysWhichLengthWasTooMuch() {
        byte[] damaged = concatenate(Arrays.copyOf(FILE, 132), golden("08 00 18 00 4f 42 00 00 f0 ff ff ff 00"));

        assertThatThrownBy(() -> DicomReader.readHeader(new ByteArrayInputStream(damaged), limits(1000, 100, 16)))
                .hasMessage("4294967280 bytes claimed at offset 144; a header may have 1000");
    }

    @Test
    void refusesAnItemLongerThanItsSequence() {
        assertRefused(() -> readImplicit("""
                        54 00 20 02 08 00 00 00  View Code Sequence, 8 bytes
                        fe ff 00 e0 0a 00 00 00  Item, 10 bytes
                        08 00 00 01 02 00 00 00 41 42
                        28 00 10 00 02 00 00 00 05 00
                        """), ReasonCode.UNREADABLE_DICOM);
    }

    @Test
    void refusesWhatGoesBeyondTheLimits() {
        assertRefused(() -> DicomReader.read(FILE, limits(FILE.length - 1, 100, 16)), ReasonCode.LIMIT_EXCEEDED);
        assertRefused(() -> DicomReader.read(FILE, limits(FILE.length, 5, 16)), ReasonCode.LIMIT_EXCEEDED);
        assertRefused(() -> DicomReader.read(FILE, limits(FILE.length, 100, 1)), ReasonCode.LIMIT_EXCEEDED);
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 0;
            }
        };
        assertRefused(
                () -> DicomReader.readHeader(
                        new SequenceInputStream(
                                new ByteArrayInputStream(concatenate(
                                        Arrays.copyOf(FILE, 132), golden("08 00 16 00 4f 42 00 00 f0 ff ff 7f"))),
                                endless),
                        ReadLimits.DEFAULT),
                ReasonCode.LIMIT_EXCEEDED);
    }

    @Test
    void saysNothingOfValuesInItsMessages() {
        assertThatThrownBy(() -> DicomReader.read(Arrays.copyOf(FILE, FILE.length - 3), ReadLimits.DEFAULT))
                .hasMessage("the bytes end at offset " + (FILE.length - 3));
        assertThat(RoundTripTest.RADIOGRAPH.toString()).doesNotContain("ngstr");
    }

    /// A byte too many, half an element, a second object: the radiograph before it is whole.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "00",
                "fc ff",
                "fc ff fc ff 4f 42 00 00 0a 00 00 00 00",
                "fe ff dd e0 00 00 00 00",
                "3c 68 74 6d 6c"
            })
    void readsTheRadiographWhateverIsLeftBehindIt(String behind) throws Exception {
        byte[] bytes = concatenate(FILE, golden(behind));

        assertThat(DicomReader.read(bytes, ReadLimits.DEFAULT).dataSet())
                .isEqualTo(DicomReader.read(FILE, ReadLimits.DEFAULT).dataSet());
    }

    /// Ingest decides by what stands before the image; whoever reads the whole object must see the same.
    @Test
    void nothingBehindTheImageChangesWhatStandsBeforeIt() throws Exception {
        DataSet dataSet = DicomReader.read(concatenate(FILE, golden("""
                                18 00 01 51 43 53 02 00 4c 4c  View Position LL
                                fa ff fa ff 53 51 00 00 00 00 00 00  Digital Signatures Sequence, empty
                                e0 7f 10 00 4f 42 00 00 02 00 00 00 ff ff  Pixel Data again
                                """)), ReadLimits.DEFAULT)
                .dataSet();

        DataSet before = DicomReader.read(FILE, ReadLimits.DEFAULT).dataSet();
        assertThat(dataSet.string(Tags.VIEW_POSITION)).isEqualTo(before.string(Tags.VIEW_POSITION));
        assertThat(dataSet.element(Tags.PIXEL_DATA)).isEqualTo(before.element(Tags.PIXEL_DATA));
        assertThat(dataSet.contains(new Tag(0xFFFA, 0xFFFA))).isTrue();
    }

    @Test
    void ignoresZerosAfterTheLastElement() throws Exception {
        assertThat(DicomReader.read(Arrays.copyOf(FILE, FILE.length + 51), ReadLimits.DEFAULT)
                        .dataSet())
                .isEqualTo(RoundTripTest.RADIOGRAPH);
    }

    @Test
    void readsCommandSets() throws Exception {
        DataSet command = DataSet.builder()
                .integer(Tags.COMMAND_GROUP_LENGTH, 10)
                .integer(Tags.COMMAND_FIELD, 0x8001)
                .build();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DicomWriter.writeDataSet(command, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN, out);

        assertThat(DicomReader.readDataSet(
                        out.toByteArray(), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN, ReadLimits.DEFAULT))
                .isEqualTo(command);
    }

    private static DataSet readImplicit(String bytes) throws DicomException {
        return DicomReader.readDataSet(golden(bytes), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN, ReadLimits.DEFAULT);
    }

    private static ReadLimits limits(long bytes, int elements, int depth) {
        return new ReadLimits(bytes, bytes, elements, depth);
    }

    private static byte[] concatenate(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static void assertRefused(ThrowingCallable reading, ReasonCode reason) {
        assertThatThrownBy(reading).isInstanceOfSatisfying(DicomException.class, refusal -> assertThat(refusal.reason())
                .isEqualTo(reason));
    }
}
