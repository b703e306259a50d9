package io.pleura.imaging.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pleura.imaging.TestRadiograph;
import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DataSetBuilder;
import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.DicomWriter;
import io.pleura.imaging.dicom.ReadLimits;
import io.pleura.imaging.dicom.Tag;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.imaging.dicom.Vr;
import io.pleura.schemas.ReasonCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RadiographsTest {

    private static final int EDGE = 2048;

    /// Before Pixel Data, and behind it.
    @ParameterizedTest
    @ValueSource(ints = {0x0029_1010, 0xFFFC_FFFC})
    void refusesToInflateFarMoreThanAnImageOfItsSizeTakes(int tag) throws Exception {
        DataSet bomb = TestRadiograph.of(1, 2, 16, false)
                .pixels16(new short[] {1, 2})
                .bytes(new Tag(tag >>> 16, tag & 0xFFFF), Vr.OB, new byte[24 << 20])
                .build();
        byte[] file = TestRadiograph.deflated(bomb);

        assertThat(file).hasSizeLessThan(100_000);
        assertThatExceptionOfType(DicomException.class)
                .isThrownBy(() -> Radiographs.decode(file))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(ReasonCode.LIMIT_EXCEEDED));
    }

    /// Vertical value first (PS3.3 sections 10.7.1.3 and C.7.6.3.1.7).
    @ParameterizedTest
    @CsvSource(textBlock = """
                    # imager spacing, spacing,    aspect ratio, rows, columns
                    ,                 ,           ,             60,   80
                    0.2\\0.1,        ,           ,             60,   40
                    ,                 0.1\\0.2,  ,             30,   80
                    ,                 ,           3\\4,        45,   80
                    0.143\\0.143,    0.1\\0.2,  1\\2,        60,   80
                    0.143\\0.1435,   ,           ,             60,   80
                    0\\0.1,          ,           2\\1,        60,   40
                    ,                 ,           9\\1,        60,   80
                    ,                 ,           2,            60,   80
                    """)
    void squaresPixels(String imagerSpacing, String spacing, String aspectRatio, int rows, int columns)
            throws Exception {
        DataSetBuilder image = TestRadiograph.of(60, 80, 8, false).pixels8(new byte[60 * 80]);
        Map<Tag, Optional<String>> stated = Map.of(
                Tags.IMAGER_PIXEL_SPACING, Optional.ofNullable(imagerSpacing),
                Tags.PIXEL_SPACING, Optional.ofNullable(spacing),
                Tags.PIXEL_ASPECT_RATIO, Optional.ofNullable(aspectRatio));
        stated.forEach((tag, text) -> text.ifPresent(values -> image.string(tag, values.split("\\\\"))));
        byte[] file = DicomWriter.toBytes(DicomFile.of(image.build(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));

        for (Radiograph radiograph :
                List.of(Radiographs.decode(file), Radiographs.decodeFor(16, file, ReadLimits.DEFAULT))) {
            assertThat(radiograph.rows())
                    .isEqualTo(rows)
                    .isEqualTo(radiograph.frame().rows());
            assertThat(radiograph.columns())
                    .isEqualTo(columns)
                    .isEqualTo(radiograph.frame().columns());
        }
    }

    @Test
    void inflatesALargeImage() throws Exception {
        short[] pixels = new short[EDGE * EDGE];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (short) i;
        }
        byte[] file = TestRadiograph.deflated(
                TestRadiograph.of(EDGE, EDGE, 16, false).pixels16(pixels).build());

        assertThat(Radiographs.decode(file).columns()).isEqualTo(EDGE);
        assertThat(Radiographs.pixels(Radiographs.header(file, ReadLimits.DEFAULT)))
                .isEqualTo(EDGE * EDGE);
    }
}
