package io.pleura.imaging.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.imaging.ForeignNames;
import io.pleura.imaging.ForeignNames.ForeignName;
import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.DicomReader;
import io.pleura.imaging.dicom.DicomWriter;
import io.pleura.imaging.dicom.ReadLimits;
import io.pleura.imaging.dicom.SopClasses;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.imaging.dicom.Vr;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Names as DCMTK's `dcmconv` turns them into UTF-8, by tables that are not ours.
class DcmtkNamesTest {

    /// What Debian's DCMTK, which has the C library's tables, cannot convert.
    private static final Set<String> UNKNOWN_TO_DCMTK =
            Set.of("ISO_IR 203", "\\ISO 2022 IR 87", "\\ISO 2022 IR 159", "ISO 2022 IR 13\\ISO 2022 IR 87");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    static Stream<ForeignName> names() {
        return ForeignNames.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void dcmtkReadsTheSameName(ForeignName name) throws Exception {
        Dcmtk.require("dcmconv");
        Path written = folder.resolve("written.dcm");
        Path converted = folder.resolve("utf8.dcm");
        Files.write(written, DicomWriter.toBytes(DicomFile.of(object(name), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)));

        Dcmtk.Run run = Dcmtk.run("dcmconv", "+U8", written.toString(), converted.toString());

        if (run.exitStatus() != 0) {
            assertThat(run.output()).as(name.terms()).contains("not supported");
            assertThat(UNKNOWN_TO_DCMTK).contains(name.terms());
            return;
        }
        DataSet utf8 = DicomReader.read(Files.readAllBytes(converted), ReadLimits.DEFAULT)
                .dataSet();
        assertThat(utf8.string(Tags.SPECIFIC_CHARACTER_SET)).contains("ISO_IR 192");
        assertThat(utf8.string(Tags.PATIENT_NAME)).contains(name.text());
        assertThat(DicomReader.read(Files.readAllBytes(written), ReadLimits.DEFAULT)
                        .dataSet()
                        .string(Tags.PATIENT_NAME))
                .contains(name.text());
    }

    private static DataSet object(ForeignName name) {
        return DataSet.builder()
                .string(Tags.SPECIFIC_CHARACTER_SET, name.terms().split("\\\\", -1))
                .string(Tags.SOP_CLASS_UID, SopClasses.SECONDARY_CAPTURE_IMAGE_STORAGE)
                .string(Tags.SOP_INSTANCE_UID, "2.25.1")
                .bytes(Tags.PATIENT_NAME, Vr.PN, name.bytes())
                .build();
    }
}
