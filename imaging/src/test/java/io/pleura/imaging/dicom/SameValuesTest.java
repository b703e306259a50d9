package io.pleura.imaging.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SameValuesTest {

    private static final Tag PRIVATE = new Tag(0x0009, 0x1001);

    @Test
    void areTheSameWithAndWithoutVrs() throws Exception {
        DataSet explicit = dataSet(4095);
        byte[] bytes = DicomWriter.toBytes(DicomFile.of(explicit, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN));

        assertThat(same(explicit, DicomReader.read(bytes, ReadLimits.DEFAULT).dataSet()))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"US, 1234, 3412", "UL, 12345678, 78563412", "FD, 0102030405060708, 0807060504030201", "OB, 1234, 1234"})
    void areTheSameInBothByteOrders(Vr vr, String little, String big) {
        DataSet known = dataSet(vr, ByteOrder.LITTLE_ENDIAN, little);

        assertThat(same(known, dataSet(vr, ByteOrder.BIG_ENDIAN, big))).isTrue();
        assertThat(same(known, dataSet(vr, ByteOrder.BIG_ENDIAN, little))).isEqualTo(little.equals(big));
    }

    /// As those write them who read an object and write it again.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DS | .2                   | 0.2                | true
            DS | 1.200                | 1.2                | true
            DS | 0.000\\0.000         | 0\\0               | true
            DS | .143\\.143           | 0.143\\0.143       | true
            DS | 0.14300000000000002  | 0.14300000000000   | true
            DS | 1e3                  | 1000.0             | true
            DS | 0.143                | 0.1430001          | false
            DS | 0.143\\0.143         | 0.143              | false
            DS | 0                    | 1e-300             | false
            DS | ''                   | 0                  | false
            DS | none                 | 0                  | false
            DS | NaN                  | 1                  | false
            IS | 0007                 | 7                  | true
            IS | 2147483647           | 2147483646         | false
            LO | 007                  | 7                  | false
            CS | 'PA '                | PA                 | true
            UI | 1.2.3                | '1.2.3 '           | true
            LT | ' PA'                | PA                 | false
            OB | 'PA '                | PA                 | false
            """)
    void areTheSameHoweverTheyAreWritten(Vr vr, String one, String other, boolean same) {
        assertThat(same(text(vr, one), text(vr, other))).isEqualTo(same);
        assertThat(same(text(vr, other), text(vr, one))).isEqualTo(same);
    }

    @Test
    void areTheSameTextInTwoCharacterSets() {
        DataSet latin = name("ISO_IR 100", "M\u00FCller^J\u00FCrgen", StandardCharsets.ISO_8859_1);
        DataSet unicode = name("ISO_IR 192", "M\u00FCller^J\u00FCrgen", StandardCharsets.UTF_8);

        assertThat(same(latin, unicode)).isTrue();
        assertThat(same(latin, name("ISO_IR 192", "Mueller^Juergen", StandardCharsets.UTF_8)))
                .isFalse();
        assertThat(same(items(latin), items(unicode))).isTrue();
        assertThat(same(
                        name("ISO_IR 100", "", StandardCharsets.ISO_8859_1),
                        name("ISO_IR 192", "", StandardCharsets.UTF_8)))
                .isTrue();
    }

    @Test
    void differWhereTheSameBytesAreOtherText() {
        DataSet latin = name("ISO_IR 100", "\u00C0^\u00C1", StandardCharsets.ISO_8859_1);
        DataSet cyrillic = name("ISO_IR 144", "\u00C0^\u00C1", StandardCharsets.ISO_8859_1);

        assertThat(same(latin, cyrillic)).isFalse();
        assertThat(same(items(latin), items(cyrillic))).isFalse();
    }

    @Test
    void differWhereNobodyCanReadThem() {
        DataSet broken = name("ISO_IR 192", "\u00C0^\u00C1", StandardCharsets.ISO_8859_1);

        assertThat(same(broken, name("ISO_IR 192", "\u00C2^\u00C3", StandardCharsets.ISO_8859_1)))
                .isFalse();
        assertThat(same(broken, broken)).isTrue();
    }

    /// Nobody reads text of more than 64 KiB.
    @Test
    void differInTextThatIsTooLongToBeRead() {
        assertThat(same(text(Vr.UT, "a".repeat(70_000)), text(Vr.UT, "b".repeat(70_000))))
                .isFalse();
        assertThat(same(text(Vr.UT, "a".repeat(70_000)), text(Vr.UT, "a".repeat(70_000))))
                .isTrue();
    }

    @Test
    void passOverWhatSaysNothing() {
        DataSet plain = dataSet(4095);
        DataSet padded = plain.toBuilder()
                .integer(new Tag(0x0008, 0x0000), Vr.UL, 42)
                .bytes(Tags.DATA_SET_TRAILING_PADDING, Vr.OB, new byte[8])
                .build();

        assertThat(same(plain, padded)).isTrue();
        assertThat(same(padded, plain)).isTrue();
    }

    @Test
    void differInAValueAnElementOrAnItem() {
        DataSet plain = dataSet(4095);

        assertThat(same(plain, dataSet(4094))).isFalse();
        assertThat(same(plain, plain.toBuilder().string(Tags.MODALITY, "CR").build()))
                .isFalse();
        assertThat(same(
                        plain,
                        plain.toBuilder().string(Tags.VIEW_POSITION, "PA").build()))
                .isFalse();
        assertThat(same(plain.toBuilder().string(Tags.VIEW_POSITION, "PA").build(), plain))
                .isFalse();
        assertThat(same(
                        plain,
                        plain.toBuilder()
                                .items(Tags.VOI_LUT_SEQUENCE, List.of())
                                .build()))
                .isFalse();
        assertThat(same(
                        plain,
                        plain.toBuilder()
                                .remove(Tags.VOI_LUT_SEQUENCE)
                                .bytes(Tags.VOI_LUT_SEQUENCE, Vr.UN, new byte[2])
                                .build()))
                .isFalse();
    }

    @Test
    void mayDifferInWhatIsIgnoredButNotWithinASequence() {
        DataSet plain = dataSet(4095);
        DataSet otherModality = plain.toBuilder().string(Tags.MODALITY, "CR").build();

        assertThat(SameValues.in(plain, otherModality, Set.of(Tags.MODALITY))).isTrue();
        assertThat(SameValues.in(plain, dataSet(4094), Set.of(Tags.WINDOW_WIDTH)))
                .isFalse();
    }

    private static boolean same(DataSet first, DataSet second) {
        return SameValues.in(first, second, Set.of());
    }

    private static DataSet dataSet(int width) {
        return DataSet.builder()
                .string(Tags.SOP_INSTANCE_UID, "1.2.3")
                .string(Tags.MODALITY, "DX")
                .bytes(PRIVATE, Vr.LO, new byte[] {'a', 'b'})
                .integer(Tags.ROWS, 2)
                .items(
                        Tags.VOI_LUT_SEQUENCE,
                        List.of(DataSet.builder()
                                .decimal(Tags.WINDOW_WIDTH, width)
                                .build()))
                .build();
    }

    private static DataSet text(Vr vr, String text) {
        return DataSet.builder()
                .bytes(PRIVATE, vr, text.getBytes(StandardCharsets.US_ASCII))
                .build();
    }

    private static DataSet name(String characterSet, String name, Charset charset) {
        return DataSet.builder()
                .string(Tags.SPECIFIC_CHARACTER_SET, characterSet)
                .bytes(Tags.PATIENT_NAME, Vr.PN, name.getBytes(charset))
                .build();
    }

    private static DataSet items(DataSet item) {
        return DataSet.builder().items(Tags.VOI_LUT_SEQUENCE, List.of(item)).build();
    }

    private static DataSet dataSet(Vr vr, ByteOrder order, String hex) {
        ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(hex)).order(order);
        return DataSet.builder().put(new Element.Value(PRIVATE, vr, bytes)).build();
    }
}
