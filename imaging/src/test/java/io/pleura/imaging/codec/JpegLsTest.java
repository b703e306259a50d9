package io.pleura.imaging.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.imaging.TestRadiograph;
import io.pleura.imaging.codec.JpegLsTestEncoder.Coding;
import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.schemas.ReasonCode;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// JPEG-LS against the standard's example and an encoder of the test's own.
class JpegLsTest {

    private static final int ROWS = 61;
    private static final int COLUMNS = 83;

    /// ITU-T T.87 section H.3.
    private static final String EXAMPLE = "ffd8" + "fff7000b080004000401011100" + "ffda0008010100000000"
            + "c000006c80208e01c0000057400000" + "6ee6000001bc18000005d800009160" + "ffd9";

    @Test
    void decodesTheExampleOfTheStandard() throws Exception {
        assertThat(decode(bytes(EXAMPLE), 4, 4, 8, false))
                .containsExactly(0, 0, 90, 74, 68, 50, 43, 205, 64, 145, 145, 145, 100, 145, 145, 145);
    }

    /// The number of lines behind the scan (ITU-T T.81 section B.2.5), or both sides in a segment of their own (T.87
    /// section C.2.4.1.4).
    @ParameterizedTest
    @CsvSource(textBlock = """
                    # size in the frame, before the scan,           behind it
                    00000004,            '',                        ffdc00040004
                    00000000,            fff800080402 00040004,     ''
                    00000000,            fff8000a0403 000004000004, ''
                    00000004,            fff800080402 00000000,     ffdc0005000004
                    """)
    void findsTheSizeThatItsFrameDoesNotState(String size, String before, String behind) throws Exception {
        String frame = EXAMPLE.replaceFirst("00040004", size)
                .replaceFirst("ffda", before.replace(" ", "") + "ffda")
                .replaceFirst("ffd9", behind + "ffd9");

        assertThat(decode(bytes(frame), 4, 4, 8, false)).isEqualTo(decode(bytes(EXAMPLE), 4, 4, 8, false));
        assertRefused(
                bytes(EXAMPLE.replaceFirst("00040004", "00000004")),
                4,
                4,
                "a JPEG image that states no number of lines");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    # precision, near, restartLines
                    8,           0,    0
                    10,          0,    7
                    12,          0,    0
                    16,          0,    1
                    16,          0,    0
                    8,           3,    0
                    12,          2,    5
                    16,          9,    0
                    16,          255,  0
                    """)
    void decodesEveryKindOfImageToWithinNear(int precision, int near, int restartLines) throws Exception {
        Coding coding = Coding.lossless(precision).near(near).restarts(restartLines);
        for (Content content : Content.values()) {
            int[] samples = content.samples(precision);

            int[] decoded =
                    decode(JpegLsTestEncoder.encode(samples, COLUMNS, coding, false), ROWS, COLUMNS, precision, false);

            assertThat(farthest(decoded, samples)).as(content.name()).isLessThanOrEqualTo(near);
        }
    }

    /// Ordinary images; noise whose codes are as long as they may be; long runs; both kinds of ends of runs.
    private enum Content {
        SMOOTH,
        NOISE,
        RUNS,
        EXTREMES,
        BLACK;

        int[] samples(int precision) {
            Random random = new Random(precision);
            int largest = (1 << precision) - 1;
            return IntStream.range(0, ROWS * COLUMNS)
                    .map(i -> switch (this) {
                        case SMOOTH ->
                            (int) (largest * (0.5 + 0.4 * Math.sin(i % COLUMNS / 5.0 + i / COLUMNS / 9.0)))
                                    + random.nextInt(2);
                        case NOISE -> random.nextInt(largest + 1);
                        case RUNS -> i / 190 % 2 == 0 ? largest / 3 : random.nextInt(30) == 0 ? largest : 5;
                        case EXTREMES -> random.nextInt(9) == 0 ? random.nextInt(2) * largest : 0;
                        case BLACK -> 0;
                    })
                    .toArray();
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    # precision, maximum, near, t1, t2,  t3,   reset
                    12,          4000,    0,    30, 100, 900,  31
                    12,          3333,    3,    5,  6,   7,    255
                    16,          40000,   0,    18, 67,  276,  65
                    2,           3,       0,    1,  2,   3,    3
                    3,           5,       0,    2,  3,   4,    64
                    7,           100,     1,    4,  9,   21,   64
                    """)
    void followsStatedParameters(int precision, int maximum, int near, int t1, int t2, int t3, int reset)
            throws Exception {
        Coding coding = new Coding(precision, maximum, near, t1, t2, t3, reset, 0);
        int[] samples = new Random(4)
                .ints(ROWS * COLUMNS, 0, maximum + 1)
                .map(s -> s * s / (maximum + 1))
                .toArray();

        int[] decoded =
                decode(JpegLsTestEncoder.encode(samples, COLUMNS, coding, true), ROWS, COLUMNS, precision, false);

        assertThat(farthest(decoded, samples)).isLessThanOrEqualTo(near);
    }

    @Test
    void extendsTheSign() throws Exception {
        int[] samples = Content.NOISE.samples(12);

        assertThat(decode(
                        JpegLsTestEncoder.encode(samples, COLUMNS, Coding.lossless(12), false),
                        ROWS,
                        COLUMNS,
                        12,
                        true))
                .isEqualTo(Arrays.stream(samples).map(s -> s << 20 >> 20).toArray());
    }

    /// Noise has 0xFF in every place of a code, also as the last byte before a marker.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void takesStuffedBitsOutWhereverTheyAre(int columns) throws Exception {
        int[] samples = new Random(columns).ints(columns * 500L, 0, 65536).toArray();
        byte[] frame =
                JpegLsTestEncoder.encode(samples, columns, Coding.lossless(16).restarts(3), false);

        assertThat(decode(frame, 500, columns, 16, false)).isEqualTo(samples);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    # what is replaced,   by what,                              reason
                    ffd8,                 ffd9,                                 not a JPEG-LS image
                    ffda0008,             ffd90008,                             a JPEG-LS image without scan
                    fff7000b08,           fff7000b11,                           an impossible JPEG-LS frame header
                    fff7000b08,           ffc3000b08,                           JPEG process SOF3 is not that of the transfer syntax
                    0401011100,           0403011100,                           3 components in a monochrome image
                    0004000401,           0005000401,                           'the JPEG-LS image is 5 x 4, not 4 x 4'
                    ffda0008010100000000, ffda0008010105000000,                 a JPEG-LS image with a mapping table
                    ffda0008010100000000, ffda0008010100000002,                 a JPEG-LS image with a point transform
                    ffda0008010100000000, ffda0008010100ff0000,                 impossible JPEG-LS coding parameters
                    ffda0008,             fff8000503000000ffda0008,             a JPEG-LS image with a mapping table
                    ffda0008,             fff8000504000000ffda0008,             an impossible JPEG-LS image size
                    ffda0008,             fff8000d0101000000000000000000ffda0008, a JPEG-LS maximum beyond 8 bits
                    ffda0008,             fff8000d0100ff00090008000700 40ffda0008, impossible JPEG-LS coding parameters
                    ffda0008,             ffdd000301ffda0008,                   an impossible JPEG-LS restart interval
                    ffda0008,             ffdd00040001ffda0008,                 a restart marker is missing
                    c000006c80208e01,     c000006cff90,                         the entropy-coded data breaks off
                    c000006c80208e01,     c00000000000,                         no such JPEG-LS code
                    009160,               0091600000,                           the entropy-coded data goes on after the image
                    """)
    void refusesWithAReason(String part, String other, String reason) {
        assertThat(EXAMPLE).contains(part);

        assertRefused(bytes(EXAMPLE.replaceFirst(part, other.replace(" ", ""))), 4, 4, reason);
    }

    /// Run mode takes a bit for thousands of samples, so that few bytes can claim to be a large image.
    @Test
    void refusesAnImageTooShortForItsSize() {
        assertRefused(
                bytes(EXAMPLE.replaceFirst("00040004", "ffff0400")),
                65535,
                1024,
                "the JPEG-LS image is too short for its size");
    }

    @Test
    void refusesAnImageThatBreaksOffAnywhere() {
        byte[] whole = JpegLsTestEncoder.encode(Content.NOISE.samples(12), COLUMNS, Coding.lossless(12), false);
        for (int length = 0; length < whole.length - 3; length += 41) {
            byte[] part = Arrays.copyOf(whole, length);

            assertThatThrownBy(() -> decode(part, ROWS, COLUMNS, 12, false))
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(DicomException.class)
                    .hasNoCause();
        }
    }

    private static void assertRefused(byte[] frame, int rows, int columns, String reason) {
        assertThatThrownBy(() -> decode(frame, rows, columns, 8, false))
                .hasMessage(reason)
                .isInstanceOfSatisfying(
                        DicomException.class, e -> assertThat(e.reason()).isEqualTo(ReasonCode.UNDECODABLE_PIXELS));
    }

    private static int[] decode(byte[] frame, int rows, int columns, int bitsStored, boolean signed)
            throws DicomException {
        DataSet dataSet = TestRadiograph.of(rows, columns, bitsStored, signed)
                .encapsulatedPixels(List.of(frame))
                .build();
        return PixelDecoder.decode(DicomFile.of(dataSet, TransferSyntax.JPEG_LS_LOSSLESS))
                .samples();
    }

    private static int farthest(int[] actual, int[] expected) {
        return IntStream.range(0, expected.length)
                .map(i -> Math.abs(actual[i] - expected[i]))
                .max()
                .orElseThrow();
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
