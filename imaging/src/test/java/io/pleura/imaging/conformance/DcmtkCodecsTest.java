package io.pleura.imaging.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.imaging.TestRadiograph;
import io.pleura.imaging.codec.PixelDecoder;
import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.DicomReader;
import io.pleura.imaging.dicom.DicomWriter;
import io.pleura.imaging.dicom.ReadLimits;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.imaging.dicom.Vr;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Images as DCMTK's encoders write them, an implementation that shares nothing with ours.
class DcmtkCodecsTest {

    private static final int ROWS = 171;
    private static final int COLUMNS = 133;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @ParameterizedTest(name = "{0} {1}, {2} bits")
    @CsvSource(textBlock = """
                    # encoder, options,                           bits, tolerance
                    dcmcjpls,  +el,                               8,    0
                    dcmcjpls,  +el,                               12,   0
                    dcmcjpls,  +el,                               16,   0
                    dcmcjpls,  +el +t1 5 +t2 60 +t3 700 +rs 31,   12,   0
                    dcmcjpls,  +en +md 2,                         12,   2
                    dcmcjpls,  +en +md 9,                         16,   9
                    dcmcjpeg,  +e1,                               12,   0
                    dcmcjpeg,  +el +sv 6,                         16,   0
                    dcmcrle,   '',                                8,    0
                    dcmcrle,   '',                                16,   0
                    """)
    void decodesWhatDcmtkEncodes(String encoder, String options, int bits, int tolerance) throws Exception {
        Dcmtk.require(encoder);
        int[] samples = samples(bits);
        Path plain = folder.resolve("plain.dcm");
        Files.write(plain, DicomWriter.toBytes(image(samples, bits)));
        Path encoded = folder.resolve("encoded.dcm");

        run(encoder, options, plain, encoded);

        DicomFile file = DicomReader.read(Files.readAllBytes(encoded), ReadLimits.DEFAULT);
        assertThat(TransferSyntax.of(file.transferSyntaxUid()).orElseThrow().isEncapsulated())
                .isTrue();
        int[] decoded = PixelDecoder.decode(file).samples();
        assertThat(IntStream.range(0, samples.length)
                        .map(i -> Math.abs(samples[i] - decoded[i]))
                        .max())
                .hasValue(tolerance);
    }

    /// The same coefficients in other scans, under a transfer syntax that is not theirs.
    @ParameterizedTest
    @CsvSource({"+ep, 8", "+es, 8", "+ep, 12", "+es, 12"})
    void decodesProgressiveJpegAsTheExtendedOne(String options, int bits) throws Exception {
        Dcmtk.require("dcmcjpeg");
        Path plain = folder.resolve("plain.dcm");
        Files.write(plain, DicomWriter.toBytes(image(samples(bits), bits)));
        Path progressive = folder.resolve("progressive.dcm");
        run("dcmcjpeg", options, plain, progressive);
        Path extended = folder.resolve("extended.dcm");
        run("dcmcjpeg", "+ee", plain, extended);

        assertThat(samples(progressive)).isEqualTo(samples(extended));
    }

    @Test
    void refusesProgressiveJpegWithoutItsFinestCoefficients() throws Exception {
        Dcmtk.require("dcmcjpeg");
        Path plain = folder.resolve("plain.dcm");
        Files.write(plain, DicomWriter.toBytes(image(samples(8), 8)));
        Path progressive = folder.resolve("progressive.dcm");
        run("dcmcjpeg", "+es", plain, progressive);
        byte[] file = Files.readAllBytes(progressive);
        int lastScan = file.length - 1;
        while (file[lastScan] != (byte) 0xFF || file[lastScan + 1] != (byte) 0xDA) {
            lastScan--;
        }
        file[lastScan + 1] = (byte) 0xD9;
        Files.write(progressive, file);

        assertThatThrownBy(() -> samples(progressive)).hasMessage("the last scans of a JPEG image are missing");
    }

    private static int[] samples(Path file) throws Exception {
        DataSet dataSet =
                DicomReader.read(Files.readAllBytes(file), ReadLimits.DEFAULT).dataSet();
        return PixelDecoder.decode(DicomFile.of(dataSet, TransferSyntax.JPEG_EXTENDED))
                .samples();
    }

    /// Smooth with a little noise, a black border, and a white marker.
    private static int[] samples(int bits) {
        Random random = new Random(bits);
        int largest = (1 << bits) - 1;
        return IntStream.range(0, ROWS * COLUMNS)
                .map(i -> {
                    int column = i % COLUMNS;
                    int row = i / COLUMNS;
                    double shade = 0.5 + 0.3 * Math.sin(column / 20.0) * Math.cos(row / 30.0);
                    int noise = random.nextInt(1 + largest / 100);
                    boolean border = column < 9 || row > 150;
                    boolean marker = column > 100 && column < 110 && row > 20 && row < 40;
                    return border ? 0 : marker ? largest : (int) (largest * shade) + noise;
                })
                .toArray();
    }

    private static DicomFile image(int[] samples, int bits) {
        var attributes = TestRadiograph.of(ROWS, COLUMNS, bits, false);
        DataSet image;
        if (bits == 8) {
            byte[] cells = new byte[samples.length + samples.length % 2];
            IntStream.range(0, samples.length).forEach(i -> cells[i] = (byte) samples[i]);
            image = attributes.bytes(Tags.PIXEL_DATA, Vr.OB, cells).build();
        } else {
            short[] cells = new short[samples.length];
            IntStream.range(0, samples.length).forEach(i -> cells[i] = (short) samples[i]);
            image = attributes.pixels16(cells).build();
        }
        return DicomFile.of(image, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }

    private static void run(String encoder, String options, Path from, Path to) throws Exception {
        List<String> command = new ArrayList<>(List.of(encoder));
        Stream.of(options.split(" ")).filter(option -> !option.isEmpty()).forEach(command::add);
        command.addAll(List.of(from.toString(), to.toString()));
        Dcmtk.Run run = Dcmtk.run(command.toArray(String[]::new));
        assertThat(run.exitStatus()).as(run.output()).isZero();
    }
}
