package io.pleura.imaging.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pleura.imaging.TestRadiograph;
import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.dicom.ReadLimits;
import io.pleura.imaging.dicom.Tag;
import io.pleura.imaging.dicom.Vr;
import io.pleura.schemas.ReasonCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
