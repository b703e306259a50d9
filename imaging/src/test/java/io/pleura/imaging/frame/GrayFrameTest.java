package io.pleura.imaging.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pleura.imaging.TestRadiograph;
import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DataSetBuilder;
import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.DicomWriter;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.imaging.dicom.Vr;
import io.pleura.schemas.ReasonCode;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// From stored values to display values (PS3.4 section N.2).
class GrayFrameTest {

    /// PS3.3 section C.11.2.1.2, worked out by hand: center 1000, width 401 (LINEAR: 800 and below are dark, 1200
    /// bright).
    @ParameterizedTest
    @CsvSource(textBlock = """
                    # function,    center, width, stored, display
                    ,              1000,   401,   799,    0
                    LINEAR,        1000,   401,   799,    0
                    LINEAR,        1000,   401,   899.5,  0.25
                    LINEAR,        1000,   401,   1200,   1
                    LINEAR,        1000,   1,     999,    0
                    LINEAR,        1000,   1,     1000,   1
                    LINEAR_EXACT,  1000,   400,   800,    0
                    LINEAR_EXACT,  1000,   400,   900,    0.25
                    LINEAR_EXACT,  1000,   400,   1200,   1
                    SIGMOID,       1000,   400,   1000,   0.5
                    SIGMOID,       1000,   400,   1100,   0.7310586
                    """)
    void appliesTheWindow(String function, double center, double width, double stored, float display) throws Exception {
        DataSetBuilder image = TestRadiograph.of(1, 1, 16, false)
                .decimal(Tags.RESCALE_SLOPE, 0.5)
                .decimal(Tags.RESCALE_INTERCEPT, 0)
                .decimal(Tags.WINDOW_CENTER, center, 5)
                .decimal(Tags.WINDOW_WIDTH, width, 5)
                .pixels16(new short[] {(short) Math.round(2 * stored)});
        if (function != null) {
            image.string(Tags.VOI_LUT_FUNCTION, function);
        }

        assertThat(values(image)[0]).isCloseTo(display, within(1e-6f));
    }

    @Test
    void fillsTheDisplayWithTheRangeOfTheImageWhenThereIsNoWindow() throws Exception {
        DataSetBuilder image = TestRadiograph.of(1, 3, 12, true).pixels16(new short[] {-100, 0, 300});

        assertThat(values(image)).containsExactly(0, 0.25f, 1);
    }

    @Test
    void invertsMonochrome1() throws Exception {
        DataSetBuilder image = TestRadiograph.of(1, 3, 8, false)
                .string(Tags.PHOTOMETRIC_INTERPRETATION, "MONOCHROME1")
                .pixels8(new byte[] {0, 51, (byte) 255});

        assertThat(values(image)).containsExactly(1, 0.8f, 0);
    }

    /// PS3.3 section C.8.11.3: the shape says the same again; where it does not, the sign of the intensity tells.
    @ParameterizedTest
    @CsvSource(textBlock = """
                    # photometric, shape,    sign, inverted
                    MONOCHROME2,   IDENTITY, ,     false
                    MONOCHROME2,   IDENTITY, 1,    false
                    MONOCHROME1,   INVERSE,  ,     true
                    MONOCHROME1,   INVERSE,  -1,   true
                    MONOCHROME1,   LIN OD,   ,     true
                    monochrome1,   inverse,  ,     true
                    MONOCHROME2,   INVERSE,  -1,   false
                    MONOCHROME2,   INVERSE,  1,    true
                    MONOCHROME1,   IDENTITY, -1,   false
                    MONOCHROME1,   IDENTITY, 1,    true
                    """)
    void invertsOnce(String photometric, String shape, Integer sign, boolean inverted) throws Exception {
        float[] values = values(shaped(photometric, shape, sign));

        assertThat(values).containsExactly(inverted ? new float[] {1, 0.8f, 0} : new float[] {0, 0.2f, 1});
    }

    @ParameterizedTest
    @CsvSource({"MONOCHROME2, INVERSE,", "MONOCHROME1, IDENTITY,", "MONOCHROME1, IDENTITY, 0"})
    void refusesWhatMayBeInverted(String photometric, String shape, Integer sign) {
        assertThatThrownBy(() -> values(shaped(photometric, shape, sign)))
                .isInstanceOfSatisfying(DicomException.class, refusal -> assertThat(refusal.reason())
                        .isEqualTo(ReasonCode.UNSUPPORTED_PIXEL_FORMAT))
                .hasMessage("Photometric Interpretation and Presentation LUT Shape contradict each other");
    }

    private static DataSetBuilder shaped(String photometric, String shape, Integer sign) {
        DataSetBuilder image = TestRadiograph.of(1, 3, 8, false)
                .string(Tags.PHOTOMETRIC_INTERPRETATION, photometric)
                .string(Tags.PRESENTATION_LUT_SHAPE, shape)
                .pixels8(new byte[] {0, 51, (byte) 255});
        return sign == null ? image : image.integer(Tags.PIXEL_INTENSITY_RELATIONSHIP_SIGN, sign);
    }

    @ParameterizedTest
    @CsvSource({"MONOCHROME2, 0, 0.5, 1, 0", "MONOCHROME1, 1, 0.5, 0, 0"})
    void keepsPixelPaddingDarkAndOutOfTheRange(String photometric, float a, float b, float c, float padding)
            throws Exception {
        DataSetBuilder image = TestRadiograph.of(1, 4, 16, true)
                .string(Tags.PHOTOMETRIC_INTERPRETATION, photometric)
                .integer(Tags.PIXEL_PADDING_VALUE, 0x8000)
                .pixels16(new short[] {100, 200, 300, Short.MIN_VALUE});

        assertThat(values(image)).containsExactly(a, b, c, padding);
    }

    /// PS3.3 section C.11.1.1: three entries from value 10 on, 12 bits; outside, the first and the last hold.
    @Test
    void appliesTheModalityLut() throws Exception {
        DataSetBuilder image = TestRadiograph.of(1, 5, 8, false)
                .items(Tags.MODALITY_LUT_SEQUENCE, List.of(lut(10, 12, 1000, 2000, 3000)))
                .pixels8(new byte[] {0, 10, 11, 12, 20});

        assertThat(values(image)).containsExactly(0, 0, 0.5f, 1, 1);
    }

    @Test
    void appliesTheVoiLutInsteadOfTheWindow() throws Exception {
        DataSetBuilder image = TestRadiograph.of(1, 3, 8, false)
                .decimal(Tags.WINDOW_CENTER, 1)
                .decimal(Tags.WINDOW_WIDTH, 1)
                .items(Tags.VOI_LUT_SEQUENCE, List.of(lut(1, 8, 255, 51, 0)))
                .pixels8(new byte[] {1, 2, 3});

        assertThat(values(image)).containsExactly(1, 0.2f, 0);
    }

    @Test
    void mapsNegativeModalityValuesByASignedDescriptor() throws Exception {
        DataSetBuilder image = TestRadiograph.of(1, 3, 8, false)
                .decimal(Tags.RESCALE_INTERCEPT, -1024)
                .decimal(Tags.RESCALE_SLOPE, 1)
                .items(Tags.VOI_LUT_SEQUENCE, List.of(lut(-1024, 8, 0, 51, 255)))
                .pixels8(new byte[] {0, 1, 2});

        assertThat(values(image)).containsExactly(0, 0.2f, 1);
    }

    /// What a modality LUT puts out is unsigned, whatever went in (PS3.3 section C.11.1.1).
    @Test
    void mapsWhatAModalityLutPutsOutByAnUnsignedDescriptor() throws Exception {
        DataSetBuilder image = TestRadiograph.of(1, 3, 8, true)
                .items(Tags.MODALITY_LUT_SEQUENCE, List.of(lut(-1, 16, 40_000, 40_001, 40_002)))
                .items(Tags.VOI_LUT_SEQUENCE, List.of(lut(40_000, 8, 0, 51, 255)))
                .pixels8(new byte[] {-1, 0, 1});

        assertThat(values(image)).containsExactly(0, 0.2f, 1);
    }

    /// The bits of a word where entries have fewer, as Agfa's CR states them; fewer than they have; none.
    @ParameterizedTest
    @CsvSource({"16", "8", "0", "40", "12"})
    void findsOutWhatIsWhiteOfALutThatStatesOtherBits(int bits) throws Exception {
        DataSetBuilder image = TestRadiograph.of(1, 3, 8, false)
                .items(Tags.VOI_LUT_SEQUENCE, List.of(lut(1, bits, 0, 819, 4095)))
                .pixels8(new byte[] {1, 2, 3});

        assertThat(values(image)).containsExactly(0, 0.2f, 1);
    }

    @Test
    void readsALutThatLacksItsLastEntry() throws Exception {
        DataSet lut = DataSet.builder()
                .integer(Tags.LUT_DESCRIPTOR, 4, 1, 8)
                .integer(Tags.LUT_DATA, Vr.OW, 0, 51, 255)
                .build();
        DataSetBuilder image = TestRadiograph.of(1, 4, 8, false)
                .items(Tags.VOI_LUT_SEQUENCE, List.of(lut))
                .pixels8(new byte[] {1, 2, 3, 4});

        assertThat(values(image)).containsExactly(0, 0.2f, 1, 1);
    }

    @Test
    void readsTwoLutEntriesToAWord() throws Exception {
        DataSet lut = DataSet.builder()
                .integer(Tags.LUT_DESCRIPTOR, 3, 1, 8)
                .integer(Tags.LUT_DATA, Vr.OW, 51 << 8, 255)
                .build();
        DataSetBuilder image = TestRadiograph.of(1, 3, 8, false)
                .items(Tags.VOI_LUT_SEQUENCE, List.of(lut))
                .pixels8(new byte[] {1, 2, 3});

        assertThat(values(image)).containsExactly(0, 0.2f, 1);
    }

    /// A descriptor in SS where nothing is negative, and one in US where everything is.
    @ParameterizedTest
    @CsvSource({"SS, -25536, 1, 40000", "US, 65533, -1, 3"})
    void takesTheFirstValueMappedByWhatItsLutCanMap(Vr vr, int first, double slope, int stored) throws Exception {
        DataSet lut = DataSet.builder()
                .integer(Tags.LUT_DESCRIPTOR, vr, slope < 0 ? 4 : 3, first, 8)
                .integer(Tags.LUT_DATA, Vr.OW, slope < 0 ? new int[] {0, 51, 255, 255} : new int[] {0, 51, 255})
                .build();
        int step = (int) slope;
        DataSetBuilder image = TestRadiograph.of(1, 3, 16, false)
                .decimal(Tags.RESCALE_SLOPE, slope)
                .items(Tags.VOI_LUT_SEQUENCE, List.of(lut))
                .pixels16(new short[] {(short) stored, (short) (stored + step), (short) (stored + 2 * step)});

        assertThat(values(image)).containsExactly(0, 0.2f, 1);
    }

    /// Signed pixels that an intercept has made positive, and a table that goes on beyond the last input.
    @ParameterizedTest
    @CsvSource({"true, 32768, 3, 33000, 232", "false, 0, 49153, 16384, 16384"})
    void takesTheFirstValueMappedWithoutSignWhereNothingIsNegative(
            boolean signed, double intercept, int entries, int first, int stored) throws Exception {
        int[] ramp = new int[entries];
        Arrays.fill(ramp, 255);
        ramp[0] = 0;
        ramp[1] = 51;
        DataSetBuilder image = TestRadiograph.of(1, 3, 16, signed)
                .decimal(Tags.RESCALE_SLOPE, 1)
                .decimal(Tags.RESCALE_INTERCEPT, intercept)
                .items(Tags.VOI_LUT_SEQUENCE, List.of(lut(first, 8, ramp)))
                .pixels16(new short[] {(short) stored, (short) (stored + 1), (short) (stored + 2)});

        assertThat(values(image)).containsExactly(0, 0.2f, 1);
    }

    /// A table that begins at 64536 for pixels of 12 bits begins at -1000.
    @Test
    void takesAFirstValueThatNoPixelReachesForANegativeOne() throws Exception {
        int[] entries = new int[1003];
        entries[1001] = 51;
        entries[1002] = 255;
        DataSetBuilder image = TestRadiograph.of(1, 3, 12, false)
                .items(Tags.VOI_LUT_SEQUENCE, List.of(lut(64536, 8, entries)))
                .pixels16(new short[] {0, 1, 2});

        assertThat(values(image)).containsExactly(0, 0.2f, 1);
    }

    @Test
    void takesTheFirstWindowWhateverFollows() throws Exception {
        DataSetBuilder image = TestRadiograph.of(1, 3, 8, false)
                .string(Tags.WINDOW_CENTER, "100", "")
                .string(Tags.WINDOW_WIDTH, "101", "wide")
                .pixels8(new byte[] {50, 75, 120});

        assertThat(values(image)).containsExactly(0.005f, 0.255f, 0.705f);
    }

    @Test
    void ignoresLutsAndWindowsThatCannotBe() throws Exception {
        DataSetBuilder image = TestRadiograph.of(1, 2, 8, false)
                .decimal(Tags.RESCALE_SLOPE, 0)
                .decimal(Tags.WINDOW_CENTER, 100)
                .decimal(Tags.WINDOW_WIDTH, 0)
                .items(Tags.VOI_LUT_SEQUENCE, List.of(DataSet.EMPTY))
                .items(Tags.MODALITY_LUT_SEQUENCE, List.of(lut(0, 8)))
                .pixels8(new byte[] {5, 9});

        assertThat(values(image)).containsExactly(0, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 300})
    void ignoresALutThatLeavesNothingToBeSeen(int entries) throws Exception {
        int[] same = new int[entries];
        Arrays.fill(same, 255);
        DataSetBuilder image = TestRadiograph.of(1, 2, 8, false)
                .items(Tags.MODALITY_LUT_SEQUENCE, List.of(lut(0, 8, same)))
                .items(Tags.VOI_LUT_SEQUENCE, List.of(lut(0, 8, same)))
                .pixels8(new byte[] {5, 9});

        assertThat(values(image)).containsExactly(0, 1);
    }

    /// All white, all black, and so but for a marker: the window of 8 bits on an image of 12, one of another modality.
    @ParameterizedTest
    @CsvSource({"128, 256, LINEAR", "40, 400, LINEAR", "4095, 10, LINEAR_EXACT", "40, 400, SIGMOID", "-5000, 1, LINEAR"
    })
    void ignoresAWindowThatHidesTheImage(double center, double width, String function) throws Exception {
        short[] stored = new short[100];
        for (int i = 0; i < stored.length; i++) {
            stored[i] = (short) (1000 + 20 * i);
        }
        stored[99] = (short) (center > 2000 ? 4095 : 0);
        DataSetBuilder image = TestRadiograph.of(10, 10, 12, false).pixels16(stored);
        float[] fullRange = values(image);

        assertThat(values(image.decimal(Tags.WINDOW_CENTER, center)
                        .decimal(Tags.WINDOW_WIDTH, width)
                        .string(Tags.VOI_LUT_FUNCTION, Vr.CS, function)))
                .isEqualTo(fullRange);
    }

    /// The full range would show no more of it.
    @Test
    void appliesTheWindowOfAnImageThatIsNearlyAllBorder() throws Exception {
        short[] stored = new short[100];
        stored[0] = 1000;
        stored[1] = 2000;
        DataSetBuilder image = TestRadiograph.of(10, 10, 12, false)
                .decimal(Tags.WINDOW_CENTER, 1000)
                .decimal(Tags.WINDOW_WIDTH, 1001)
                .pixels16(stored);

        assertThat(values(image)).startsWith(0.5005f, 1, 0);
    }

    /// Half a word.
    @Test
    void ignoresALutWithoutEntries() throws Exception {
        DataSet lut = DataSet.builder()
                .integer(Tags.LUT_DESCRIPTOR, 1, 0, 8)
                .bytes(Tags.LUT_DATA, Vr.OW, new byte[] {1})
                .build();
        DataSetBuilder image = TestRadiograph.of(1, 2, 8, false)
                .items(Tags.VOI_LUT_SEQUENCE, List.of(lut))
                .pixels8(new byte[] {5, 9});

        assertThat(values(image)).containsExactly(0, 1);
    }

    private static DataSet lut(int first, int bits, int... entries) {
        return DataSet.builder()
                .integer(Tags.LUT_DESCRIPTOR, entries.length, first, bits)
                .integer(Tags.LUT_DATA, Vr.OW, entries)
                .build();
    }

    private static float[] values(DataSetBuilder image) throws Exception {
        return Radiographs.decode(
                        DicomWriter.toBytes(DicomFile.of(image.build(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)))
                .frame()
                .values();
    }
}
