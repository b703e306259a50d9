package io.pleura.standalone;

import io.pleura.imaging.dicom.DicomException;
import io.pleura.standalone.bench.DecodeBench;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Measures the decoders of compressed pixels beside those of DCMTK and GDCM.
@Command(
        name = "decode",
        description = {
            "Measures the decoders of compressed pixels beside those of DCMTK and GDCM (Debian packages dcmtk and",
            "libgdcm-tools), on the same full-size image. Ends with one BENCH line a transfer syntax."
        },
        mixinStandardHelpOptions = true)
final class BenchDecodeCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--bits", paramLabel = "N", defaultValue = "16", description = "Bits Stored, 8 to 16 (default: 16)")
    private int bits;

    @Option(
            names = "--rounds",
            converter = AtLeastOne.class,
            paramLabel = "N",
            defaultValue = "9",
            description = "of each measurement (default: 9)")
    private int rounds;

    @Override
    public Integer call() throws IOException, InterruptedException, DicomException {
        if (bits < 8 || bits > 16) {
            throw new ParameterException(spec.commandLine(), "--bits: 8 to 16, not " + bits);
        }
        PrintWriter out = spec.commandLine().getOut();
        try (TemporaryFolder folder = new TemporaryFolder("pleura-bench")) {
            new DecodeBench(folder.create("images"), rounds, line -> say(out, line))
                    .run(bits)
                    .forEach(line -> say(out, line));
        }
        return 0;
    }

    private static void say(PrintWriter out, String line) {
        out.println(line);
        out.flush();
    }
}
