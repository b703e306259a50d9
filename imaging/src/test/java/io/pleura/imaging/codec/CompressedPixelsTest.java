package io.pleura.imaging.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.imaging.TestRadiograph;
import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.schemas.ReasonCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Each compressed transfer syntax against an encoder of the test's own, a golden frame or another decoder.
class CompressedPixelsTest {

    private static final int ROWS = 21;
    private static final int COLUMNS = 35;

    @ParameterizedTest
    @CsvSource(textBlock = """
                    # precision, predictor, restartRows
                    16,          1,         0
                    16,          2,         0
                    16,          3,         0
                    16,          4,         0
                    16,          5,         0
                    16,          6,         0
                    16,          7,         0
                    12,          4,         5
                    8,           6,         1
                    2,           7,         0
                    """)
    void decodesLosslessJpegWithEveryPredictor(int precision, int predictor, int restartRows) throws Exception {
        int[] samples = noise(precision);
        byte[] frame = JpegTestEncoder.lossless(samples, COLUMNS, precision, predictor, 0, restartRows);

        assertIdentical(decode(frame, TransferSyntax.JPEG_LOSSLESS, precision, false), samples);
    }

    /// ITU-T T.81 section B.2.5: a frame header of 0 lines leaves their number to the segment DNL behind the scan.
    @ParameterizedTest
    @CsvSource({"JPEG_LOSSLESS, 0", "JPEG_LOSSLESS, 3", "JPEG_EXTENDED, 2"})
    void findsTheNumberOfLinesBehindTheScan(TransferSyntax syntax, int restarts) throws Exception {
        int[] samples = noise(12);
        byte[] stated = syntax == TransferSyntax.JPEG_LOSSLESS
                ? JpegTestEncoder.lossless(samples, COLUMNS, 12, 1, 0, restarts)
                : JpegTestEncoder.sequential(samples, COLUMNS, 12, restarts);
        byte[] header = stated.clone();
        int frame = find(header, syntax == TransferSyntax.JPEG_LOSSLESS ? "ffc3" : "ffc1");
        header[frame + 6] = 0;
        byte[] unstated = ByteBuffer.allocate(header.length + 6)
                .put(header, 0, header.length - 2)
                .putShort((short) 0xFFDC)
                .putShort((short) 4)
                .putShort((short) ROWS)
                .putShort((short) 0xFFD9)
                .array();

        assertIdentical(decode(unstated, syntax, 12, false), decode(stated, syntax, 12, false));
        assertThatThrownBy(() -> decode(header, syntax, 12, false))
                .hasMessage("a JPEG image that states no number of lines");
    }

    @Test
    void decodesLosslessJpegWithPointTransform() throws Exception {
        int[] samples = noise(12);
        byte[] frame = JpegTestEncoder.lossless(samples, COLUMNS, 12, 1, 2, 0);

        assertIdentical(
                decode(frame, TransferSyntax.JPEG_LOSSLESS, 12, false),
                Arrays.stream(samples).map(s -> s & ~3).toArray());
    }

    /// Their lower bits would be other greys, and pass for an image.
    @Test
    void refusesSamplesThatNoCellHolds() throws Exception {
        int[] samples = noise(12);
        byte[] jpeg = JpegTestEncoder.lossless(samples, COLUMNS, 12, 1, 0, 0);
        byte[] jpegLs = JpegLsTestEncoder.encode(samples, COLUMNS, JpegLsTestEncoder.Coding.lossless(12), false);
        byte[] jpeg2000 = Jpeg2000TestEncoder.lossless(samples, COLUMNS, 12);

        assertMoreBits(jpeg, TransferSyntax.JPEG_LOSSLESS, "allocated");
        assertMoreBits(jpegLs, TransferSyntax.JPEG_LS_LOSSLESS, "allocated");
        assertMoreBits(jpeg2000, TransferSyntax.JPEG_2000_LOSSLESS, "allocated");
        assertMoreBits(jpeg2000, TransferSyntax.JPEG_2000, "stored");
        assertMoreBits(JpegTestEncoder.sequential(samples, COLUMNS, 12, 0), TransferSyntax.JPEG_EXTENDED, "stored");
    }

    private static void assertMoreBits(byte[] frame, TransferSyntax syntax, String than) {
        for (boolean signed : than.equals("stored") ? new boolean[] {false} : new boolean[] {false, true}) {
            assertThatThrownBy(() -> decode(frame, syntax, 8, signed))
                    .isInstanceOfSatisfying(DicomException.class, refused -> assertThat(refused.reason())
                            .isEqualTo(ReasonCode.UNDECODABLE_PIXELS))
                    .hasMessage("compressed samples of more bits than are " + than);
        }
    }

    /// Some encoders state the bits of a word for whatever they encode.
    @Test
    void decodesSamplesThatAreStatedWithMoreBitsThanTheyHave() throws Exception {
        int[] samples = noise(8);
        int[] negative = Arrays.stream(samples).map(s -> (byte) s & 0xFFFF).toArray();

        assertIdentical(
                decode(JpegTestEncoder.lossless(samples, COLUMNS, 16, 1, 0, 0), TransferSyntax.JPEG_LOSSLESS, 8, false),
                samples);
        assertIdentical(
                decode(JpegTestEncoder.lossless(negative, COLUMNS, 16, 1, 0, 0), TransferSyntax.JPEG_LOSSLESS, 8, true),
                Arrays.stream(samples).map(s -> (byte) s).toArray());
    }

    @Test
    void extendsTheSignOfLosslessSamples() throws Exception {
        int[] samples = noise(12);
        byte[] frame = JpegTestEncoder.lossless(samples, COLUMNS, 12, 1, 0, 0);

        assertIdentical(
                decode(frame, TransferSyntax.JPEG_LOSSLESS_SV1, 12, true),
                Arrays.stream(samples).map(s -> s << 20 >> 20).toArray());
    }

    @Test
    void doesNotExtendTheSignOfLosslessSamplesOfFewerBitsThanAreStored() throws Exception {
        int[] samples = noise(16);
        byte[] frame = JpegTestEncoder.lossless(samples, COLUMNS, 16, 1, 0, 0);

        assertIdentical(decode(frame, TransferSyntax.JPEG_LOSSLESS, 20, true), samples);
    }

    @ParameterizedTest
    @CsvSource({"8, 0, JPEG_BASELINE", "8, 3, JPEG_BASELINE", "12, 0, JPEG_EXTENDED", "12, 4, JPEG_EXTENDED"})
    void decodesSequentialJpeg(int precision, int restartBlocks, TransferSyntax syntax) throws Exception {
        int[] samples = noise(precision);
        byte[] frame = JpegTestEncoder.sequential(samples, COLUMNS, precision, restartBlocks);

        assertClose(decode(frame, syntax, precision, false), samples, 2);
    }

    @Test
    void agreesWithLibjpegOnBaselineJpeg() throws Exception {
        byte[] frame = JpegTestEncoder.libjpeg(smooth(8), COLUMNS, false);
        int[] libjpeg = ImageIO.read(new ByteArrayInputStream(frame))
                .getRaster()
                .getSamples(0, 0, COLUMNS, ROWS, 0, (int[]) null);

        assertClose(decode(frame, TransferSyntax.JPEG_BASELINE, 8, false), libjpeg, 1);
    }

    /// The same coefficients in another order.
    @Test
    void decodesProgressiveJpegAsItDecodesBaseline() throws Exception {
        for (int[] samples : List.of(noise(8), smooth(8), new int[ROWS * COLUMNS])) {
            assertIdentical(
                    decode(JpegTestEncoder.libjpeg(samples, COLUMNS, true), TransferSyntax.JPEG_BASELINE, 8, false),
                    decode(JpegTestEncoder.libjpeg(samples, COLUMNS, false), TransferSyntax.JPEG_BASELINE, 8, false));
        }
    }

    /// Without its last bits it would look blurred and whole.
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5})
    void refusesProgressiveJpegThatLacksScans(int scans) {
        byte[] whole = JpegTestEncoder.libjpeg(noise(8), COLUMNS, true);
        int end = 0;
        for (int scan = 0; scan <= scans; scan++) {
            end = find(whole, "ffda", end + 1);
        }
        byte[] cut = Arrays.copyOf(whole, end);
        byte[] ended = Arrays.copyOf(whole, end + 2);
        ended[end] = (byte) 0xFF;
        ended[end + 1] = (byte) 0xD9;

        assertThatThrownBy(() -> decode(cut, TransferSyntax.JPEG_BASELINE, 8, false))
                .hasMessage("the JPEG image breaks off");
        assertThatThrownBy(() -> decode(ended, TransferSyntax.JPEG_BASELINE, 8, false))
                .hasMessage("the last scans of a JPEG image are missing");
    }

    @Test
    void refusesProgressiveJpegWhoseScansAreOutOfOrder() {
        byte[] whole = JpegTestEncoder.libjpeg(noise(8), COLUMNS, true);
        int second = find(whole, "ffda", find(whole, "ffda", 0) + 1);
        byte[] coefficients = whole.clone();
        coefficients[second + 8] = 64;
        byte[] bits = whole.clone();
        bits[second + 9] = 0x21;

        assertThatThrownBy(() -> decode(coefficients, TransferSyntax.JPEG_BASELINE, 8, false))
                .hasMessage("an impossible JPEG scan header");
        assertThatThrownBy(() -> decode(bits, TransferSyntax.JPEG_BASELINE, 8, false))
                .hasMessage("a JPEG scan out of order");
    }

    /// Retired, and in archives for good (PS3.5-2004 section 8.1.1): samples in the upper bits of their cells, and the
    /// codec was given whole cells.
    @ParameterizedTest
    @EnumSource(names = {"JPEG_LOSSLESS_SV1", "JPEG_LS_LOSSLESS", "JPEG_2000_LOSSLESS"})
    void takesSamplesOutOfCellsThatWereEncodedWhole(TransferSyntax syntax) throws Exception {
        int[] samples = smooth(8);
        int[] cells = Arrays.stream(samples).map(sample -> sample << 8 | 0x80).toArray();
        byte[] wholeCells = encode(cells, 16, syntax);
        byte[] samplesAlone = encode(samples, 8, syntax);

        for (byte[] frame : List.of(wholeCells, samplesAlone)) {
            DataSet dataSet = TestRadiograph.of(ROWS, COLUMNS, 8, false)
                    .integer(Tags.BITS_ALLOCATED, 16)
                    .integer(Tags.HIGH_BIT, 15)
                    .encapsulatedPixels(List.of(frame))
                    .build();
            assertIdentical(PixelDecoder.decode(DicomFile.of(dataSet, syntax)).samples(), samples);
        }
    }

    private static byte[] encode(int[] samples, int precision, TransferSyntax syntax) throws IOException {
        return encode(samples, COLUMNS, precision, syntax);
    }

    private static byte[] encode(int[] samples, int columns, int precision, TransferSyntax syntax) throws IOException {
        return switch (syntax) {
            case JPEG_EXTENDED -> JpegTestEncoder.sequential(samples, columns, precision, 0);
            case JPEG_LOSSLESS_SV1 -> JpegTestEncoder.lossless(samples, columns, precision, 1, 0, 0);
            case JPEG_LS_LOSSLESS ->
                JpegLsTestEncoder.encode(samples, columns, JpegLsTestEncoder.Coding.lossless(precision), false);
            case RLE_LOSSLESS -> RunLengthTestEncoder.encode(samples, (precision + 7) / 8);
            default -> Jpeg2000TestEncoder.lossless(samples, columns, precision);
        };
    }

    /// Lossy codecs overshoot; a sample must not wrap round to the other end.
    @Test
    void clampsLossySamplesToTheStoredBits() throws Exception {
        int[] samples = new int[ROWS * COLUMNS];
        Arrays.fill(samples, 1100);
        byte[] frame = JpegTestEncoder.sequential(samples, COLUMNS, 12, 0);

        assertThat(decode(frame, TransferSyntax.JPEG_EXTENDED, 10, false)).containsOnly(1023);
    }

    @ParameterizedTest
    @CsvSource({"8", "12", "16"})
    void decodesJpeg2000(int precision) throws Exception {
        int[] samples = smooth(precision);

        assertIdentical(
                decode(
                        Jpeg2000TestEncoder.lossless(samples, COLUMNS, precision),
                        TransferSyntax.JPEG_2000_LOSSLESS,
                        precision,
                        false),
                samples);
    }

    /// ITU-T T.800 section A.4.2: how many parts a tile has may be left to a later one, or to none.
    @ParameterizedTest
    @CsvSource({"2, 2", "2, 0", "7, 0"})
    void decodesAJpeg2000TileInSeveralParts(int parts, int stated) throws Exception {
        int[] samples = smooth(12);
        byte[] whole = Jpeg2000TestEncoder.lossless(samples, COLUMNS, 12);

        byte[] frame = inParts(whole, parts, stated);

        assertThat(frame.length).isGreaterThan(whole.length);
        assertIdentical(decode(frame, TransferSyntax.JPEG_2000_LOSSLESS, 12, false), samples);
        frame[find(frame, "ff90000a000000") + 5] = 1;
        assertThatThrownBy(() -> decode(frame, TransferSyntax.JPEG_2000_LOSSLESS, 12, false))
                .hasMessage("a JPEG 2000 tile-part of tile 1 of 1");
    }

    /// The library would leave it as it finds it: a part of the image without its picture, and nothing said.
    @Test
    void refusesAJpeg2000ImageThatLacksATile() throws Exception {
        byte[] frame = Jpeg2000TestEncoder.lossless(smooth(12), COLUMNS, 12);
        ByteBuffer.wrap(frame).putInt(find(frame, "ff51") + 22, COLUMNS / 2 + 1); // the width of a tile

        assertThatThrownBy(() -> decode(frame, TransferSyntax.JPEG_2000_LOSSLESS, 12, false))
                .isInstanceOf(DicomException.class)
                .hasMessage("1 of 2 JPEG 2000 tiles");
    }

    /// Some writers count the marker EOC in the length of the last tile-part.
    @Test
    void decodesAJpeg2000TileWhosePartCountsTheEndOfTheCodestream() throws Exception {
        int[] samples = smooth(12);
        byte[] frame = Jpeg2000TestEncoder.lossless(samples, COLUMNS, 12);
        int tile = find(frame, "ff90");
        ByteBuffer.wrap(frame).putInt(tile + 6, frame.length - tile);

        assertIdentical(decode(frame, TransferSyntax.JPEG_2000_LOSSLESS, 12, false), samples);
    }

    /// Cuts the only tile-part into several.
    private static byte[] inParts(byte[] codestream, int parts, int stated) {
        int tile = find(codestream, "ff90");
        int packets = find(codestream, "ff93") + 2;
        int end = codestream.length - 2;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(codestream, 0, tile);
        int from = packets;
        for (int part = 0; part < parts; part++) {
            int to = part == parts - 1 ? end : packets + (end - packets) * (part + 1) / parts;
            to += codestream[to - 1] == (byte) 0xFF ? 1 : 0; // no part ends in such a byte
            ByteBuffer start = ByteBuffer.allocate(14);
            start.putInt(0xFF90000A).putShort((short) 0).putInt(14 + to - from);
            start.put((byte) part).put((byte) stated).putShort((short) 0xFF93);
            out.writeBytes(start.array());
            out.write(codestream, from, to - from);
            from = to;
        }
        out.write(codestream, end, 2);
        return out.toByteArray();
    }

    /// ITU-T T.800 section G.1.1: unsigned samples are shifted to lie round 0, as signed ones do anyway. The highest
    /// bit of Ssiz makes the same codestream either.
    @ParameterizedTest
    @CsvSource({"8, 8", "8, 12", "16, 16", "16, 20"})
    void decodesSignedJpeg2000(int precision, int bitsStored) throws Exception {
        int[] samples = smooth(precision);
        byte[] frame = Jpeg2000TestEncoder.lossless(samples, COLUMNS, precision);
        frame[find(frame, "ff51") + 40] |= (byte) 0x80;

        assertIdentical(
                decode(frame, TransferSyntax.JPEG_2000_LOSSLESS, bitsStored, true),
                Arrays.stream(samples).map(s -> s - (1 << precision - 1)).toArray());
    }

    /// GDCM gives the encoder signed cells as they are: of fewer bits, negative samples are large numbers there.
    @Test
    void takesSignedJpeg2000SamplesOutOfCellsWhoseSignWasNotExtended() throws Exception {
        int[] cells = smooth(12);
        byte[] frame = Jpeg2000TestEncoder.lossless(
                Arrays.stream(cells).map(cell -> cell + 0x8000).toArray(), COLUMNS, 16);
        frame[find(frame, "ff51") + 40] |= (byte) 0x80;
        DataSet dataSet = TestRadiograph.of(ROWS, COLUMNS, 12, true)
                .encapsulatedPixels(List.of(frame))
                .build();
        DicomFile file = DicomFile.of(dataSet, TransferSyntax.JPEG_2000_LOSSLESS);
        int[] samples = Arrays.stream(cells).map(cell -> cell << 20 >> 20).toArray();

        assertIdentical(PixelDecoder.decode(file).samples(), samples);
        assertIdentical(PixelDecoder.decodeAtLeast(file, COLUMNS / 2).samples(), samples);
    }

    /// The encoder was given these bits, and told another sign than Pixel Representation tells.
    @ParameterizedTest
    @CsvSource({"8, true", "12, true", "16, true", "8, false", "16, false"})
    void takesTheSignOfLosslessJpeg2000SamplesFromPixelRepresentation(int precision, boolean signed) throws Exception {
        int[] samples = smooth(precision);
        byte[] frame = Jpeg2000TestEncoder.lossless(samples, COLUMNS, precision);
        int half = 1 << precision - 1;
        if (!signed) {
            frame[find(frame, "ff51") + 40] |= (byte) 0x80;
        }

        assertIdentical(
                decode(frame, TransferSyntax.JPEG_2000_LOSSLESS, precision, signed),
                Arrays.stream(samples)
                        .map(s -> signed ? (s + half) % (2 * half) - half : (s + half) % (2 * half))
                        .toArray());
    }

    /// Nobody can tell then which grey they were.
    @ParameterizedTest
    @CsvSource(textBlock = """
                    JPEG_2000,          8,  false, negative JPEG 2000 samples where Pixel Representation says unsigned
                    JPEG_2000,          8,  true,  unsigned JPEG 2000 samples where Pixel Representation says signed
                    JPEG_2000_LOSSLESS, 12, true,  unsigned JPEG 2000 samples where Pixel Representation says signed
                    """)
    void refusesJpeg2000SamplesOfAnotherSign(TransferSyntax syntax, int bitsStored, boolean signed, String reason)
            throws Exception {
        byte[] frame = Jpeg2000TestEncoder.lossless(smooth(8), COLUMNS, 8);
        if (!signed) {
            frame[find(frame, "ff51") + 40] |= (byte) 0x80;
        }

        assertThatThrownBy(() -> decode(frame, syntax, bitsStored, signed)).hasMessage(reason);
    }

    /// What both say the same of is decoded.
    @Test
    void decodesJpeg2000SamplesThatAreTheSameForEitherSign() throws Exception {
        int[] dark = Arrays.stream(smooth(12)).map(sample -> sample / 2).toArray();
        byte[] frame = Jpeg2000TestEncoder.lossless(dark, COLUMNS, 12);

        assertIdentical(decode(frame, TransferSyntax.JPEG_2000, 12, true), dark);
    }

    /// The library would print its exception on the service's standard error, for every such image.
    @Test
    void saysOfAJpeg2000CodestreamThatItHasNoEnd() throws Exception {
        byte[] whole = Jpeg2000TestEncoder.lossless(noise(12), COLUMNS, 12);
        byte[] cut = Arrays.copyOf(whole, whole.length / 2);

        assertThatThrownBy(() -> decode(cut, TransferSyntax.JPEG_2000_LOSSLESS, 12, false))
                .hasMessage("the JPEG 2000 codestream has no end");
        assertThatThrownBy(() -> new BoundedInput(cut).readFully(new byte[cut.length + 1]))
                .isInstanceOf(Undecodable.class);
    }

    /// ITU-T T.800 section B.2, as OpenJPEG 2.5.0 writes it: 8 x 6 samples that begin at (5, 3) of the reference grid,
    /// in three resolutions.
    @Test
    void decodesAJpeg2000ImageThatDoesNotBeginAtTheOrigin() throws Exception {
        byte[] frame = HexFormat.of().parseHex("""
                ff4fff51002900000000000d0000000900000005000000030000000d000000090000000000000000
                0001070101ff52000c00000001000204040001ff5c000a4040484850484850ff90000a0000000000
                2d0001ff93cfb414078b6c0c4bc3ea0380210009525f01c1f385807420095db2ff7f079fffd9
                """.replaceAll("\\s", ""));
        DataSet dataSet = TestRadiograph.of(6, 8, 8, false)
                .encapsulatedPixels(List.of(frame))
                .build();

        assertThat(PixelDecoder.decode(DicomFile.of(dataSet, TransferSyntax.JPEG_2000_LOSSLESS))
                        .samples())
                .containsExactly(
                        IntStream.range(0, 48).map(i -> i % 8 * 20 + i / 8 * 3).toArray());
    }

    /// The library would make room for all that lies before the image, gigabytes here.
    @Test
    void refusesAJpeg2000ImageFarFromTheOrigin() throws Exception {
        byte[] frame = Jpeg2000TestEncoder.lossless(smooth(8), COLUMNS, 8);
        ByteBuffer header = ByteBuffer.wrap(frame);
        int size = find(frame, "ff51");
        for (int at : new int[] {6, 10, 14, 18, 30, 34}) { // of the image: right, bottom, left, top; of the first tile
            header.putInt(size + at, header.getInt(size + at) + 40_000);
        }

        assertThatThrownBy(() -> decode(frame, TransferSyntax.JPEG_2000_LOSSLESS, 8, false))
                .isInstanceOf(DicomException.class)
                .hasMessage("a JPEG 2000 image that begins at 40000, 40000 of its grid");
    }

    /// Where a marker first stands, SIZ (ff51) or COD (ff52).
    private static int find(byte[] frame, String marker) {
        return find(frame, marker, 0);
    }

    private static int find(byte[] frame, String marker, int from) {
        return HexFormat.ofDelimiter(" ")
                        .formatHex(frame)
                        .indexOf(
                                HexFormat.ofDelimiter(" ")
                                        .formatHex(HexFormat.of().parseHex(marker)),
                                3 * from)
                / 3;
    }

    /// PS3.5 annex G: header of 16 words, high bytes in the first segment, low bytes in the second.
    @Test
    void decodesAGoldenRunLengthFrame() throws Exception {
        byte[] frame = HexFormat.of()
                .parseHex(
                        "02000000" // two segments
                                + "40000000" // the first at byte 64
                                + "42000000" // the second at byte 66
                                + "00000000".repeat(13) // no others
                                + "fd01" // -3: 01 four times
                                + "0010" // 0: one byte as it is
                                + "80" // -128: nothing
                                + "01ff20" // 1: two bytes as they are
                                + "0000" // 0: one byte as it is
                        );
        DataSet dataSet = TestRadiograph.of(2, 2, 16, false)
                .encapsulatedPixels(List.of(frame))
                .build();

        assertThat(PixelDecoder.decode(DicomFile.of(dataSet, TransferSyntax.RLE_LOSSLESS))
                        .samples())
                .containsExactly(0x0110, 0x01FF, 0x0120, 0x0100);
    }

    @ParameterizedTest
    @CsvSource({"8, false", "16, false", "12, true", "24, true"})
    void decodesRunLengths(int precision, boolean signed) throws Exception {
        int[] samples = IntStream.concat(Arrays.stream(smooth(precision)).limit(400), IntStream.generate(() -> 5))
                .limit(ROWS * COLUMNS)
                .toArray();

        assertIdentical(
                decode(
                        RunLengthTestEncoder.encode(samples, precision <= 8 ? 1 : precision <= 16 ? 2 : 4),
                        TransferSyntax.RLE_LOSSLESS,
                        precision,
                        signed),
                Arrays.stream(samples)
                        .map(s -> signed ? s << 32 - precision >> 32 - precision : s)
                        .toArray());
    }

    @ParameterizedTest
    @CsvSource({"JPEG_BASELINE", "JPEG_LOSSLESS_SV1", "JPEG_LS_LOSSLESS", "JPEG_2000", "RLE_LOSSLESS"})
    void refusesBytesThatAreNoImage(TransferSyntax syntax) {
        byte[] noise = new byte[2000];
        new Random(3).nextBytes(noise);

        assertThatThrownBy(() -> decode(noise, syntax, 12, false))
                .isInstanceOfSatisfying(
                        DicomException.class, e -> assertThat(e.reason()).isEqualTo(ReasonCode.UNDECODABLE_PIXELS));
    }

    /// As DCMTK and GDCM read it.
    @Test
    void decodesAJpegImageOfAnotherProcessThanTheTransferSyntaxSays() throws Exception {
        int[] samples = noise(12);
        byte[] lossless = JpegTestEncoder.lossless(samples, COLUMNS, 12, 1, 0, 0);
        byte[] lossy = JpegTestEncoder.sequential(samples, COLUMNS, 12, 0);

        assertIdentical(decode(lossless, TransferSyntax.JPEG_EXTENDED, 12, false), samples);
        assertIdentical(
                decode(lossy, TransferSyntax.JPEG_LOSSLESS_SV1, 12, false),
                decode(lossy, TransferSyntax.JPEG_EXTENDED, 12, false));
    }

    @Test
    void saysOfAJpegLsImageThatItIsNoneOfTheTransferSyntax() {
        byte[] frame = JpegLsTestEncoder.encode(noise(12), COLUMNS, JpegLsTestEncoder.Coding.lossless(12), false);

        assertThatThrownBy(() -> decode(frame, TransferSyntax.JPEG_LOSSLESS_SV1, 12, false))
                .hasMessage("JPEG process SOF55 is not that of the transfer syntax");
    }

    @Test
    void refusesAnImageOfAnotherSize() {
        byte[] turned = JpegTestEncoder.lossless(noise(12), ROWS, 12, 1, 0, 0);

        assertThatThrownBy(() -> decode(turned, TransferSyntax.JPEG_LOSSLESS, 12, false))
                .hasMessage("the JPEG image is 35 x 21, not 21 x 35");
    }

    /// What is looked at before an object is acknowledged refuses what the decoder would, for the same reason.
    @ParameterizedTest
    @CsvSource({"JPEG_EXTENDED", "JPEG_LOSSLESS_SV1", "JPEG_LS_LOSSLESS", "JPEG_2000_LOSSLESS", "RLE_LOSSLESS"})
    void tellsFromTheStartOfAFrameThatItIsNotTheImage(TransferSyntax syntax) throws Exception {
        byte[] other = encode(noise(8), ROWS, 8, syntax);
        byte[] noise = new byte[100_000];
        new Random(3).nextBytes(noise);
        noise[0] = 0;

        for (byte[] frame : List.of(other, new byte[100_000], noise)) {
            String said = refusal(frame, PixelDataExtent.START_BYTES, syntax).orElseThrow();
            assertThatThrownBy(() -> decode(frame, syntax, 12, false)).hasMessage(said);
        }
        assertThat(refusal(other, 10, syntax)).isEmpty();
        assertThat(refusal(Arrays.copyOf(other, 10), 10, syntax)).isPresent();
    }

    /// Though its own header may be longer than what is looked at.
    @ParameterizedTest
    @CsvSource({"JPEG_EXTENDED", "JPEG_LOSSLESS_SV1", "JPEG_LS_LOSSLESS", "JPEG_2000_LOSSLESS", "RLE_LOSSLESS"})
    void refusesNoImageForAnyStartOfItsFrame(TransferSyntax syntax) throws Exception {
        byte[] frame = encode(noise(12), 12, syntax);

        for (int count = 0; count <= frame.length; count++) {
            assertThat(refusal(frame, count, syntax)).as("with %d bytes", count).isEmpty();
        }
    }

    /// @param count how many bytes of it are looked at, at most
    private static Optional<String> refusal(byte[] frame, int count, TransferSyntax syntax) {
        ByteBuffer start = ByteBuffer.wrap(frame, 0, Math.min(count, frame.length));
        return PixelDecoder.refusal(file(frame, syntax, 12, false), new PixelDataExtent(true, frame.length, start))
                .map(DicomException::getMessage);
    }

    /// The library would read ones from there for ever: a marker that is none, or one that the header does not announce
    /// with all ones behind it.
    @ParameterizedTest
    @ValueSource(strings = {"ffffffff", "ff910004ffff"})
    @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
    void refusesAJpeg2000PacketThatItsLibraryNeverLeaves(String bytes) throws Exception {
        byte[] frame = Jpeg2000TestEncoder.lossless(noise(12), COLUMNS, 12);
        byte[] damage = HexFormat.of().parseHex(bytes);
        System.arraycopy(damage, 0, frame, frame.length - 300, damage.length);

        assertThatThrownBy(() -> decode(frame, TransferSyntax.JPEG_2000, 12, false))
                .hasMessage("a marker within a JPEG 2000 packet");
    }

    /// Its header asks for 65535 layers of 33 resolutions, each of which has packets of its own.
    @Test
    void refusesAJpeg2000ImageOfTooManyPackets() throws Exception {
        byte[] frame = Jpeg2000TestEncoder.lossless(noise(12), COLUMNS, 12);
        int codingStyle = find(frame, "ff52000c");
        Arrays.fill(frame, codingStyle + 6, codingStyle + 8, (byte) 0xFF);
        frame[codingStyle + 9] = 32;

        assertThatThrownBy(() -> decode(frame, TransferSyntax.JPEG_2000, 12, false))
                .hasMessage("more than 1048576 JPEG 2000 packets");
    }

    /// The library notes something of every layer for every code-block, before any data are read: of a radiograph of a
    /// megabyte more than any heap has.
    @Test
    void refusesAJpeg2000ImageOfTooManyLayers() throws Exception {
        byte[] frame = Jpeg2000TestEncoder.lossless(noise(12), COLUMNS, 12);
        int codingStyle = find(frame, "ff52000c");
        Arrays.fill(frame, codingStyle + 6, codingStyle + 8, (byte) 0xFF);

        assertThatThrownBy(() -> decode(frame, TransferSyntax.JPEG_2000, 12, false))
                .hasMessage("too many layers for the number of JPEG 2000 code-blocks: 65535");
    }

    /// COC says as much of precincts as COD, which has the number of layers and may stand behind it.
    @Test
    void refusesAJpeg2000ComponentOfTooManyPackets() throws Exception {
        byte[] frame = Jpeg2000TestEncoder.lossless(noise(12), COLUMNS, 12);
        int codingStyle = find(frame, "ff52000c");
        frame[codingStyle + 6] = 0x40;
        byte[] precinctsOfOnePixel = HexFormat.of().parseHex("ff53000f000105040400010000000000" + "00");
        byte[] withComponent = new byte[frame.length + precinctsOfOnePixel.length];
        System.arraycopy(frame, 0, withComponent, 0, codingStyle);
        System.arraycopy(precinctsOfOnePixel, 0, withComponent, codingStyle, precinctsOfOnePixel.length);
        System.arraycopy(
                frame,
                codingStyle,
                withComponent,
                codingStyle + precinctsOfOnePixel.length,
                frame.length - codingStyle);

        assertThatThrownBy(() -> decode(withComponent, TransferSyntax.JPEG_2000, 12, false))
                .hasMessage("more than 1048576 JPEG 2000 packets");
    }

    /// The library decodes some of them to other samples, and says nothing.
    @Test
    void refusesJpeg2000CodeBlocksWithBypassAndTerminationTogether() throws Exception {
        byte[] frame = Jpeg2000TestEncoder.lossless(noise(12), COLUMNS, 12);
        frame[find(frame, "ff52000c") + 12] = 5;

        assertThatThrownBy(() -> decode(frame, TransferSyntax.JPEG_2000_LOSSLESS, 12, false))
                .hasMessage("JPEG 2000 code-blocks with bypass and termination on each coding pass");
    }

    @Test
    void refusesAJpegImageThatBreaksOff() {
        byte[] whole = JpegTestEncoder.lossless(noise(12), COLUMNS, 12, 1, 0, 0);

        assertThatThrownBy(
                        () -> decode(Arrays.copyOf(whole, whole.length - 20), TransferSyntax.JPEG_LOSSLESS, 12, false))
                .hasMessage("the entropy-coded data breaks off");
    }

    /// Where the rest of a file was never written there are zeros, of which a decoder makes samples like any others.
    @ParameterizedTest
    @CsvSource(textBlock = """
                    JPEG_LOSSLESS_SV1,  40, 0,   no end of image behind the entropy-coded data
                    JPEG_LOSSLESS_SV1,  40, 400, no end of image behind the entropy-coded data
                    JPEG_2000_LOSSLESS, 4,  0,   the JPEG 2000 codestream has no end
                    JPEG_2000_LOSSLESS, 60, 0,   the JPEG 2000 codestream has no end
                    JPEG_2000_LOSSLESS, 60, 400, the JPEG 2000 codestream has no end
                    """)
    void refusesAnImageWhoseEndIsZeros(TransferSyntax syntax, int missing, int more, String reason) throws Exception {
        byte[] whole = encode(smooth(12), 12, syntax);
        byte[] zeroed = Arrays.copyOf(Arrays.copyOf(whole, whole.length - missing), whole.length + more);

        assertThatThrownBy(() -> decode(zeroed, syntax, 12, false)).hasMessage(reason);
    }

    /// The second is padded to an even length with what the tile-part lacks.
    @ParameterizedTest
    @ValueSource(ints = {3, 2})
    void refusesAJpeg2000TilePartThatLacksItsLastByte(int padded) throws Exception {
        byte[] whole = Jpeg2000TestEncoder.lossless(smooth(12), COLUMNS, 12);
        byte[] cut = Arrays.copyOf(Arrays.copyOf(whole, whole.length - 3), whole.length - padded);

        assertThatThrownBy(() -> decode(cut, TransferSyntax.JPEG_2000_LOSSLESS, 12, false))
                .hasMessage("the JPEG 2000 codestream has no end");
    }

    /// Some writers leave the last marker out, or bytes before it, and pad what they wrote.
    @ParameterizedTest
    @CsvSource(textBlock = """
                    # instead of the marker
                    JPEG_LOSSLESS_SV1,  ''
                    JPEG_LOSSLESS_SV1,  00000000ffd9
                    JPEG_LOSSLESS_SV1,  ffd90000000000
                    JPEG_2000_LOSSLESS, ''
                    JPEG_2000_LOSSLESS, 00
                    JPEG_2000_LOSSLESS, ffd90000000000
                    """)
    void decodesAnImageWhoseEndIsUnusual(TransferSyntax syntax, String end) throws Exception {
        int[] samples = smooth(12);
        byte[] whole = encode(samples, 12, syntax);
        assertThat(find(whole, "ffd9")).isEqualTo(whole.length - 2);
        byte[] ending = HexFormat.of().parseHex(end);
        byte[] frame = Arrays.copyOf(whole, whole.length - 2 + ending.length);
        System.arraycopy(ending, 0, frame, whole.length - 2, ending.length);

        assertIdentical(decode(frame, syntax, 12, false), samples);
    }

    private static int[] decode(byte[] frame, TransferSyntax syntax, int bitsStored, boolean signed)
            throws DicomException {
        return PixelDecoder.decode(file(frame, syntax, bitsStored, signed)).samples();
    }

    private static DicomFile file(byte[] frame, TransferSyntax syntax, int bitsStored, boolean signed) {
        int half = frame.length / 4 * 2;
        DataSet dataSet = TestRadiograph.of(ROWS, COLUMNS, bitsStored, signed)
                .encapsulatedPixels(List.of(Arrays.copyOf(frame, half), Arrays.copyOfRange(frame, half, frame.length)))
                .build();
        return DicomFile.of(dataSet, syntax);
    }

    private static int[] noise(int precision) {
        return new Random(precision).ints(ROWS * COLUMNS, 0, 1 << precision).toArray();
    }

    private static int[] smooth(int precision) {
        return IntStream.range(0, ROWS * COLUMNS)
                .map(i -> (int) ((1 << precision) * (0.5 + 0.4 * Math.sin(i % COLUMNS / 5.0 + i / COLUMNS / 9.0))))
                .toArray();
    }

    /// Without printing whole images.
    private static void assertIdentical(int[] actual, int[] expected) {
        assertThat(Arrays.mismatch(actual, expected)).as("first difference").isEqualTo(-1);
    }

    private static void assertClose(int[] actual, int[] expected, int tolerance) {
        int worst = IntStream.range(0, expected.length)
                .map(i -> Math.abs(actual[i] - expected[i]))
                .max()
                .orElseThrow();
        assertThat(worst).isLessThanOrEqualTo(tolerance);
    }
}
