package io.pleura.imaging.dicom;

import static io.pleura.imaging.dicom.GoldenBytesTest.golden;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.schemas.ReasonCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What writers in the field make of PS3.5, where others read it all the same; and what of it is refused.
class UnusualEncodingTest {

    private static final String ROWS_5 = " 28 00 10 00 55 53 02 00 05 00";
    private static final String CODE_VALUE_AB = " 08 00 00 01 53 48 02 00 41 42";
    private static final String VIEW_CODES = "54 00 20 02 53 51 00 00";
    private static final String ITEM_OF_10 = " fe ff 00 e0 0a 00 00 00";
    private static final String ITEM = " fe ff 00 e0 ff ff ff ff";
    private static final String ITEM_END = " fe ff 0d e0 00 00 00 00";
    private static final String SEQUENCE_END = " fe ff dd e0 00 00 00 00";

    private static final byte[] FILE =
            DicomWriter.toBytes(DicomFile.of(RoundTripTest.RADIOGRAPH, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));

    /// PS3.5 section 6.2.2 wants Implicit VR in a sequence that is passed on as UN; some pass on what they got.
    @ParameterizedTest
    @CsvSource({"12 00 00 00, 0a 00 00 00", "22 00 00 00, ff ff ff ff", "ff ff ff ff, 0a 00 00 00"})
    void readsExplicitVrInASequenceOfUnknownRepresentation(String length, String itemLength) throws Exception {
        boolean delimited = itemLength.startsWith("ff");
        DataSet dataSet = read("54 00 20 02 55 4e 00 00 " + length + " fe ff 00 e0 " + itemLength + CODE_VALUE_AB
                + (delimited ? ITEM_END + SEQUENCE_END : length.startsWith("ff") ? SEQUENCE_END : "")
                + ROWS_5);

        assertThat(onlyCode(dataSet)).isEqualTo("AB");
        assertThat(dataSet.integer(Tags.ROWS)).hasValue(5);
    }

    @Test
    void readsImplicitVrInAnItemOfAnExplicitSequence() throws Exception {
        DataSet dataSet = read(VIEW_CODES + " 12 00 00 00" + ITEM_OF_10 + " 08 00 00 01 02 00 00 00 41 42" + ROWS_5);

        assertThat(onlyCode(dataSet)).isEqualTo("AB");
        assertThat(dataSet.integer(Tags.ROWS)).hasValue(5);
    }

    /// Whoever passes on Pixel Data in fragments as UN passes on fragments, no items.
    @Test
    void readsFragmentsOfUnknownRepresentation() throws Exception {
        DataSet dataSet =
                read("e0 7f 10 00 55 4e 00 00 ff ff ff ff fe ff 00 e0 00 00 00 00 fe ff 00 e0 02 00 00 00 01 02"
                        + SEQUENCE_END);

        assertThat(dataSet.pixelData())
                .hasValueSatisfying(pixelData -> assertThat(((PixelData.Encapsulated) pixelData).fragments())
                        .hasSize(1));
    }

    /// Placeholders have a length of 16 bits, as DCMTK writes and reads them.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "28 00 10 00 3f 3f 02 00 05 00",
                "28 00 10 00 20 20 02 00 05 00",
                "28 00 10 00 2d 2d 02 00 05 00",
                "28 00 10 00 00 00 02 00 05 00",
                "28 00 10 00 75 73 02 00 05 00",
                "28 00 10 00 02 00 00 00 05 00"
            })
    void readsElementsWithoutAValidVr(String rows) throws Exception {
        DataSet dataSet = read("08 00 60 00 3f 3f 00 00 " + rows + " 28 00 11 00 55 53 02 00 07 00");

        assertThat(dataSet.contains(Tags.MODALITY)).isTrue();
        assertThat(dataSet.integer(Tags.ROWS)).hasValue(5);
        assertThat(dataSet.integer(Tags.COLUMNS)).hasValue(7);
    }

    @Test
    void readsLongValuesWithoutAValidVr() throws Exception {
        DataSet dataSet = read("28 00 06 30 3f 3f 00 00 02 00 00 00 01 02 28 00 10 30 3f 3f 00 00 00 00 00 00 "
                + "54 00 20 02 20 20 00 00 12 00 00 00" + ITEM_OF_10 + CODE_VALUE_AB);

        assertThat(dataSet.bytes(Tags.LUT_DATA))
                .hasValueSatisfying(value -> assertThat(value.remaining()).isEqualTo(2));
        assertThat(onlyCode(dataSet)).isEqualTo("AB");
    }

    /// Private elements without VR may be long, and 64 KiB end in the bytes that would be two NULs for one.
    @Test
    void readsALongPrivateElementWithoutVr() throws Exception {
        byte[] bytes =
                concatenate(golden("09 00 10 10 00 00 01 00"), concatenate(new byte[0x1_0000], golden(ROWS_5.strip())));

        assertThat(read(bytes).integer(Tags.ROWS)).hasValue(5);
    }

    /// GDCM 1 wrote the length of UN where two bytes are reserved.
    @Test
    void readsUnknownRepresentationWithAShortLength() throws Exception {
        assertThat(read("09 00 10 10 55 4e 04 00 01 02 03 04" + ROWS_5).integer(Tags.ROWS))
                .hasValue(5);
    }

    @Test
    void readsAnUnsignedLongThatClaimsSixBytes() throws Exception {
        assertThat(read("09 00 10 10 55 4c 06 00 01 02 03 04" + ROWS_5).integer(Tags.ROWS))
                .hasValue(5);
    }

    /// Old workstations of GE claim 13 bytes for ten, before another element, at the end of an item and at that of all.
    @ParameterizedTest
    @CsvSource({"EXPLICIT_VR_LITTLE_ENDIAN, 4c 4f 0d 00", "IMPLICIT_VR_LITTLE_ENDIAN, 0d 00 00 00"})
    void readsTenBytesThatClaimToBeThirteen(TransferSyntax syntax, String thirteen) throws Exception {
        boolean explicit = syntax.isExplicitVr();
        String ten = " 08 00 70 00 " + thirteen + " 47 45 20 4d 45 44 49 43 41 4c";
        String name = " 08 00 90 00" + (explicit ? " 50 4e 00 00" : " 00 00 00 00");
        String codes = " 54 00 20 02" + (explicit ? " 53 51 00 00" : "");
        String last = " 54 00 00 04 " + thirteen + " 41 42 43 44 45 46 47 48 49 4a";

        DataSet dataSet = DicomReader.readDataSet(
                golden((ten + name + codes + " 1a 00 00 00 fe ff 00 e0 12 00 00 00" + ten + codes + " ff ff ff ff"
                                + ITEM + ten + ITEM_END + SEQUENCE_END + last)
                        .strip()),
                syntax,
                ReadLimits.DEFAULT);

        Tag manufacturer = new Tag(0x0008, 0x0070);
        assertThat(dataSet.string(manufacturer)).contains("GE MEDICAL");
        assertThat(dataSet.elements()).hasSize(4);
        assertThat(dataSet.items(Tags.VIEW_CODE_SEQUENCE)).hasSize(1);
        assertThat(dataSet.string(new Tag(0x0054, 0x0400))).contains("ABCDEFGHIJ");
    }

    /// Odd lengths are against PS3.5 section 7.1.1, and true all the same.
    @ParameterizedTest
    @CsvSource({"EXPLICIT_VR_LITTLE_ENDIAN, 4c 4f 0d 00", "IMPLICIT_VR_LITTLE_ENDIAN, 0d 00 00 00"})
    void readsThirteenBytes(TransferSyntax syntax, String thirteen) throws Exception {
        String text = " 41 42 43 44 45 46 47 48 49 4a 4b 4c 4d";

        DataSet dataSet = DicomReader.readDataSet(
                golden("08 00 70 00 " + thirteen + text + " 54 00 00 04 " + thirteen + text),
                syntax,
                ReadLimits.DEFAULT);

        assertThat(dataSet.string(new Tag(0x0008, 0x0070))).contains("ABCDEFGHIJKLM");
        assertThat(dataSet.string(new Tag(0x0054, 0x0400))).contains("ABCDEFGHIJKLM");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // of a sequence of defined length, behind it and within
                VIEW_CODES + " 12 00 00 00" + ITEM_OF_10 + CODE_VALUE_AB + SEQUENCE_END,
                VIEW_CODES + " 1a 00 00 00" + ITEM_OF_10 + CODE_VALUE_AB + SEQUENCE_END,
                // of an item of defined length, behind it, within, and behind the sequence
                VIEW_CODES + " 1a 00 00 00" + ITEM_OF_10 + CODE_VALUE_AB + ITEM_END,
                VIEW_CODES + " ff ff ff ff" + ITEM_OF_10 + CODE_VALUE_AB + ITEM_END + SEQUENCE_END,
                VIEW_CODES + " 1a 00 00 00 fe ff 00 e0 12 00 00 00" + CODE_VALUE_AB + ITEM_END,
                VIEW_CODES + " 12 00 00 00" + ITEM_OF_10 + CODE_VALUE_AB + ITEM_END,
                // of a length that is no length
                VIEW_CODES + " ff ff ff ff" + ITEM + CODE_VALUE_AB + " fe ff 0d e0 ff ff ff ff fe ff dd e0 ff ff ff ff",
                // none of an item
                VIEW_CODES + " ff ff ff ff" + ITEM + CODE_VALUE_AB + SEQUENCE_END,
                VIEW_CODES + " 12 00 00 00" + ITEM + CODE_VALUE_AB
            })
    void readsAroundStrayAndMissingDelimiters(String codes) throws Exception {
        String columns = " 54 00 22 02 53 51 00 00 00 00 00 00"; // another sequence, empty

        DataSet dataSet = read("28 00 10 00 55 53 02 00 05 00 " + codes + columns);

        assertThat(onlyCode(dataSet)).isEqualTo("AB");
        assertThat(dataSet.contains(Tags.VIEW_MODIFIER_CODE_SEQUENCE)).isTrue();
        assertThat(dataSet.elements()).hasSize(3);
    }

    /// The delimiter too many of a nested sequence does not end the item that it is in.
    @Test
    void readsOnInAnItemBehindAStrayDelimiter() throws Exception {
        DataSet dataSet = read(VIEW_CODES + " ff ff ff ff" + ITEM + " 08 00 00 01 53 48 02 00 43 44"
                + " 54 00 22 02 53 51 00 00 12 00 00 00" + ITEM_OF_10 + CODE_VALUE_AB + SEQUENCE_END
                + " 54 00 22 03 53 48 02 00 45 46" + ITEM_END + SEQUENCE_END);

        DataSet code = dataSet.items(Tags.VIEW_CODE_SEQUENCE).getFirst();
        assertThat(code.elements()).hasSize(3);
        assertThat(dataSet.elements()).hasSize(1);
    }

    @Test
    void passesOverAnItemThatHasLostItsSequence() throws Exception {
        DataSet dataSet = read("08 00 60 00 43 53 02 00 44 58" + ITEM_OF_10 + CODE_VALUE_AB + ROWS_5);

        assertThat(dataSet.elements()).hasSize(2);
        assertThat(dataSet.integer(Tags.ROWS)).hasValue(5);
        assertThatThrownBy(() -> read("08 00 60 00 43 53 02 00 44 58" + ITEM + CODE_VALUE_AB + ITEM_END))
                .hasMessage("unexpected (FFFE,E000) at offset 18");
    }

    /// Philips' scanners wrote private sequences in the other byte order.
    @Test
    void readsAPrivateSequenceInTheOtherByteOrder() throws Exception {
        DataSet dataSet =
                read("01 20 5f e0 53 51 00 00 ff ff ff ff ff fe e0 00 ff ff ff ff 20 01 00 10 4c 4f 00 02 41 42"
                        + " ff fe e0 0d 00 00 00 00 ff fe e0 dd 00 00 00 00" + ROWS_5);

        assertThat(dataSet.items(new Tag(0x2001, 0xE05F)).getFirst().string(new Tag(0x2001, 0x0010)))
                .contains("AB");
        assertThat(dataSet.integer(Tags.ROWS)).hasValue(5);
    }

    @Test
    void passesOverAPrivateSequenceThatIsNone() throws Exception {
        DataSet dataSet = read("09 00 10 10 53 51 00 00 0a 00 00 00 3f 3f 00 3f 01 02 03 04 05 06" + ROWS_5);

        assertThat(dataSet.element(new Tag(0x0009, 0x1010))).containsInstanceOf(Element.Unread.class);
        assertThat(dataSet.integer(Tags.ROWS)).hasValue(5);
        assertThatThrownBy(() -> read(VIEW_CODES + " 0a 00 00 00 3f 3f 00 3f 01 02 03 04 05 06"))
                .hasMessage("no item in sequence (0054,0220) at offset 16");
    }

    @Test
    void readsExplicitVrWhereImplicitVrIsStated() throws Exception {
        byte[] file = saying("1.2.840.10008.1.2\0\0");

        assertThat(DicomReader.read(file, ReadLimits.DEFAULT).dataSet()).isEqualTo(RoundTripTest.RADIOGRAPH);
        ByteArrayInputStream in = new ByteArrayInputStream(file);
        DicomFile header = DicomReader.readHeader(in, ReadLimits.DEFAULT);
        assertThat(header.dataSet().integer(Tags.ROWS)).isEqualTo(RoundTripTest.RADIOGRAPH.integer(Tags.ROWS));
        assertThat(DicomReader.readPixelDataHeader(in, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN)
                        .length())
                .hasValue(in.available());
    }

    @Test
    void saysThatTheByteOrderIsAnother() {
        byte[] file = saying("1.2.840.10008.1.2.2\0");

        assertThatThrownBy(() -> DicomReader.read(file, ReadLimits.DEFAULT))
                .isInstanceOfSatisfying(DicomException.class, refusal -> assertThat(refusal.reason())
                        .isEqualTo(ReasonCode.UNREADABLE_DICOM))
                .hasMessageStartingWith("the byte order is not that of the transfer syntax");
    }

    /// A bare data set of an old archive; one that a private element begins.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "00 08 00 60 00 00 00 02 43 52 00 28 00 10 00 00 00 02 00 05",
                "00 08 00 60 43 53 00 02 43 52 00 28 00 10 55 53 00 02 00 05",
                "03 00 10 00 02 00 00 00 41 42 08 00 60 00 02 00 00 00 43 52 28 00 10 00 02 00 00 00 05 00"
            })
    void readsBareDataSetsThatBeginUnusually(String bytes) throws Exception {
        DicomFile file = DicomReader.read(golden(bytes), ReadLimits.DEFAULT);

        assertThat(file.dataSet().string(Tags.MODALITY)).contains("CR");
        assertThat(file.dataSet().integer(Tags.ROWS)).hasValue(5);
        assertThat(DicomReader.readHeader(new ByteArrayInputStream(golden(bytes)), ReadLimits.DEFAULT))
                .isEqualTo(file);
    }

    /// PS3.5 section A.5 wants no header of zlib's (RFC 1950) before the deflated data set; some have one.
    @Test
    void readsADeflatedDataSetWithAHeader() throws Exception {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(DicomWriter.fileMeta("1.2", "1.2.3.4", TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN));
        try (DeflaterOutputStream out = new DeflaterOutputStream(file)) {
            DicomWriter.writeDataSet(RoundTripTest.RADIOGRAPH, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, out);
        }

        assertThat(DicomReader.read(file.toByteArray(), ReadLimits.DEFAULT).dataSet())
                .isEqualTo(RoundTripTest.RADIOGRAPH);
        assertThat(DicomReader.readHeader(new ByteArrayInputStream(file.toByteArray()), ReadLimits.DEFAULT)
                        .dataSet()
                        .string(Tags.SOP_INSTANCE_UID))
                .contains("1.2.3.4");
    }

    @Test
    void takesFragmentsOfADefinedLengthForFragments() throws Exception {
        DataSet dataSet = read("e0 7f 10 00 4f 42 00 00 1a 00 00 00 fe ff 00 e0 00 00 00 00 "
                + "fe ff 00 e0 02 00 00 00 01 02" + SEQUENCE_END);

        PixelData.Native value = (PixelData.Native) dataSet.pixelData().orElseThrow();
        assertThat(value.inFragments()).hasValueSatisfying(frame -> assertThat(frame.fragments())
                .containsExactly(ByteBuffer.wrap(new byte[] {1, 2})));
        assertThat(new PixelData.Native(Vr.OW, ByteBuffer.allocate(8)).inFragments())
                .isEmpty();
    }

    /// The first item is a Basic Offset Table by PS3.5 section A.4; some writers begin with the frame.
    @Test
    void takesAFirstItemThatIsNoOffsetTableForAFragment() throws Exception {
        String fragments = " fe ff 00 e0 06 00 00 00 ff d8 ff c3 00 0b fe ff 00 e0 02 00 00 00 01 02";
        String table = " fe ff 00 e0 08 00 00 00 00 00 00 00 0e 00 00 00";

        for (String items : List.of(fragments, table + fragments)) {
            DataSet delimited = read("e0 7f 10 00 4f 42 00 00 ff ff ff ff" + items + SEQUENCE_END);
            DataSet together =
                    read("e0 7f 10 00 4f 42 00 00 %02x 00 00 00".formatted(items.length() / " 00".length()) + items);
            assertThat(((PixelData.Encapsulated) delimited.pixelData().orElseThrow()).fragments())
                    .hasSize(2);
            assertThat(((PixelData.Native) together.pixelData().orElseThrow()).inFragments())
                    .hasValueSatisfying(frame -> assertThat(frame.fragments()).hasSize(2));
        }
    }

    /// A fragment that claims a byte too many has the delimiter's first.
    @ParameterizedTest
    @ValueSource(strings = {" ff dd e0 00 00 00 00", " fe ff 0d e0 00 00 00 00", " fa ff fa ff 53 51"})
    void readsFragmentsWithoutTheirDelimiter(String behind) throws Exception {
        String fragment = " fe ff 00 e0 02 00 00 00 01 02";
        DataSet dataSet = read("e0 7f 10 00 4f 42 00 00 ff ff ff ff fe ff 00 e0 00 00 00 00" + fragment + behind);

        assertThat(((PixelData.Encapsulated) dataSet.pixelData().orElseThrow()).fragments())
                .hasSize(1);
        assertThatThrownBy(() -> read("e0 7f 10 00 4f 42 00 00 ff ff ff ff fe ff 00 e0 00 00 00 00" + behind))
                .isInstanceOf(DicomException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " 00"})
    void readsASingleFragmentThatTheBytesEndWith(String behind) throws Exception {
        String start = "e0 7f 10 00 4f 42 00 00 ff ff ff ff fe ff 00 e0 00 00 00 00";
        String fragment = " fe ff 00 e0 02 00 00 00 01 02";

        assertThat(((PixelData.Encapsulated)
                                read(start + fragment + behind).pixelData().orElseThrow())
                        .fragments())
                .hasSize(1);
        assertThatThrownBy(() -> read(start + fragment + fragment + behind))
                .isInstanceOfSatisfying(DicomException.class, refusal -> assertThat(refusal.reason())
                        .isEqualTo(ReasonCode.TRUNCATED));
    }

    @Test
    void readsPixelDataWhoseVrIsNuls() throws Exception {
        assertThat(read("e0 7f 10 00 00 00 00 00 02 00 00 00 01 02").pixelData())
                .hasValue(new PixelData.Native(Vr.OW, ByteBuffer.wrap(new byte[] {1, 2})));
        assertThat(read("e0 7f 10 00 00 00 00 00 ff ff ff ff fe ff 00 e0 00 00 00 00 fe ff 00 e0 02 00 00 00 01 02"
                                + SEQUENCE_END)
                        .pixelData())
                .containsInstanceOf(PixelData.Encapsulated.class);
        assertThat(read("e0 7f 10 00 00 00 00 00").bytes(Tags.PIXEL_DATA))
                .hasValueSatisfying(value -> assertThat(value.hasRemaining()).isFalse());
    }

    @Test
    void findsPixelDataBehindPrivateElementsOutOfOrder() throws Exception {
        DataSet dataSet = DicomReader.readHeader(
                        new ByteArrayInputStream(golden("08 00 60 00 43 53 02 00 44 58 e1 7f 10 00 4c 4f 02 00 41 42"
                                + SEQUENCE_END + " e0 7f 10 00 4f 57 00 00 02 00 00 00 01 02")),
                        ReadLimits.DEFAULT)
                .dataSet();

        assertThat(dataSet.element(Tags.PIXEL_DATA)).containsInstanceOf(Element.Unread.class);
        assertThat(dataSet.elements()).hasSize(3);
    }

    /// [#FILE] with another transfer syntax of the same length.
    private static byte[] saying(String transferSyntax) {
        byte[] file = FILE.clone();
        String text = new String(file, StandardCharsets.ISO_8859_1);
        int at = text.indexOf("1.2.840.10008.1.2.1\0");
        System.arraycopy(transferSyntax.getBytes(StandardCharsets.US_ASCII), 0, file, at, transferSyntax.length());
        return file;
    }

    private static String onlyCode(DataSet dataSet) {
        List<DataSet> items = dataSet.items(Tags.VIEW_CODE_SEQUENCE);
        assertThat(items).hasSize(1);
        return items.getFirst().string(Tags.CODE_VALUE).orElseThrow();
    }

    private static DataSet read(String bytes) throws DicomException {
        return read(golden(bytes));
    }

    private static DataSet read(byte[] bytes) throws DicomException {
        return DicomReader.readDataSet(bytes, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, ReadLimits.DEFAULT);
    }

    private static byte[] concatenate(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
