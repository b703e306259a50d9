package io.pleura.standalone.bench;

import io.pleura.imaging.codec.PixelDecoder;
import io.pleura.imaging.codec.StoredPixels;
import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.DicomReader;
import io.pleura.imaging.dicom.DicomWriter;
import io.pleura.imaging.dicom.ReadLimits;
import io.pleura.standalone.bench.Figure.Better;
import io.pleura.standalone.stack.StackException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// The measurements of `./pleura bench decode`: our decoders beside those of DCMTK and GDCM, on the same file.
///
/// Both decode on one thread, so the figures are processor time, which other work on the machine does not lengthen.
/// Theirs is that of the program that decodes, less what its family's copier takes for the same reading and writing
/// (half of a copy of the compressed file and half of one of the plain file). Ours is that of the decoding alone, after
/// the just-in-time compiler has seen it, as in a service. Turns alternate; medians are shown.
public final class DecodeBench {

    private static final int WARM_UP = 6;

    private final Path folder;
    private final int rounds;
    private final Consumer<String> announce;

    /// @param folder an empty folder for the images
    public DecodeBench(Path folder, int rounds, Consumer<String> announce) {
        this.folder = folder;
        this.rounds = rounds;
        this.announce = announce;
    }

    /// @return one BENCH line a transfer syntax whose tools are there
    public List<String> run(int bitsStored) throws IOException, InterruptedException, DicomException {
        announce.accept("making a radiograph of %d x %d, %d bits"
                .formatted(LargeRadiograph.ROWS, LargeRadiograph.COLUMNS, bitsStored));
        DicomFile image = LargeRadiograph.make(bitsStored);
        Path plain = Files.write(folder.resolve("plain.dcm"), DicomWriter.toBytes(image));
        int[] samples = PixelDecoder.decode(image).samples();
        List<String> lines = new ArrayList<>();
        for (DecodeCase one : DecodeCase.ALL) {
            if (one.canRun()) {
                lines.add(measure(one, plain, samples).line());
            } else {
                announce.accept(one.name() + ": not measured, " + one.decoder() + " is not on the PATH");
            }
        }
        return lines;
    }

    private Figure measure(DecodeCase one, Path plain, int[] samples)
            throws IOException, InterruptedException, DicomException {
        Path encoded = folder.resolve(one.name() + ".dcm");
        Path decoded = folder.resolve(one.name() + "-decoded.dcm");
        Path copy = folder.resolve("copy.dcm");
        ToolRun.of(one.encoder(), one.encoderOptions(), plain, encoded);
        DicomFile file = read(encoded);
        requireExact(one, "ours", PixelDecoder.decode(file).samples(), samples);
        int[] expected = PixelDecoder.decodeAtLeast(file, one.leastEdge()).samples();
        for (int i = 0; i < WARM_UP; i++) {
            requireExact(
                    one,
                    "ours",
                    PixelDecoder.decodeAtLeast(file, one.leastEdge()).samples(),
                    expected);
        }
        List<Double> ours = new ArrayList<>();
        List<Double> oursElapsed = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        List<Double> theirsElapsed = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            long start = System.nanoTime();
            long cpuStart = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            StoredPixels result = PixelDecoder.decodeAtLeast(file, one.leastEdge());
            ours.add((ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpuStart) / 1e6);
            oursElapsed.add((System.nanoTime() - start) / 1e6);
            requireExact(one, "ours", result.samples(), expected);
            ToolRun whole = ToolRun.of(one.decoder(), one.decoderOptions(), encoded, decoded);
            ToolRun copyEncoded = ToolRun.of(one.copier(), List.of(), encoded, copy);
            ToolRun copyPlain = ToolRun.of(one.copier(), List.of(), plain, copy);
            theirs.add(whole.cpuMillis() - (copyEncoded.cpuMillis() + copyPlain.cpuMillis()) / 2);
            theirsElapsed.add(whole.elapsedMillis() - (copyEncoded.elapsedMillis() + copyPlain.elapsedMillis()) / 2);
        }
        requireExact(one, one.decoder(), PixelDecoder.decode(read(decoded)).samples(), samples);
        announce.accept(String.format(
                Locale.ROOT,
                "%s: %.1f MB in %.1f ms elapsed, %s in %.1f; both to the bit",
                one.name(),
                Files.size(encoded) / 1e6,
                median(oursElapsed),
                one.decoder(),
                median(theirsElapsed)));
        double yardstick = median(theirs);
        return new Figure("decode-" + one.name(), median(ours), "ms", yardstick, one.share() * yardstick, Better.LOWER);
    }

    private static DicomFile read(Path file) throws IOException, DicomException {
        return DicomReader.read(Files.readAllBytes(file), ReadLimits.DEFAULT);
    }

    private static void requireExact(DecodeCase one, String whose, int[] actual, int[] expected) {
        if (!Arrays.equals(actual, expected)) {
            throw new StackException(one.name() + " is not decoded to the bit by " + whose);
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
