package io.pleura.imaging.conformance;

import io.pleura.imaging.TestRadiograph;
import io.pleura.imaging.codec.Jpeg2000TestEncoder;
import io.pleura.imaging.codec.JpegLsTestEncoder;
import io.pleura.imaging.codec.JpegLsTestEncoder.Coding;
import io.pleura.imaging.codec.JpegTestEncoder;
import io.pleura.imaging.codec.RunLengthTestEncoder;
import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.DicomWriter;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.TransferSyntax;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// One small radiograph as a file of each transfer syntax that is decoded: what tests then damage.
public final class SampleFiles {

    private static final int SIZE = 32;

    private static final int[] SAMPLES =
            new Random(11).ints(SIZE * SIZE, 0, 256).map(noise -> 1000 + noise).toArray();

    private SampleFiles() {}

    public static List<byte[]> all() throws Exception {
        List<byte[]> files = new ArrayList<>();
        for (TransferSyntax syntax : syntaxes()) {
            files.add(of(syntax));
        }
        return files;
    }

    static List<TransferSyntax> syntaxes() {
        return List.of(
                TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
                TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
                TransferSyntax.JPEG_BASELINE,
                TransferSyntax.JPEG_EXTENDED,
                TransferSyntax.JPEG_LOSSLESS,
                TransferSyntax.JPEG_LS_LOSSLESS,
                TransferSyntax.JPEG_LS_NEAR_LOSSLESS,
                TransferSyntax.JPEG_2000_LOSSLESS,
                TransferSyntax.RLE_LOSSLESS);
    }

    static byte[] of(TransferSyntax syntax) throws Exception {
        short[] cells = new short[SAMPLES.length];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = (short) SAMPLES[i];
        }
        DataSet image = TestRadiograph.of(SIZE, SIZE, syntax == TransferSyntax.JPEG_BASELINE ? 8 : 12, false)
                .items(
                        Tags.VIEW_CODE_SEQUENCE,
                        List.of(DataSet.builder()
                                .string(Tags.CODE_VALUE, "399348003")
                                .items(Tags.VIEW_MODIFIER_CODE_SEQUENCE, List.of(DataSet.EMPTY))
                                .build()))
                .decimal(Tags.WINDOW_CENTER, 1100)
                .decimal(Tags.WINDOW_WIDTH, 300)
                .build();
        DataSet compressed =
                image.toBuilder().encapsulatedPixels(List.of(frame(syntax))).build();
        DataSet plain = image.toBuilder().pixels16(cells).build();
        return switch (syntax) {
            case DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN -> TestRadiograph.deflated(plain);
            case EXPLICIT_VR_BIG_ENDIAN -> BigEndian.file(plain);
            default -> DicomWriter.toBytes(DicomFile.of(syntax.isEncapsulated() ? compressed : plain, syntax));
        };
    }

    private static byte[] frame(TransferSyntax syntax) throws Exception {
        return switch (syntax) {
            case JPEG_BASELINE ->
                JpegTestEncoder.sequential(
                        Arrays.stream(SAMPLES).map(s -> s - 1000).toArray(), SIZE, 8, 4);
            case JPEG_EXTENDED -> JpegTestEncoder.sequential(SAMPLES, SIZE, 12, 0);
            case JPEG_LOSSLESS -> JpegTestEncoder.lossless(SAMPLES, SIZE, 12, 4, 0, 8);
            case JPEG_LS_LOSSLESS ->
                JpegLsTestEncoder.encode(SAMPLES, SIZE, Coding.lossless(12).restarts(8), true);
            case JPEG_LS_NEAR_LOSSLESS ->
                JpegLsTestEncoder.encode(SAMPLES, SIZE, Coding.lossless(12).near(2), false);
            case JPEG_2000_LOSSLESS -> Jpeg2000TestEncoder.lossless(SAMPLES, SIZE, 12);
            case RLE_LOSSLESS -> RunLengthTestEncoder.encode(SAMPLES, 2);
            default -> new byte[2];
        };
    }
}
