package io.pleura.imaging.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Byte for byte what the standard prescribes. Each line of bytes is a field; the remark says which.
class GoldenBytesTest {

    /// PS3.5 table 7.1-3: tag, 32-bit length, value.
    @Test
    void implicitVrLittleEndian() throws Exception {
        DataSet dataSet = DataSet.builder()
                .string(Tags.MODALITY, "DX")
                .integer(Tags.ROWS, 0x0102)
                .build();

        assertEncodes(dataSet, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN, """
                08 00 60 00  (0008,0060) Modality, group first, each little endian
                02 00 00 00  length 2
                44 58        "DX"
                28 00 10 00  (0028,0010) Rows
                02 00 00 00  length 2
                02 01        0x0102
                """);
    }

    /// PS3.5 table 7.1-2 (16-bit length) and 7.1-1 (reserved bytes and 32-bit length, for OB among others).
    @Test
    void explicitVrLittleEndian() throws Exception {
        DataSet dataSet = DataSet.builder()
                .string(Tags.SOP_INSTANCE_UID, "1.2.3")
                .string(Tags.PATIENT_SEX, "F")
                .pixels8(new byte[] {1, 2, 3})
                .build();

        assertEncodes(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, """
                08 00 18 00  (0008,0018) SOP Instance UID
                55 49        "UI"
                06 00        length 6, made even
                31 2e 32 2e 33 00  "1.2.3", a UID is padded with NUL (PS3.5 section 9.1)
                10 00 40 00  (0010,0040) Patient's Sex
                43 53        "CS"
                02 00        length 2, made even
                46 20        "F", text is padded with a space
                e0 7f 10 00  (7FE0,0010) Pixel Data
                4f 42        "OB"
                00 00        reserved
                04 00 00 00  length 4, made even
                01 02 03 00  the bytes, padded with NUL
                """);
    }

    /// PS3.5 section 7.5, table 7.5-1: items of defined length in a sequence of defined length.
    @Test
    void sequenceOfItems() throws Exception {
        DataSet item = DataSet.builder().string(Tags.CODE_VALUE, "AB").build();
        DataSet dataSet = DataSet.builder()
                .items(Tags.VIEW_CODE_SEQUENCE, List.of(item, DataSet.EMPTY))
                .build();

        assertEncodes(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, """
                54 00 20 02  (0054,0220) View Code Sequence
                53 51        "SQ"
                00 00        reserved
                1a 00 00 00  length 26: two item headers and one element
                fe ff 00 e0  (FFFE,E000) Item
                0a 00 00 00  length 10
                08 00 00 01  (0008,0100) Code Value
                53 48        "SH"
                02 00        length 2
                41 42        "AB"
                fe ff 00 e0  (FFFE,E000) Item
                00 00 00 00  length 0
                """);
    }

    /// PS3.5 section A.4, table A.4-1.
    @Test
    void encapsulatedPixelData() throws Exception {
        DataSet dataSet = DataSet.builder()
                .encapsulatedPixels(List.of(new byte[] {1, 2, 3, 4}, new byte[] {5, 6}))
                .build();

        assertEncodes(dataSet, TransferSyntax.JPEG_BASELINE, """
                e0 7f 10 00  (7FE0,0010) Pixel Data
                4f 42        "OB"
                00 00        reserved
                ff ff ff ff  undefined length
                fe ff 00 e0  (FFFE,E000) Item: Basic Offset Table
                00 00 00 00  empty
                fe ff 00 e0  (FFFE,E000) Item: first fragment
                04 00 00 00  length 4
                01 02 03 04  its bytes
                fe ff 00 e0  (FFFE,E000) Item: second fragment
                02 00 00 00  length 2
                05 06        its bytes
                fe ff dd e0  (FFFE,E0DD) Sequence Delimitation Item
                00 00 00 00  length 0
                """);
    }

    /// PS3.10 table 7.1-1. No date and no AE title: the same object always gives the same bytes.
    @Test
    void fileMetaInformation() {
        byte[] bytes = DicomWriter.fileMeta("1.2", "1.2.3", TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);

        assertThat(bytes).startsWith(new byte[128]);
        assertThat(new String(bytes, 128, 4, StandardCharsets.US_ASCII)).isEqualTo("DICM");
        String expected = """
                02 00 00 00 55 4c 04 00        (0002,0000) File Meta Information Group Length, UL, 4 bytes
                84 00 00 00                    132 bytes follow
                02 00 01 00 4f 42 00 00        (0002,0001) File Meta Information Version, OB
                02 00 00 00 00 01              2 bytes: version 1
                02 00 02 00 55 49 04 00        (0002,0002) Media Storage SOP Class UID
                31 2e 32 00                    "1.2"
                02 00 03 00 55 49 06 00        (0002,0003) Media Storage SOP Instance UID
                31 2e 32 2e 33 00              "1.2.3"
                02 00 10 00 55 49 14 00        (0002,0010) Transfer Syntax UID
                31 2e 32 2e 38 34 30 2e 31 30 30 30 38 2e 31 2e 32 2e 31 00  "1.2.840.10008.1.2.1"
                02 00 12 00 55 49 2a 00        (0002,0012) Implementation Class UID
                32 2e 32 35 2e 31 35 37 36 38 30 32 32 36 32 36 34 30 38 38 30 36 39 31 37 36 38 30 31 35 35 34 37 36 37 30 32 39 33 32 32 37
                02 00 13 00 53 48 06 00        (0002,0013) Implementation Version Name
                50 4c 45 55 52 41              "PLEURA"
                """;
        byte[] group = new byte[bytes.length - 132];
        System.arraycopy(bytes, 132, group, 0, group.length);
        assertThat(HexFormat.of().formatHex(group)).isEqualTo(HexFormat.of().formatHex(golden(expected)));
    }

    private static void assertEncodes(DataSet dataSet, TransferSyntax syntax, String expected) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DicomWriter.writeDataSet(dataSet, syntax, out);

        assertThat(HexFormat.of().formatHex(out.toByteArray()))
                .isEqualTo(HexFormat.of().formatHex(golden(expected)));
        assertThat(DicomReader.readDataSet(out.toByteArray(), syntax, ReadLimits.DEFAULT))
                .isEqualTo(dataSet);
    }

    /// The bytes at the start of each line, up to what is not two hexadecimal digits.
    static byte[] golden(String lines) {
        StringBuilder digits = new StringBuilder();
        for (String line : lines.split("\n")) {
            for (String word : line.split(" ")) {
                if (!word.matches("[0-9a-f]{2}")) {
                    break;
                }
                digits.append(word);
            }
        }
        return HexFormat.of().parseHex(digits);
    }
}
