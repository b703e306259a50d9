package io.pleura.imaging.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

    private static DataSet dataSet(Vr vr, ByteOrder order, String hex) {
        ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(hex)).order(order);
        return DataSet.builder().put(new Element.Value(PRIVATE, vr, bytes)).build();
    }
}
