package io.pleura.ingest.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.imaging.TestRadiograph;
import io.pleura.imaging.codec.RunLengthTestEncoder;
import io.pleura.imaging.dicom.DataSetBuilder;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.DicomWriter;
import io.pleura.imaging.dicom.Tag;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.imaging.dicom.Vr;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SameImageTest {

    private static final int SIDE = 16;

    private static final Tag OVERLAY_BITS_ALLOCATED = new Tag(0x6000, 0x0100);

    private final byte[] pixels = new byte[SIDE * SIDE];

    SameImageTest() {
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (7 * i);
        }
    }

    @Test
    void isFoundWhateverTheTransferSyntax() {
        assertThat(SameImage.in(
                        plain(header(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN),
                        plain(header(), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN)))
                .isTrue();
        assertThat(SameImage.in(plain(header(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN), runLength(header())))
                .isTrue();
    }

    @Test
    void isNotOneWithAnotherPixel() {
        byte[] first = plain(header(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        pixels[200] ^= 1;

        assertThat(SameImage.in(first, runLength(header()))).isFalse();
    }

    @Test
    void isNotOneWithAnotherValue() {
        byte[] first = plain(header(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);

        assertThat(SameImage.in(first, runLength(header().string(Tags.VIEW_POSITION, "AP"))))
                .isFalse();
    }

    /// Somebody wrote it again, and added what says nothing.
    @Test
    void isFoundInTheSameTransferSyntaxToo() {
        byte[] first = plain(header(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        byte[] padded = plain(
                header().bytes(Tags.DATA_SET_TRAILING_PADDING, Vr.OB, new byte[4]),
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);

        assertThat(SameImage.in(first, padded)).isTrue();
    }

    @Test
    void isNotOneWhoseOverlayMayHaveGotLost() {
        byte[] first =
                plain(header().integer(OVERLAY_BITS_ALLOCATED, Vr.US, 8), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        byte[] second = runLength(header().integer(OVERLAY_BITS_ALLOCATED, Vr.US, 8));

        assertThat(SameImage.in(first, second)).isFalse();
    }

    @Test
    void isNotOneThatCannotBeDecoded() {
        byte[] first = plain(header(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        byte[] broken = file(header().encapsulatedPixels(List.of(new byte[70])), TransferSyntax.RLE_LOSSLESS);

        assertThat(SameImage.in(first, broken)).isFalse();
        assertThat(SameImage.in(first, new byte[10])).isFalse();
    }

    /// A few kilobytes of deflated zeros would fill the heap.
    @Test
    void isNotLookedForInWhatInflatesToMore() throws Exception {
        DataSetBuilder padded = header().bytes(Tags.DATA_SET_TRAILING_PADDING, Vr.OB, new byte[SameImage.MAX_BYTES]);
        byte[] first = plain(header(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        byte[] bomb = TestRadiograph.deflated(padded.pixels8(pixels).build());

        assertThat(bomb.length).isLessThan(1 << 20);
        assertThat(SameImage.in(first, bomb)).isFalse();
        assertThat(SameImage.in(
                        first, TestRadiograph.deflated(header().pixels8(pixels).build())))
                .isTrue();
    }

    @Test
    void isLookedForInImagesAsLargeAsTheConformanceStatementSays() throws Exception {
        assertThat(Files.readString(Path.of("CONFORMANCE.md")).replaceAll("\\s+", " "))
                .contains("Images of more than " + (SameImage.MAX_PIXELS >> 20) + " Mi pixels");
    }

    private static DataSetBuilder header() {
        return TestRadiograph.of(SIDE, SIDE, 8, false).string(Tags.VIEW_POSITION, "PA");
    }

    private byte[] plain(DataSetBuilder header, TransferSyntax syntax) {
        return file(header.pixels8(pixels), syntax);
    }

    private byte[] runLength(DataSetBuilder header) {
        int[] cells = new int[pixels.length];
        Arrays.setAll(cells, i -> pixels[i]);
        byte[] frame = RunLengthTestEncoder.encode(cells, 1);
        return file(header.encapsulatedPixels(List.of(frame)), TransferSyntax.RLE_LOSSLESS);
    }

    private static byte[] file(DataSetBuilder dataSet, TransferSyntax syntax) {
        return DicomWriter.toBytes(DicomFile.of(dataSet.build(), syntax));
    }
}
