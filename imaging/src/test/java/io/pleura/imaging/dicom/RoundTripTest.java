package io.pleura.imaging.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is written is read back as it was, in every encoding that is written.
class RoundTripTest {

    static final DataSet RADIOGRAPH = DataSet.builder()
            .string(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192")
            .string(Tags.SOP_CLASS_UID, SopClasses.DIGITAL_X_RAY_IMAGE_STORAGE_FOR_PRESENTATION)
            .string(Tags.SOP_INSTANCE_UID, "1.2.3.4")
            .string(Tags.PATIENT_NAME, "Ångström^Åsa")
            .items(
                    Tags.VIEW_CODE_SEQUENCE,
                    List.of(
                            DataSet.builder()
                                    .string(Tags.CODE_VALUE, "399348003")
                                    .items(Tags.VIEW_MODIFIER_CODE_SEQUENCE, List.of(DataSet.EMPTY))
                                    .build(),
                            DataSet.EMPTY))
            .integer(Tags.ROWS, 2)
            .integer(Tags.COLUMNS, 3)
            .decimal(Tags.WINDOW_CENTER, 2048.5, -1)
            .pixels16(new short[] {1, 2, 3, 4, 5, (short) 0xFFFF})
            .build();

    @ParameterizedTest
    @EnumSource(names = {"IMPLICIT_VR_LITTLE_ENDIAN", "EXPLICIT_VR_LITTLE_ENDIAN"})
    void readsWhatItWrote(TransferSyntax syntax) throws Exception {
        byte[] bytes = DicomWriter.toBytes(DicomFile.of(RADIOGRAPH, syntax));

        DicomFile read = DicomReader.read(bytes, ReadLimits.DEFAULT);

        assertThat(read.dataSet()).isEqualTo(RADIOGRAPH);
        assertThat(read.transferSyntax()).contains(syntax);
        assertThat(read.dataSet().string(Tags.PATIENT_NAME)).contains("Ångström^Åsa");
        assertThat(read.dataSet().decimals(Tags.WINDOW_CENTER)).containsExactly(2048.5, -1.0);
        assertThat(DicomWriter.toBytes(read)).isEqualTo(bytes);
    }

    @Test
    void writesIntoAnArrayOnAThreadThatIsInterrupted() {
        DicomFile file = DicomFile.of(RADIOGRAPH, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        byte[] bytes = DicomWriter.toBytes(file);

        Thread.currentThread().interrupt();
        try {
            assertThat(DicomWriter.toBytes(file)).isEqualTo(bytes);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"IMPLICIT_VR_LITTLE_ENDIAN", "EXPLICIT_VR_LITTLE_ENDIAN"})
    void readsNoFurtherThanTheTagOfPixelDataForAHeader(TransferSyntax syntax) throws Exception {
        ByteArrayInputStream in = new ByteArrayInputStream(DicomWriter.toBytes(DicomFile.of(RADIOGRAPH, syntax)));

        DicomFile read = DicomReader.readHeader(in, ReadLimits.DEFAULT);

        assertThat(read.dataSet())
                .isEqualTo(RADIOGRAPH.toBuilder()
                        .put(new Element.Unread(Tags.PIXEL_DATA))
                        .build());
        int valueHeaderBytes = syntax.isExplicitVr() ? 8 : 4;
        assertThat(in.available()).isEqualTo(valueHeaderBytes + 12);
    }

    @ParameterizedTest
    @EnumSource(names = {"JPEG_2000", "RLE_LOSSLESS"})
    void keepsFragments(TransferSyntax syntax) throws Exception {
        DataSet dataSet = RADIOGRAPH.toBuilder()
                .encapsulatedPixels(List.of(new byte[] {1, 2}, new byte[] {3, 4}))
                .build();

        DicomFile read = DicomReader.read(DicomWriter.toBytes(DicomFile.of(dataSet, syntax)), ReadLimits.DEFAULT);

        assertThat(read.dataSet()).isEqualTo(dataSet);
        assertThat(read.dataSet().pixelData())
                .contains(new PixelData.Encapsulated(
                        ByteBuffer.allocate(0),
                        List.of(littleEndian((byte) 1, (byte) 2), littleEndian((byte) 3, (byte) 4))));
    }

    private static ByteBuffer littleEndian(byte... bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
