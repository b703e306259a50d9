package io.pleura.alerting.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.alerting.AlertingConfigTest;
import io.pleura.alerting.Samples;
import io.pleura.alerting.web.RadiographFiles.Read;
import io.pleura.imaging.blob.BlobStore;
import io.pleura.imaging.blob.BlobWriter;
import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.DicomWriter;
import io.pleura.imaging.dicom.SopClasses;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.imaging.dicom.Vr;
import io.pleura.schemas.ContentHash;
import io.pleura.schemas.ReasonCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RadiographFilesTest {

    /// 2 x 4, 16 bits, the darkest value first and the brightest last.
    private static final DataSet RADIOGRAPH = DataSet.builder()
            .string(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192")
            .string(Tags.SOP_CLASS_UID, SopClasses.DIGITAL_X_RAY_IMAGE_STORAGE_FOR_PRESENTATION)
            .string(Tags.SOP_INSTANCE_UID, "1.2.3.1")
            .string(Tags.STUDY_DATE, "20261123")
            .string(Tags.PATIENT_NAME, "Ångström^Åsa^Maria")
            .string(Tags.PATIENT_ID, "42")
            .string(Tags.PHOTOMETRIC_INTERPRETATION, "MONOCHROME2")
            .integer(Tags.SAMPLES_PER_PIXEL, 1)
            .integer(Tags.ROWS, 2)
            .integer(Tags.COLUMNS, 4)
            .integer(Tags.BITS_ALLOCATED, 16)
            .integer(Tags.BITS_STORED, 16)
            .integer(Tags.HIGH_BIT, 15)
            .integer(Tags.PIXEL_REPRESENTATION, 0)
            .pixels16(new short[] {0, 0, 100, 100, 100, 100, 200, 200})
            .build();

    @SuppressWarnings("NullAway.Init")
    private BlobStore blobs;

    @SuppressWarnings("NullAway.Init")
    private RadiographFiles files;

    @BeforeEach
    void open(@TempDir Path folder) {
        blobs = new BlobStore(folder);
        files = new RadiographFiles(
                AlertingConfigTest.config(Map.of("PLEURA_ALERTING_BLOB_FOLDER", folder.toString())));
    }

    @Test
    void readsWhoARadiographIsOf() throws Exception {
        ContentHash content =
                store(DicomWriter.toBytes(DicomFile.of(RADIOGRAPH, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)));
        assertThat(files.patient(content))
                .isEqualTo(new Read.Found<>(
                        new PatientHeader("Ångström, Åsa Maria", "42", null, null, null, "20261123", null, null)));
    }

    @Test
    void saysNobodysNameWhenPrinted() {
        assertThat(new PatientHeader("Ångström, Åsa", "42", null, null, null, null, null, null))
                .hasToString("PatientHeader[not printed]");
    }

    @Test
    void deliversTheFrameAsSixteenBitsLittleEndian() throws Exception {
        ContentHash content =
                store(DicomWriter.toBytes(DicomFile.of(RADIOGRAPH, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)));
        DeliveredFrame frame = found(files.frame(content, 2048));
        assertThat(frame.rows()).isEqualTo(2);
        assertThat(frame.columns()).isEqualTo(4);
        assertThat(frame.pixels()).hasSize(16).startsWith(0, 0).endsWith(0xff, 0xff);
        assertThat(found(files.frame(content, 2048))).isSameAs(frame);
    }

    @Test
    void deliversASmallerFrameAndTellsTheSourcesSize() throws Exception {
        ContentHash content =
                store(DicomWriter.toBytes(DicomFile.of(RADIOGRAPH, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)));
        DeliveredFrame frame = found(files.frame(content, 2));
        assertThat(frame)
                .extracting(
                        DeliveredFrame::rows,
                        DeliveredFrame::columns,
                        DeliveredFrame::sourceRows,
                        DeliveredFrame::sourceColumns)
                .containsExactly(1, 2, 2, 4);
    }

    @Test
    void refusesWhatIsMissingOrNoRadiograph() throws Exception {
        ContentHash text = store("no radiograph at all".getBytes(StandardCharsets.UTF_8));
        assertThat(files.frame(Samples.hash("absent"), 2048)).isEqualTo(new Read.Refused<>(ReasonCode.BLOB_MISSING));
        assertThat(files.frame(text, 2048)).isInstanceOf(Read.Refused.class);
        assertThat(files.patient(text)).isInstanceOf(Read.Refused.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DOE^JOHN                | DOE, JOHN
            DOE^JOHN^Q^DR           | DOE, JOHN Q
            DOE                     | DOE
            ^JOHN                   | JOHN
            # ideographic and phonetic groups, PS3.5 annexes H to K
            Yamada^Tarou=山田^太郎=やまだ^たろう | Yamada, Tarou (山田 太郎, やまだ たろう)
            ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう    | ﾔﾏﾀﾞ, ﾀﾛｳ (山田 太郎, やまだ たろう)
            Hong^Gildong=洪^吉洞=홍^길동        | Hong, Gildong (洪 吉洞, 홍 길동)
            Wang^XiaoDong=王^小东=              | Wang, XiaoDong (王 小东)
            =山田^太郎=やまだ^たろう            | 山田 太郎 (やまだ たろう)
            ==やまだ^たろう                     | やまだ たろう
            ^^^=^^                              | ''
            """)
    void makesNamesReadable(String value, String readable) {
        assertThat(PatientHeader.readable(value)).isEqualTo(readable);
    }

    @Test
    void saysThatANameMayHaveGapsWhereNobodyKnowsItsCharacterSet() {
        DataSet radiograph = DataSet.builder()
                .string(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 999")
                .bytes(Tags.PATIENT_NAME, Vr.PN, new byte[] {'D', (byte) 0xE5, 'E'})
                .build();

        assertThat(PatientHeader.of(radiograph))
                .isEqualTo(new PatientHeader("D\uFFFDE", null, null, null, null, null, null, "ISO_IR 999"));
    }

    private static DeliveredFrame found(Read<DeliveredFrame> read) {
        return ((Read.Found<DeliveredFrame>) read).value();
    }

    private ContentHash store(byte[] bytes) throws Exception {
        try (BlobWriter writer = blobs.begin()) {
            writer.write(bytes);
            return writer.commit().hash();
        }
    }
}
