package io.pleura.imaging.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.imaging.SharedData;
import io.pleura.imaging.codec.PixelDecoder;
import io.pleura.imaging.codec.StoredPixels;
import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.DicomReader;
import io.pleura.imaging.dicom.ReadLimits;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.imaging.frame.GrayFrame;
import io.pleura.schemas.ContentHash;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Real files of every modality, some deliberately damaged, against what other decoders say about them: each is decoded
/// to the same samples, or refused with a reason.
class ConformanceTest {

    private static final String TABLE_HEAD = "| file | transfer syntax | outcome |\n|---|---|---|\n";

    /// A row of expected-dicom.csv.
    private record Expected(String path, String syntaxUid, String photometric, List<String> statistics, String sha256) {

        static Expected of(List<String> row) {
            return new Expected(row.get(0), row.get(1), row.get(6), row.subList(15, 18), row.get(18));
        }

        /// What must come of it: "identical", "close" or "refused".
        String outcome() {
            boolean decodable = photometric.startsWith("MONOCHROME")
                    && TransferSyntax.of(syntaxUid).map(PixelDecoder::supports).orElse(false)
                    && !statistics.getFirst().isEmpty();
            if (!decodable) {
                return "refused";
            }
            return sha256.isEmpty() ? "close" : "identical";
        }
    }

    @Test
    void decodesEveryFileAsOthersDoOrRefusesItWithAReason() throws Exception {
        Path table = SharedData.require("expected-dicom.csv");
        Map<String, Integer> summary = new TreeMap<>();
        Map<String, String> outcomes = new TreeMap<>();
        List<String> surprises = new ArrayList<>();
        for (List<String> row : SharedData.table(table)) {
            Expected expected = Expected.of(row);
            String outcome = outcome(expected, table.resolveSibling(expected.path()));
            summary.merge(syntax(expected) + ": " + outcome, 1, Integer::sum);
            outcomes.put(expected.path(), "`%s` | %s".formatted(syntax(expected), outcome));
            if (!outcome.startsWith(expected.outcome())) {
                surprises.add(expected.path() + ": " + outcome + " instead of " + expected.outcome());
            }
        }
        summary.forEach((outcome, files) -> System.out.printf("%4d %s%n", files, outcome));
        assertThat(surprises).isEmpty();
        requireDocumented(outcomes);
    }

    /// The document lists these outcomes, file by file; what it should say is left in the build folder.
    private static void requireDocumented(Map<String, String> outcomes) throws Exception {
        String rows = outcomes.entrySet().stream()
                .map(row -> "| %s | %s |".formatted(row.getKey(), row.getValue()))
                .collect(Collectors.joining("\n", TABLE_HEAD, "\n"));
        Path root = Path.of(System.getProperty("pleura.root", ".."));
        String document = Files.readString(root.resolve("imaging/DECODED.md"));
        String current = document.substring(0, document.indexOf(TABLE_HEAD)) + rows;
        Path proposal = root.resolve("imaging/target/DECODED.md");
        Files.writeString(proposal, current);
        assertThat(document)
                .as("imaging/DECODED.md is out of date; copy %s over it", proposal)
                .isEqualTo(current);
    }

    private static String syntax(Expected expected) {
        return TransferSyntax.of(expected.syntaxUid()).map(TransferSyntax::name).orElse("none stated");
    }

    private static String outcome(Expected expected, Path path) throws Exception {
        try {
            DicomFile file = DicomReader.read(Files.readAllBytes(path), ReadLimits.DEFAULT);
            StoredPixels pixels = PixelDecoder.decode(file);
            GrayFrame.of(file, pixels);
            return expected.sha256().isEmpty() ? compareStatistics(expected, pixels) : compareDigest(expected, pixels);
        } catch (DicomException e) {
            return "refused, " + e.reason();
        }
    }

    private static String compareDigest(Expected expected, StoredPixels pixels) {
        int[] samples = pixels.samples();
        ByteBuffer bytes = ByteBuffer.allocate(4 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(samples);
        return ContentHash.of(bytes.array()).value().equals(expected.sha256()) ? "identical" : "different";
    }

    /// Lossy decoders may round differently: the mean within a hundredth, the extremes within 2, and within the stored
    /// bits (others let a lossy sample overshoot them).
    private static String compareStatistics(Expected expected, StoredPixels pixels) {
        if (expected.statistics().getFirst().isEmpty()) {
            return "decoded, with nothing to compare";
        }
        int[] samples = pixels.samples();
        double[] actual = {
            Arrays.stream(samples).min().orElseThrow(),
            Arrays.stream(samples).max().orElseThrow(),
            Arrays.stream(samples).average().orElseThrow()
        };
        double[] tolerances = {2, 2, 0.01};
        for (int i = 0; i < actual.length; i++) {
            double other = Double.parseDouble(expected.statistics().get(i));
            if (Math.abs(actual[i] - other) > tolerances[i]) {
                return "different: " + actual[i] + " for " + other;
            }
        }
        return "close";
    }
}
