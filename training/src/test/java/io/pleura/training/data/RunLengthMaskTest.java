package io.pleura.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RunLengthMaskTest {

    private static final long SEED = 20261123;

    @ParameterizedTest
    @CsvSource(textBlock = """
            RELATIVE,           1 2 1 1
            ABSOLUTE,           2 2 5 1
            ABSOLUTE_FROM_ZERO, 1 2 4 1
            """)
    void countsDownTheColumns(RunLengthEncoding encoding, String list) {
        // Pixels 1 and 2 are the lower two of the left column, pixel 4 the middle one of the right.
        boolean[] expected = {false, false, true, true, true, false};
        RunLengthMask mask = encoding.decode(list, 3, 2);
        assertThat(mask.pixels()).isEqualTo(expected);
        assertThat(encoding.encode(mask)).isEqualTo(list);
    }

    @ParameterizedTest
    @EnumSource
    void decodesWhatItEncodes(RunLengthEncoding encoding) {
        Random random = new Random(SEED);
        for (int i = 0; i < 300; i++) {
            int rows = 1 + random.nextInt(40);
            int columns = 1 + random.nextInt(40);
            boolean[] pixels = new boolean[rows * columns];
            double density = random.nextDouble();
            for (int k = 0; k < pixels.length; k++) {
                pixels[k] = random.nextDouble() < density;
            }
            RunLengthMask mask = RunLengthMask.of(rows, columns, pixels);
            assertThat(mask.pixels()).as("seed %d, mask %d", SEED, i).isEqualTo(pixels);
            String list = encoding.encode(mask);
            assertThat(encoding.decode(list, rows, columns))
                    .as("seed %d, mask %d", SEED, i)
                    .isEqualTo(mask);
            assertThat(encoding.fits(list, rows, columns)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void neverTrustsALength(RunLengthEncoding encoding) {
        Random random = new Random(SEED);
        for (int i = 0; i < 2000; i++) {
            StringBuilder list = new StringBuilder();
            for (int n = random.nextInt(9); n >= 0; n--) {
                list.append(random.nextInt(8) == 0 ? random.nextLong() : random.nextInt(40))
                        .append(' ');
            }
            try {
                RunLengthMask mask = encoding.decode(list.toString(), 10, 10);
                assertThat(mask.area()).isBetween(1, 100);
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageContaining("list");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            RELATIVE,           90 10 0 1,       run 2 of the list leaves the 10 x 10 pixels of the mask
            RELATIVE,           2147483647 1,    run 1 of the list leaves
            RELATIVE,           4294967295 1,    '''4294967295'' in the list is out of range'
            RELATIVE,           1 99999999999,   '''99999999999'' in the list is no number'
            RELATIVE,           1 2 3,           'the list has 3 numbers, which are not pairs'
            RELATIVE,           1 0,             '''0'' in the list is out of range'
            RELATIVE,           1 -2,            '''-2'' in the list is no number'
            ABSOLUTE,           0 1,             run 1 of the list leaves
            ABSOLUTE,           100 2,           run 1 of the list leaves
            ABSOLUTE_FROM_ZERO, 100 1,           run 1 of the list leaves
            """)
    void refusesListsThatAreNoMask(RunLengthEncoding encoding, String list, String reason) {
        assertThatThrownBy(() -> encoding.decode(list, 10, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            5+3,         1+2,       1+2 5+3
            5+3,         6+1,       5+3
            5+3,         8+2,       5+5
            0+1 98+2,    1+97,      0+100
            """)
    void unitesMasks(String first, String second, String union) {
        assertThat(runs(first).union(runs(second))).isEqualTo(runs(union));
        assertThat(runs(second).union(runs(first))).isEqualTo(runs(union));
    }

    private static RunLengthMask runs(String text) {
        return new RunLengthMask(
                10,
                10,
                List.of(text.split(" ")).stream()
                        .map(run -> run.split("\\+"))
                        .map(run -> new RunLengthMask.Run(Integer.parseInt(run[0]), Integer.parseInt(run[1])))
                        .toList());
    }
}
