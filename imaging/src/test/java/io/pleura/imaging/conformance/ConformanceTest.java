package io.pleura.imaging.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.imaging.SharedData;
import io.pleura.imaging.codec.PixelDecoder;
import io.pleura.imaging.codec.StoredPixels;
import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.DicomReader;
import io.pleura.imaging.dicom.ReadLimits;
import io.pleura.imaging.frame.GrayFrame;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Real files of every modality, some deliberately damaged, against what other decoders say about them: each is decoded
/// to the same samples or refused with a reason.
class ConformanceTest {

    /// A row of expected-dicom.csv.
    private record Expected(
            String path, String transferSyntax, String kind, String min, String max, String mean, String sha256) {
        static Expected of(List<String> row) {
            return new Expected(row.get(0), row.get(1), row.get(2), row.get(15), row.get(16), row.get(17), row.get(18));
        }

        boolean hasDigest() {
            return !sha256.isEmpty();
        }
    }

    @Test
    void decodesEveryFileAsOthersDoOrRefusesItWithAReason() throws Exception {
        Path table = SharedData.require("expected-dicom.csv");
        Map<String, Integer> summary = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        for (List<String> row : SharedData.table(table)) {
            Expected expected = Expected.of(row);
            String outcome = outcome(expected, table.resolveSibling(expected.path()));
            System.out.println(expected.path() + " | " + expected.transferSyntax() + " | " + outcome);
            summary.merge(expected.transferSyntax() + " | " + outcome.replaceAll(":.*", ""), 1, Integer::sum);
            if (outcome.startsWith("WRONG")) {
                wrong.add(expected.path() + " " + outcome);
            }
        }
        summary.forEach((key, count) -> System.out.println(key + " | " + count));
        assertThat(wrong).isEmpty();
    }

    private static String outcome(Expected expected, Path path) throws Exception {
        try {
            DicomFile file = DicomReader.read(Files.readAllBytes(path), ReadLimits.DEFAULT);
            StoredPixels pixels = PixelDecoder.decode(file);
            GrayFrame.of(file, pixels);
            return compare(expected, pixels);
        } catch (DicomException e) {
            return "refused " + e.reason() + ": " + e.getMessage() + " " + e.getCause();
        }
    }

    private static String compare(Expected expected, StoredPixels pixels) throws Exception {
        int[] samples = pixels.samples();
        int min = Arrays.stream(samples).min().orElseThrow();
        int max = Arrays.stream(samples).max().orElseThrow();
        double mean = Arrays.stream(samples).average().orElseThrow();
        if (expected.hasDigest()) {
            return digest(samples).equals(expected.sha256())
                    ? "identical"
                    : "WRONG: " + min + " " + max + " " + mean + " for " + expected;
        }
        if (expected.min().isEmpty()) {
            return "decoded, no second opinion";
        }
        return "close: " + min + " " + max + " " + mean + " for " + expected;
    }

    private static String digest(int[] samples) throws Exception {
        ByteBuffer bytes = ByteBuffer.allocate(4 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(samples);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
    }
}
