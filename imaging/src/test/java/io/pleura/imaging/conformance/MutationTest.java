package io.pleura.imaging.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.imaging.TestRadiograph;
import io.pleura.imaging.codec.Jpeg2000TestEncoder;
import io.pleura.imaging.codec.JpegLsTestEncoder;
import io.pleura.imaging.codec.JpegLsTestEncoder.Coding;
import io.pleura.imaging.codec.JpegTestEncoder;
import io.pleura.imaging.codec.RunLengthTestEncoder;
import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.DicomReader;
import io.pleura.imaging.dicom.DicomWriter;
import io.pleura.imaging.dicom.ReadLimits;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.imaging.frame.Radiographs;
import io.pleura.schemas.ErrorKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Thousands of damaged files. Whatever the bytes: an image or a refusal with a reason, soon, and in bounded memory
/// (the test's own heap is what bounds it).
class MutationTest {

    private static final int MUTATIONS = 600;
    private static final int SIZE = 32;
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private static final int[] SAMPLES =
            new Random(11).ints(SIZE * SIZE, 0, 256).map(noise -> 1000 + noise).toArray();

    @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
    @ParameterizedTest
    @EnumSource(
            names = {
                "IMPLICIT_VR_LITTLE_ENDIAN",
                "EXPLICIT_VR_LITTLE_ENDIAN",
                "EXPLICIT_VR_BIG_ENDIAN",
                "DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN",
                "JPEG_BASELINE",
                "JPEG_EXTENDED",
                "JPEG_LOSSLESS",
                "JPEG_LS_LOSSLESS",
                "JPEG_LS_NEAR_LOSSLESS",
                "JPEG_2000_LOSSLESS",
                "RLE_LOSSLESS"
            })
    void decodesOrRefusesWhateverTheBytes(TransferSyntax syntax) throws Exception {
        byte[] file = file(syntax);
        Map<String, Integer> outcomes = new TreeMap<>();
        for (int seed = 0; seed < MUTATIONS; seed++) {
            byte[] mutant = mutate(file, new Random(seed));
            long start = System.nanoTime();
            outcomes.merge(outcome(mutant, "seed " + seed), 1, Integer::sum);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as("seed %d", seed)
                    .isLessThan(LONGEST);
        }
        System.out.println(syntax + " " + outcomes);
    }

    private static String outcome(byte[] mutant, String seed) throws Exception {
        try {
            DicomReader.readHeader(new ByteArrayInputStream(mutant), ReadLimits.DEFAULT);
        } catch (DicomException e) {
            assertThat(e.reason().kind()).as(seed).isEqualTo(ErrorKind.BAD_INPUT);
        }
        try {
            Radiographs.decode(mutant, ReadLimits.DEFAULT);
            return "decoded";
        } catch (DicomException e) {
            assertThat(e.reason().kind()).as(seed).isEqualTo(ErrorKind.BAD_INPUT);
            return e.reason().name();
        }
    }

    /// A few bytes altered, mostly in the second half where the image is; or bytes cut out, doubled, or cut off.
    private static byte[] mutate(byte[] file, Random random) {
        byte[] mutant = file.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = 132 + random.nextInt(mutant.length - 140);
            switch (random.nextInt(6)) {
                case 0 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> mutant[at] = (byte) random.nextInt(256);
                case 2 -> Arrays.fill(mutant, at, at + 1 + random.nextInt(4), (byte) 0xFF);
                case 3 -> Arrays.fill(mutant, at, at + 1 + random.nextInt(4), (byte) 0);
                case 4 -> System.arraycopy(mutant, 132 + random.nextInt(mutant.length - 140), mutant, at, 4);
                default -> {
                    if (random.nextInt(4) == 0) {
                        return Arrays.copyOf(mutant, at);
                    }
                    mutant[at] += (byte) (random.nextBoolean() ? 1 : -1);
                }
            }
        }
        return mutant;
    }

    private static byte[] file(TransferSyntax syntax) throws Exception {
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
            case DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN -> deflated(plain);
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

    private static byte[] deflated(DataSet dataSet) throws Exception {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(DicomWriter.fileMeta("1.2", "1.2.3", TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN));
        try (DeflaterOutputStream out = new DeflaterOutputStream(file, new Deflater(9, true))) {
            DicomWriter.writeDataSet(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, out);
        }
        return file.toByteArray();
    }
}
