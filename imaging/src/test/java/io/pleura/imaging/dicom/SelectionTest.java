package io.pleura.imaging.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.pleura.imaging.TestRadiograph;
import io.pleura.schemas.ReasonCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is kept of a header that is read for a few elements.
class SelectionTest {

    private static final Selection SELECTION = new Selection.Only(
            Set.of(Tags.SOP_INSTANCE_UID, Tags.VIEW_CODE_SEQUENCE, Tags.CODE_VALUE, Tags.CODE_MEANING));

    private static final Tag PRIVATE = new Tag(0x0009, 0x1010);

    @Test
    void answersForWhatWasKeptAtEveryLevel() throws Exception {
        DataSet item = DataSet.builder()
                .string(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192")
                .string(Tags.CODE_VALUE, "399348003")
                .string(Tags.CODE_MEANING, "vue antéro-postérieure")
                .string(Tags.CODING_SCHEME_DESIGNATOR, "SCT")
                .build();
        DataSet header = header(DataSet.builder()
                .string(Tags.SOP_INSTANCE_UID, "1.2.3")
                .items(Tags.ANATOMIC_REGION_SEQUENCE, List.of(item, item))
                .items(Tags.VIEW_CODE_SEQUENCE, List.of(item, DataSet.EMPTY)));

        assertThat(header.string(Tags.SOP_INSTANCE_UID)).hasValue("1.2.3");
        assertThat(header.items(Tags.VIEW_CODE_SEQUENCE)).hasSize(2);
        DataSet kept = header.items(Tags.VIEW_CODE_SEQUENCE).getFirst();
        assertThat(kept.string(Tags.CODE_VALUE)).hasValue("399348003");
        assertThat(kept.string(Tags.CODE_MEANING)).isEqualTo(item.string(Tags.CODE_MEANING));
        assertRefused(kept);
    }

    @Test
    void refusesQuestionsAboutWhatWasNotKept() throws Exception {
        assertRefused(header(DataSet.builder().string(Tags.CODING_SCHEME_DESIGNATOR, "SCT")));
        assertRefused(header(DataSet.builder()));
    }

    private static void assertRefused(DataSet dataSet) {
        Tag other = Tags.CODING_SCHEME_DESIGNATOR;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> dataSet.string(other))
                .withMessageStartingWith("(0008,0102) was not kept");
        assertThatIllegalArgumentException().isThrownBy(() -> dataSet.contains(other));
        assertThatIllegalArgumentException().isThrownBy(() -> dataSet.element(other));
        assertThatIllegalArgumentException().isThrownBy(() -> dataSet.items(other));
        assertThatIllegalArgumentException().isThrownBy(dataSet::pixelData);
        assertThatIllegalStateException().isThrownBy(dataSet::elements);
        assertThatIllegalStateException().isThrownBy(dataSet::toBuilder);
    }

    /// 16 kilobytes deflated.
    @Test
    void holdsNothingOfALongValueThatNobodyAsksFor() throws Exception {
        byte[] deflated = TestRadiograph.deflated(DataSet.builder()
                .bytes(PRIVATE, Vr.UN, new byte[15 << 20])
                .string(Tags.CODE_VALUE, "399348003")
                .build());
        assertThat(readHeader(deflated).string(Tags.CODE_VALUE)).hasValue("399348003"); // loads classes

        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        readHeader(deflated);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"a long value", "many elements", "many items", "many fragments"})
    void refusesMoreThanMayBeKept(String what) {
        int many = Selection.Only.MAX_BYTES / Selection.OVERHEAD_BYTES;
        Set<DataSet> one = Set.of(DataSet.builder().string(Tags.CODE_VALUE, "1").build());
        DataSetBuilder tooMuch =
                switch (what) {
                    case "a long value" ->
                        DataSet.builder().bytes(Tags.CODE_VALUE, Vr.UT, new byte[Selection.Only.MAX_BYTES]);
                    case "many elements" ->
                        DataSet.builder()
                                .items(
                                        Tags.VIEW_CODE_SEQUENCE,
                                        Collections.nCopies(
                                                many / 2, one.iterator().next()));
                    case "many items" ->
                        DataSet.builder().items(Tags.VIEW_CODE_SEQUENCE, Collections.nCopies(many, DataSet.EMPTY));
                    default ->
                        DataSet.builder()
                                .put(new Element.Fragments(
                                        Tags.CODE_VALUE,
                                        Vr.OB,
                                        ByteBuffer.allocate(0),
                                        Collections.nCopies(many, ByteBuffer.allocate(0))));
                };
        assertThatThrownBy(() -> header(tooMuch))
                .isInstanceOfSatisfying(DicomException.class, refusal -> assertThat(refusal.reason())
                        .isEqualTo(ReasonCode.LIMIT_EXCEEDED))
                .hasMessageStartingWith("more than 262144 bytes of attributes that are checked at offset ");
    }

    /// As many as the limits of the object allow.
    @Test
    void countsNothingThatIsNotKept() throws Exception {
        DataSet item = DataSet.builder().string(Tags.CODE_VALUE, "1").build();
        DataSet header = header(DataSet.builder()
                .items(Tags.ANATOMIC_REGION_SEQUENCE, Collections.nCopies(40_000, item))
                .put(new Element.Fragments(
                        PRIVATE, Vr.OB, ByteBuffer.allocate(0), Collections.nCopies(9_000, ByteBuffer.allocate(2)))));

        assertThat(header.contains(Tags.CODE_VALUE)).isFalse();
    }

    private static DataSet header(DataSetBuilder dataSet) throws IOException, DicomException {
        return readHeader(DicomWriter.toBytes(DicomFile.of(dataSet.build(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)));
    }

    private static DataSet readHeader(byte[] file) throws IOException, DicomException {
        return DicomReader.readHeader(new ByteArrayInputStream(file), SELECTION, ReadLimits.DEFAULT)
                .dataSet();
    }
}
