package io.pleura.imaging.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pleura.imaging.TestRadiograph;
import io.pleura.imaging.dicom.DataSetBuilder;
import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.DicomReader;
import io.pleura.imaging.dicom.DicomWriter;
import io.pleura.imaging.dicom.ReadLimits;
import io.pleura.imaging.dicom.Tag;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.imaging.dicom.Vr;
import io.pleura.imaging.frame.Letterbox;
import io.pleura.imaging.frame.ModelInput;
import io.pleura.imaging.frame.Normalisation;
import io.pleura.imaging.frame.Radiograph;
import io.pleura.imaging.frame.Radiographs;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// JPEG 2000 images decoded no larger than a model needs.
class ReducedJpeg2000Test {

    private static final int ROWS = 301;
    private static final int COLUMNS = 243;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @ParameterizedTest(name = "at least {0}: {1} x {2}")
    @CsvSource(textBlock = """
            302, 301, 243
            301, 301, 243
            152, 301, 243
            151, 151, 122
            76,  76,  61
            75,  76,  61
            1,   10,  8
            """)
    void halvesAnImageAsOftenAsItStaysLargeEnough(int leastEdge, int rows, int columns) throws Exception {
        StoredPixels pixels = PixelDecoder.decodeAtLeast(file(16, same -> same), leastEdge);

        assertThat(pixels.rows()).isEqualTo(rows);
        assertThat(pixels.columns()).isEqualTo(columns);
    }

    @ParameterizedTest(name = "{0} bits, halved {1} times")
    @CsvSource({"8, 1", "8, 2", "16, 1", "16, 3"})
    void halvesAsOpenJpegDoes(int bits, int halvings) throws Exception {
        requireOpenJpeg();
        Path codestream =
                Files.write(folder.resolve("image.j2k"), Jpeg2000TestEncoder.lossless(samples(bits), COLUMNS, bits));
        Path halved = folder.resolve("halved.pgm");
        Process process = new ProcessBuilder(
                        "opj_decompress",
                        "-r",
                        Integer.toString(halvings),
                        "-i",
                        codestream.toString(),
                        "-o",
                        halved.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();

        StoredPixels pixels = PixelDecoder.decodeAtLeast(file(bits, same -> same), Math.ceilDiv(ROWS, 1 << halvings));

        assertThat(pixels.samples()).isEqualTo(portableGrayMap(Files.readAllBytes(halved), bits));
    }

    /// What a score is made of hardly changes: at most a hundredth of the range, in the corner of the marker. The
    /// larger input is the largest that makes do with as small an image.
    @ParameterizedTest(name = "input of {0}")
    @ValueSource(ints = {32, 50})
    void theModelSeesTheSame(int inputSize) throws Exception {
        byte[] file = DicomWriter.toBytes(file(16, same -> same));
        Radiograph whole = Radiographs.decode(file);
        Radiograph reduced = Radiographs.decodeFor(inputSize, file, ReadLimits.DEFAULT);

        assertThat(reduced.frame().rows()).isEqualTo(76);
        assertThat(reduced.rows()).isEqualTo(ROWS);
        assertThat(reduced.columns()).isEqualTo(COLUMNS);
        float[] expected = input(whole, inputSize);
        float[] actual = input(reduced, inputSize);
        double mean = IntStream.range(0, expected.length)
                .mapToDouble(i -> Math.abs(expected[i] - actual[i]))
                .average()
                .orElseThrow();
        assertThat(mean).isBetween(1e-6, 0.01);
    }

    /// Half of a black border around an image would be gray.
    @Test
    void doesNotMixPaddingWithTheImage() throws Exception {
        DicomFile padded = file(16, image -> image.integer(Tags.PIXEL_PADDING_VALUE, 0));

        assertThat(PixelDecoder.decodeAtLeast(padded, 1).rows()).isEqualTo(ROWS);
    }

    /// Signed samples in an unsigned codestream jump from 65535 to 0 where the image goes from -1 to 0.
    @Test
    void doesNotMixWhatOnlyLooksNear() throws Exception {
        assertThat(rows(file(16, image -> image.integer(Tags.PIXEL_REPRESENTATION, 1))))
                .isEqualTo(ROWS);
    }

    /// Encoders write sixteen bits where twelve are stored; the other four are empty, or hold an old overlay.
    @Test
    void doesNotMixAnOverlayWithTheImage() throws Exception {
        int[] overlaid = samples(12);
        for (int row = 100; row < 120; row++) {
            Arrays.fill(overlaid, row * COLUMNS + 100, row * COLUMNS + 140, 0xFFFF);
        }
        Tag overlayBitsAllocated = new Tag(0x6002, 0x0100);

        assertThat(rows(file(12, same -> same))).isEqualTo(76);
        assertThat(rows(file(12, image -> image.integer(overlayBitsAllocated, Vr.US, 16))))
                .isEqualTo(ROWS);
        assertThat(rows(file(12, image -> image.integer(overlayBitsAllocated, Vr.US, 1))))
                .isEqualTo(76);
        assertThat(rows(file(12, overlaid, undeclared -> undeclared))).isEqualTo(ROWS);
    }

    private static int rows(DicomFile file) throws DicomException {
        return PixelDecoder.decodeAtLeast(file, 76).rows();
    }

    private static float[] input(Radiograph radiograph, int inputSize) {
        float[] input = new float[inputSize * inputSize];
        ModelInput.fill(
                radiograph.frame(),
                Letterbox.fit(radiograph.rows(), radiograph.columns(), inputSize),
                new Normalisation(0.005, 0.995, 0, 1),
                FloatBuffer.wrap(input));
        return input;
    }

    private static DicomFile file(int bits, UnaryOperator<DataSetBuilder> change) throws Exception {
        return file(bits, samples(bits), change);
    }

    private static DicomFile file(int bits, int[] samples, UnaryOperator<DataSetBuilder> change) throws Exception {
        DicomFile encoded = DicomFile.of(
                change.apply(TestRadiograph.of(ROWS, COLUMNS, bits, false))
                        .encapsulatedPixels(List.of(Jpeg2000TestEncoder.lossless(samples, COLUMNS, bits)))
                        .build(),
                TransferSyntax.JPEG_2000_LOSSLESS);
        return DicomReader.read(DicomWriter.toBytes(encoded), ReadLimits.DEFAULT);
    }

    /// Smooth shadows with noise, and a white marker whose edges overshoot.
    private static int[] samples(int bits) {
        Random random = new Random(bits);
        int largest = (1 << bits) - 1;
        return IntStream.range(0, ROWS * COLUMNS)
                .map(i -> {
                    int row = i / COLUMNS;
                    int column = i % COLUMNS;
                    boolean marker = row > 20 && row < 60 && column > 20 && column < 50;
                    double shade = 0.5 + 0.3 * Math.sin(column / 40.0) * Math.cos(row / 50.0);
                    return marker ? largest : (int) (largest * (shade + 0.02 * random.nextGaussian()));
                })
                .toArray();
    }

    /// `P5 columns rows largest`, then big-endian samples; lines that begin with # are comments.
    private static int[] portableGrayMap(byte[] file, int bits) throws IOException {
        String[] head = new String(Arrays.copyOf(file, 200), StandardCharsets.ISO_8859_1)
                .replaceAll("#[^\n]*\n", "")
                .split("\\s+", 5);
        int count = Integer.parseInt(head[1]) * Integer.parseInt(head[2]);
        int bytes = count * (bits > 8 ? 2 : 1);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(file, file.length - bytes, bytes))) {
            int[] samples = new int[count];
            for (int i = 0; i < count; i++) {
                samples[i] = bits > 8 ? in.readUnsignedShort() : in.readUnsignedByte();
            }
            return samples;
        }
    }

    private static void requireOpenJpeg() {
        boolean there = Stream.of(
                        Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "opj_decompress")));
        if (!there && "true".equals(System.getenv("CI"))) {
            fail("opj_decompress (Debian package libopenjp2-tools) must be installed in continuous integration");
        }
        assumeTrue(there, "skipped: opj_decompress (Debian package libopenjp2-tools) is not on the PATH");
    }
}
