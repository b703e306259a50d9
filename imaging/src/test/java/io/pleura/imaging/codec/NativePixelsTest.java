package io.pleura.imaging.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.imaging.TestRadiograph;
import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DataSetBuilder;
import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.DicomReader;
import io.pleura.imaging.dicom.ReadLimits;
import io.pleura.imaging.dicom.Tag;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.imaging.dicom.Vr;
import io.pleura.schemas.ReasonCode;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Uncompressed samples in every layout of cells (PS3.5 section 8.1.1), and what is refused.
class NativePixelsTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
                    # allocated, stored, high bit, signed, bytes,       first, second
                    8,           8,      7,        0,      00ff,        0,     255
                    8,           8,      7,        1,      80ff,        -128,  -1
                    8,           6,      5,        0,      ffc1,        63,    1
                    16,          16,     15,       0,      0100ffff,    1,     65535
                    16,          16,     15,       1,      0080ffff,    -32768, -1
                    16,          12,     11,       0,      ff0f00f1,    4095,  256
                    16,          12,     11,       1,      0008ff07,    -2048, 2047
                    16,          12,     15,       0,      f0ff1000,    4095,  1
                    16,          12,     15,       1,      f0ff1000,    -1,    1
                    16,          10,     3,        0,      ff030100,    1023,  1
                    32,          32,     31,       0,      ffffff7f01000000, 2147483647, 1
                    1,           1,      0,        0,      0200,        0,     1
                    """)
    void readsCells(int allocated, int stored, int highBit, int signed, String bytes, int first, int second)
            throws Exception {
        DataSet dataSet = image(1, 2)
                .integer(Tags.BITS_ALLOCATED, allocated)
                .integer(Tags.BITS_STORED, stored)
                .integer(Tags.HIGH_BIT, highBit)
                .integer(Tags.PIXEL_REPRESENTATION, signed)
                .bytes(Tags.PIXEL_DATA, Vr.OW, HexFormat.of().parseHex(bytes))
                .build();

        StoredPixels pixels = decode(dataSet);

        assertThat(pixels.samples()).containsExactly(first, second);
        assertThat(pixels.bitsStored()).isEqualTo(stored);
        assertThat(pixels.signed()).isEqualTo(signed == 1);
    }

    /// 8-bit cells in 16-bit words of big endian: the first pixel is in the low byte (PS3.5 section 8.1.2 and annex D).
    @Test
    void readsBytesInBigEndianWords() throws Exception {
        byte[] bigEndian = HexFormat.of().parseHex("7fe00010" + "4f570000" + "00000004" + "02010403");
        DataSet pixelData =
                DicomReader.readDataSet(bigEndian, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN, ReadLimits.DEFAULT);
        DataSet dataSet = TestRadiograph.of(2, 2, 8, false)
                .put(pixelData.element(Tags.PIXEL_DATA).orElseThrow())
                .build();

        assertThat(decode(dataSet).samples()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void ignoresBytesBeyondTheImage() throws Exception {
        assertThat(decode(image(1, 1).pixels16(new short[] {5, 6}).build()).samples())
                .containsExactly(5);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    0028, 0002, US, 3,           UNSUPPORTED_PIXEL_FORMAT
                    0028, 0004, CS, RGB,         UNSUPPORTED_PIXEL_FORMAT
                    0028, 0004, CS, PALETTE COLOR, UNSUPPORTED_PIXEL_FORMAT
                    0028, 0008, IS, 2,           MULTI_FRAME
                    0028, 0008, IS, 1A,          UNSUPPORTED_PIXEL_FORMAT
                    0028, 0010, US, 0,           IMPLAUSIBLE_SIZE
                    0028, 0010, US, 3,           UNDECODABLE_PIXELS
                    0028, 0100, US, 12,          UNSUPPORTED_PIXEL_FORMAT
                    0028, 0101, US, 17,          UNSUPPORTED_PIXEL_FORMAT
                    """)
    void refusesOtherImagesWithAReason(String group, String element, Vr vr, String value, ReasonCode reason) {
        Tag tag = new Tag(Integer.parseInt(group, 16), Integer.parseInt(element, 16));
        DataSetBuilder image = image(2, 2).pixels16(new short[4]);
        DataSet dataSet =
                (vr.isText() ? image.string(tag, vr, value) : image.integer(tag, Integer.parseInt(value))).build();

        assertRefused(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, reason);
    }

    @Test
    void refusesSamplesThatAreNoInts() {
        assertThatThrownBy(() -> decode(image(1, 1)
                        .integer(Tags.BITS_ALLOCATED, 32)
                        .integer(Tags.BITS_STORED, 32)
                        .integer(Tags.HIGH_BIT, 31)
                        .bytes(Tags.PIXEL_DATA, Vr.OW, HexFormat.of().parseHex("00000080"))
                        .build()))
                .isInstanceOfSatisfying(DicomException.class, e -> assertThat(e.reason())
                        .isEqualTo(ReasonCode.UNSUPPORTED_PIXEL_FORMAT))
                .hasMessage("samples of 2^31 and more");
    }

    @Test
    void refusesAnImageTooLargeToDecode() {
        assertRefused(
                image(65535, 65535).pixels16(new short[4]).build(),
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                ReasonCode.LIMIT_EXCEEDED);
    }

    @Test
    void refusesAnObjectWithoutImage() {
        assertRefused(image(2, 2).build(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, ReasonCode.NO_PIXEL_DATA);
    }

    @Test
    void refusesAnImageWithoutPixels() {
        assertRefused(
                image(2, 2).pixels16(new short[0]).build(),
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                ReasonCode.NO_PIXEL_DATA);
        assertRefused(
                image(2, 2).encapsulatedPixels(List.of()).build(),
                TransferSyntax.RLE_LOSSLESS,
                ReasonCode.NO_PIXEL_DATA);
    }

    @Test
    void refusesPixelsThatAreEncodedOtherwiseThanTheTransferSyntaxSays() {
        assertRefused(
                image(2, 2).pixels16(new short[4]).build(), TransferSyntax.RLE_LOSSLESS, ReasonCode.UNDECODABLE_PIXELS);
        assertRefused(
                image(2, 2).encapsulatedPixels(List.of(new byte[8])).build(),
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                ReasonCode.UNDECODABLE_PIXELS);
    }

    @Test
    void refusesTransferSyntaxesThatItCannotDecode() {
        for (TransferSyntax syntax : TransferSyntax.values()) {
            if (!PixelDecoder.supports(syntax)) {
                assertRefused(
                        image(2, 2).encapsulatedPixels(List.of(new byte[2])).build(),
                        syntax,
                        ReasonCode.UNSUPPORTED_TRANSFER_SYNTAX);
            }
        }
    }

    private static DataSetBuilder image(int rows, int columns) {
        return TestRadiograph.of(rows, columns, 16, false);
    }

    private static StoredPixels decode(DataSet dataSet) throws DicomException {
        return PixelDecoder.decode(DicomFile.of(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
    }

    private static void assertRefused(DataSet dataSet, TransferSyntax syntax, ReasonCode reason) {
        assertThatThrownBy(() -> PixelDecoder.decode(DicomFile.of(dataSet, syntax)))
                .isInstanceOfSatisfying(
                        DicomException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
