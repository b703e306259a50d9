package io.pleura.imaging.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Typed questions to a data set: what is absent, empty or malformed is not there.
class ElementValuesTest {

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
                    "12",     12
                    " 12 ",   12
                    "+7",     7
                    "-3",     -3
                    "1e2",    100
                    "2.0",    2
                    "2.5",
                    "1A",
                    "",
                    "NaN",
                    "99999999999",
                    """)
    void readsIntegersFromText(String text, Integer expected) {
        DataSet dataSet = DataSet.builder().string(Tags.NUMBER_OF_FRAMES, text).build();

        assertThat(dataSet.integer(Tags.NUMBER_OF_FRAMES).stream().boxed().toList())
                .isEqualTo(expected == null ? List.of() : List.of(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"0,5; 0.5", "-1024,00; -1024", "0.143; 0.143", "1,000.5;", "1,2,3;"})
    void readsADecimalComma(String text, Double expected) {
        DataSet dataSet = DataSet.builder().string(Tags.RESCALE_SLOPE, text).build();

        assertThat(dataSet.decimal(Tags.RESCALE_SLOPE)).isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void readsIntegersFromBinary() {
        DataSet dataSet = DataSet.builder()
                .integer(Tags.ROWS, 65535)
                .integer(Tags.PIXEL_PADDING_VALUE, Vr.SS, -2000)
                .integer(Tags.FILE_META_INFORMATION_GROUP_LENGTH, -1)
                .build();

        assertThat(dataSet.integer(Tags.ROWS)).hasValue(65535);
        assertThat(dataSet.integer(Tags.PIXEL_PADDING_VALUE)).hasValue(-2000);
        assertThat(dataSet.integer(Tags.FILE_META_INFORMATION_GROUP_LENGTH)).isEmpty();
        assertThat(dataSet.integer(Tags.COLUMNS)).isEmpty();
    }

    @Test
    void separatesValuesAtBackslashesExceptInFreeText() {
        DataSet dataSet = DataSet.builder()
                .string(Tags.IMAGE_TYPE, "DERIVED", "PRIMARY", "")
                .string(Tags.IMAGE_COMMENTS, "a\\b")
                .build();

        assertThat(dataSet.strings(Tags.IMAGE_TYPE)).containsExactly("DERIVED", "PRIMARY", "");
        assertThat(dataSet.string(Tags.IMAGE_COMMENTS)).contains("a\\b");
    }

    /// PS3.3 section C.12.1.1.2.
    @ParameterizedTest
    @CsvSource(textBlock = """
                    ISO_IR 100,                 ISO-8859-1,   Müller^Jürgen
                    ISO_IR 192,                 UTF-8,        Łukasz^Ω
                    ISO_IR 144,                 ISO-8859-5,   Люкceмбypг
                    GB18030,                    GB18030,      王^小东
                    \\ISO 2022 IR 87,            ISO-2022-JP,  山田^太郎
                    """)
    void decodesTextByItsCharacterSet(String terms, String charset, String name) {
        DataSet dataSet = DataSet.builder()
                .string(Tags.SPECIFIC_CHARACTER_SET, terms)
                .bytes(Tags.PATIENT_NAME, Vr.PN, name.getBytes(Charset.forName(charset)))
                .build();

        assertThat(dataSet.string(Tags.PATIENT_NAME)).contains(name);
    }

    @Test
    void anItemInheritsTheCharacterSet() throws Exception {
        DataSet item = DataSet.builder()
                .string(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192")
                .string(Tags.CODE_MEANING, "höher")
                .remove(Tags.SPECIFIC_CHARACTER_SET)
                .build();
        DataSet dataSet = DataSet.builder()
                .string(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192")
                .items(Tags.VIEW_CODE_SEQUENCE, List.of(item))
                .build();

        DicomFile read = DicomReader.read(
                DicomWriter.toBytes(DicomFile.of(dataSet, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN)),
                ReadLimits.DEFAULT);

        assertThat(read.dataSet().items(Tags.VIEW_CODE_SEQUENCE).getFirst().string(Tags.CODE_MEANING))
                .contains("höher");
    }

    @Test
    void knowsRepresentationsThatTheFileDoesNotState() {
        DataSet dataSet = DataSet.builder()
                .bytes(Tags.ROWS, Vr.UN, new byte[] {2, 1})
                .bytes(Tags.MODALITY, Vr.UN, new byte[] {'D', 'X'})
                .build();

        assertThat(dataSet.integer(Tags.ROWS)).hasValue(258);
        assertThat(dataSet.string(Tags.MODALITY)).contains("DX");
    }

    @ParameterizedTest
    @CsvSource({"65534, true", "65536, false"})
    void takesNoLongValueForTextOrNumbers(int bytes, boolean taken) {
        DataSet dataSet = DataSet.builder()
                .bytes(Tags.ROWS, Vr.OB, new byte[bytes])
                .bytes(Tags.CODE_VALUE, Vr.UT, "A".repeat(bytes).getBytes(StandardCharsets.US_ASCII))
                .build();

        assertThat(dataSet.integer(Tags.ROWS).isPresent()).isEqualTo(taken);
        assertThat(dataSet.string(Tags.CODE_VALUE).isPresent()).isEqualTo(taken);
        assertThat(dataSet.bytes(Tags.ROWS)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void takesNoBinaryValueThatIsNoNumber(double value) {
        byte[] bytes = ByteBuffer.allocate(Double.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(value)
                .array();
        DataSet dataSet =
                DataSet.builder().bytes(Tags.WINDOW_CENTER, Vr.FD, bytes).build();

        assertThat(dataSet.decimal(Tags.WINDOW_CENTER)).isEmpty();
    }
}
