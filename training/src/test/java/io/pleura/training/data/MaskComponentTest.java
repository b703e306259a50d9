package io.pleura.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskComponentTest {

    private static final long SEED = 20261123;

    @ParameterizedTest
    @CsvSource({"0.05", "0.2", "0.35", "0.5", "0.8"})
    void findsThePiecesThatAFloodFillFinds(double density) {
        Random random = new Random(SEED);
        for (int i = 0; i < 100; i++) {
            int rows = 1 + random.nextInt(20);
            int columns = 1 + random.nextInt(20);
            boolean[] mask = new boolean[rows * columns];
            for (int k = 0; k < mask.length; k++) {
                mask[k] = random.nextDouble() < density;
            }
            List<Long> pixels = MaskComponent.of(RunLengthMask.of(rows, columns, mask)).stream()
                    .map(piece -> Math.round(piece.area() * rows * columns))
                    .toList();
            assertThat(pixels).as("seed %d, mask %d", SEED, i).isEqualTo(flooded(mask, rows, columns));
        }
    }

    @Test
    void measuresARectangle() {
        boolean[] mask = new boolean[100 * 50];
        for (int row = 10; row < 40; row++) {
            for (int column = 5; column < 15; column++) {
                mask[row * 50 + column] = true;
            }
        }
        MaskComponent piece = MaskComponent.of(RunLengthMask.of(100, 50, mask)).getFirst();
        assertThat(piece.area()).isEqualTo(300.0 / 5000);
        assertThat(piece.centreX()).isEqualTo(0.2, within(1e-9));
        assertThat(piece.centreY()).isEqualTo(0.25, within(1e-9));
        assertThat(piece.top()).isEqualTo(0.1);
        assertThat(piece.width()).isEqualTo(0.2);
        assertThat(piece.height()).isEqualTo(0.3);
        assertThat(piece.fill()).isEqualTo(1);
        assertThat(piece.thickness()).isEqualTo(0.2, within(1e-9));
        assertThat(piece.elongation()).isEqualTo(3, within(1e-9));
        assertThat(piece.tilt()).isZero();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # column of the upper end, of the lower, tilt, outwards
            30, 10,  45, -45
            10, 30, -45,  45
            90, 70,  45,  45
            """)
    void knowsWhichWayAPieceLeans(int upper, int lower, double tilt, double outwards) {
        boolean[] mask = new boolean[100 * 100];
        for (int step = 0; step <= 20; step++) {
            int column = upper + Integer.signum(lower - upper) * step;
            mask[(40 + step) * 100 + column] = true;
        }
        List<MaskComponent> pieces = MaskComponent.of(RunLengthMask.of(100, 100, mask));
        assertThat(pieces).hasSize(1);
        assertThat(pieces.getFirst().tilt()).isEqualTo(tilt, within(1e-6));
        assertThat(pieces.getFirst().tiltOutwards()).isEqualTo(outwards, within(1e-6));
    }

    /// Sizes of the pieces, largest first.
    private static List<Long> flooded(boolean[] mask, int rows, int columns) {
        boolean[] left = mask.clone();
        List<Long> sizes = new ArrayList<>();
        for (int start = 0; start < left.length; start++) {
            Deque<Integer> open = new ArrayDeque<>();
            long size = 0;
            if (left[start]) {
                left[start] = false;
                open.add(start);
            }
            while (!open.isEmpty()) {
                int pixel = open.remove();
                size++;
                for (int row = Math.max(0, pixel / columns - 1);
                        row <= Math.min(rows - 1, pixel / columns + 1);
                        row++) {
                    for (int column = Math.max(0, pixel % columns - 1);
                            column <= Math.min(columns - 1, pixel % columns + 1);
                            column++) {
                        if (left[row * columns + column]) {
                            left[row * columns + column] = false;
                            open.add(row * columns + column);
                        }
                    }
                }
            }
            if (size > 0) {
                sizes.add(size);
            }
        }
        sizes.sort(Comparator.reverseOrder());
        return sizes;
    }
}
