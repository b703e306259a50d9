package io.pleura.training.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BendingTest {

    private static final int SIZE = 96;

    @Test
    void movesPointsByAboutHalfOfWhatKnotsAreMoved() {
        SplittableRandom random = new SplittableRandom(1);
        double squares = 0;
        int draws = 400;
        for (int draw = 0; draw < draws; draw++) {
            Bending.Row row = Bending.draw(0.04, random).row(SIZE);
            row.moveTo(37);
            double across = (row.x(58) - 58) / SIZE;
            double down = (row.y(58) - 37) / SIZE;
            squares += across * across + down * down;
        }
        assertThat(Math.sqrt(squares / (2 * draws))).isCloseTo(0.02, within(0.002));
    }

    /// Tissue is stretched and squeezed, never torn or laid over itself.
    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.04})
    void neighboursStayNeighboursInTheirOrder(double deviation) {
        SplittableRandom random = new SplittableRandom(2);
        for (int draw = 0; draw < 50; draw++) {
            Bending.Row row = Bending.draw(deviation, random).row(SIZE);
            double[] above = new double[SIZE];
            for (int y = 0; y < SIZE; y++) {
                row.moveTo(y);
                for (int x = 0; x < SIZE; x++) {
                    if (x > 0) {
                        assertThat(row.x(x) - row.x(x - 1)).isBetween(0.4, 1.6);
                    }
                    if (y > 0) {
                        assertThat(row.y(x) - above[x]).isBetween(0.4, 1.6);
                    }
                    above[x] = row.y(x);
                }
            }
        }
    }

    @Test
    void bendsTheSameWhateverTheNumberOfPixels() {
        Bending bending = Bending.draw(0.04, new SplittableRandom(3));
        Bending.Row coarse = bending.row(SIZE);
        Bending.Row fine = bending.row(3 * SIZE);
        coarse.moveTo(20);
        fine.moveTo(61); // the middle pixel of the three in that place
        for (int x = 0; x < SIZE; x++) {
            assertThat((fine.x(3 * x + 1) + 0.5) / 3 - 0.5).isCloseTo(coarse.x(x), within(1e-9));
            assertThat((fine.y(3 * x + 1) + 0.5) / 3 - 0.5).isCloseTo(coarse.y(x), within(1e-9));
        }
    }

    /// So that a run without it draws what it drew before there was any.
    @Test
    void takesNothingFromTheRandomStreamWhereNothingIsBent() {
        SplittableRandom random = new SplittableRandom(4);
        assertThat(Bending.draw(0, random)).isSameAs(Bending.NONE);
        assertThat(random.nextLong()).isEqualTo(new SplittableRandom(4).nextLong());
        Bending.Row row = Bending.NONE.row(SIZE);
        row.moveTo(5);
        assertThat(row.x(7)).isEqualTo(7);
        assertThat(row.y(7)).isEqualTo(5);
    }
}
