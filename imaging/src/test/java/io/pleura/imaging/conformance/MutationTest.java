package io.pleura.imaging.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.dicom.DicomReader;
import io.pleura.imaging.dicom.ReadLimits;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.imaging.frame.Radiographs;
import io.pleura.schemas.ErrorKind;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Thousands of damaged files. Whatever the bytes: an image or a refusal with a reason, soon, and in bounded memory
/// (the test's own heap is what bounds it).
class MutationTest {

    private static final int MUTATIONS = 600;
    private static final Duration LONGEST = Duration.ofSeconds(20);

    @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
    @ParameterizedTest
    @MethodSource("io.pleura.imaging.conformance.SampleFiles#syntaxes")
    void decodesOrRefusesWhateverTheBytes(TransferSyntax syntax) throws Exception {
        byte[] file = SampleFiles.of(syntax);
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
}
