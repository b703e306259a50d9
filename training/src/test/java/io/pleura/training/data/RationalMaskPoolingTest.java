package io.pleura.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RationalMaskPoolingTest {

    private static final long SEED = 20261123;

    @ParameterizedTest
    @CsvSource(textBlock = """
            # rows, columns, map rows, map columns
            1024, 1024,     64,     64
             500,  437,     37,     29
             512,  512,     50,     50
              33,   20,     33,     20
              10,   10,     16,     16
             704,  513,     32,     32
               1,    7,      5,      3
            """)
    void losesAndMakesNoMassAtAnyRatio(int rows, int columns, int mapRows, int mapColumns) {
        boolean[] mask = randomMask(rows, columns, 0.2);
        RationalMaskPooling pooling = new RationalMaskPooling(rows, columns, mapRows, mapColumns);
        long pixels = count(mask);
        assertThat(Arrays.stream(pooling.areas(mask)).sum())
                .as("seed %d", SEED)
                .isEqualTo(pixels * pooling.pixelArea());
        for (long area : pooling.areas(mask)) {
            assertThat(area).isBetween(0L, pooling.nodeArea());
        }
    }

    @ParameterizedTest
    @CsvSource({"8,8", "33,33", "512,512"})
    void isTheIdentityWhereMapAndMaskHaveOneSize(int rows, int columns) {
        boolean[] mask = randomMask(rows, columns, 0.3);
        float[] coverage = new RationalMaskPooling(rows, columns, rows, columns).coverage(mask);
        for (int k = 0; k < mask.length; k++) {
            assertThat(coverage[k]).isEqualTo(mask[k] ? 1f : 0f);
        }
    }

    @ParameterizedTest
    @CsvSource({"1024,64", "500,37", "10,16"})
    void coversEveryNodeWhereTheMaskCoversTheSquare(int edge, int mapEdge) {
        boolean[] mask = new boolean[edge * edge];
        Arrays.fill(mask, true);
        assertThat(new RationalMaskPooling(edge, edge, mapEdge, mapEdge).coverage(mask))
                .containsOnly(1f);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # rows, columns, map edge, pixels in the mask
            1024, 1024, 32,  1
             640,  512, 32,  3
             512,  704,  8,  1
             100,  100, 32, 20
            """)
    void neverLetsALesionVanish(int rows, int columns, int mapEdge, int pixels) {
        boolean[] mask = new boolean[rows * columns];
        Random random = new Random(SEED);
        for (int i = 0; i < pixels; i++) {
            mask[random.nextInt(mask.length)] = true;
        }
        float[] coverage = new RationalMaskPooling(rows, columns, mapEdge, mapEdge).coverage(mask);
        NodeTargets targets = NodeTargets.of(coverage);
        assertThat(targets.targets()).contains(1f);
        for (int node = 0; node < coverage.length; node++) {
            if (targets.targets()[node] == 1) {
                assertThat(targets.weights()[node]).isEqualTo(1f);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0.25, 1, 1", "0.5, 1, 1", "0.24, 0, 0", "0.06, 0, 0", "0.05, 0, 1", "0, 0, 1"})
    void teachesByCoverageAndIgnoresTheBandBetween(float coverage, float target, float weight) {
        NodeTargets targets = NodeTargets.of(new float[] {coverage, 1});
        assertThat(targets.targets()[0]).isEqualTo(target);
        assertThat(targets.weights()[0]).isEqualTo(weight);
    }

    private static boolean[] randomMask(int rows, int columns, double density) {
        Random random = new Random(SEED);
        boolean[] mask = new boolean[rows * columns];
        for (int k = 0; k < mask.length; k++) {
            mask[k] = random.nextDouble() < density;
        }
        return mask;
    }

    private static long count(boolean[] mask) {
        long count = 0;
        for (boolean set : mask) {
            count += set ? 1 : 0;
        }
        return count;
    }
}
