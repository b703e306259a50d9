package io.pleura.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContrastTest {

    private static final int SIZE = 48;

    /// A picture with a black border, as the letterbox leaves one.
    private static float[] picture() {
        SplittableRandom random = new SplittableRandom(5);
        float[] display = new float[SIZE * SIZE];
        for (int k = 4 * SIZE; k < display.length; k++) {
            display[k] = (float) (0.2 + 0.3 * (k % SIZE) / SIZE + 0.1 * random.nextDouble());
        }
        return display;
    }

    @Test
    void leavesThePictureAsTheServiceFeedsIt() {
        assertThat(Contrast.SERVED.of(picture(), SIZE)).isEqualTo(picture());
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0.1", "1.4, 0.05"})
    void seesNoDifferenceBetweenExposuresAfterLocalContrast(float gain, float offset) {
        float[] other = picture();
        for (int k = 0; k < other.length; k++) {
            other[k] = gain * other[k] + offset;
        }
        float[] local = Contrast.LOCAL.of(picture(), SIZE);
        float[] localOfOther = Contrast.LOCAL.of(other, SIZE);
        int middle = SIZE / 2 * SIZE + SIZE / 2;
        // The least deviation keeps flat regions flat, so that contrasts shrink a little where they are small.
        assertThat(localOfOther[middle]).isCloseTo(local[middle], within(0.05f));
        assertThat(Math.signum(localOfOther[middle] - 0.5)).isEqualTo(Math.signum(local[middle] - 0.5));
    }

    @Test
    void spreadsGreyValuesEvenlyAndLeavesPaddingBlack() {
        float[] equalised = Contrast.EQUALISED.of(picture(), SIZE);
        int darkHalf = 0;
        for (int k = 4 * SIZE; k < equalised.length; k++) {
            darkHalf += equalised[k] <= 0.5 ? 1 : 0;
        }
        assertThat(darkHalf / (double) (equalised.length - 4 * SIZE)).isCloseTo(0.5, within(0.02));
        assertThat(equalised[0]).isZero();
    }

    @Test
    void givesEveryPictureTheGreyValuesOfATypicalRadiograph() {
        float[] matched = Contrast.MATCHED.of(picture(), SIZE);
        float[] body = Arrays.copyOfRange(matched, 4 * SIZE, matched.length);
        Arrays.sort(body);
        assertThat(body[body.length / 2]).isCloseTo(0.64f, within(0.02f));
        assertThat(body[body.length / 5]).isCloseTo(0.39f, within(0.02f));
        assertThat(matched[0]).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0.15, 0.3, 0.7", "0.4, 0.5, 0.9"})
    void spreadsTheLungsOverMostOfTheScale(float lung, float vessel, float soft) {
        float[] chest = new float[SIZE * SIZE];
        for (int k = 0; k < chest.length; k++) {
            int column = k % SIZE;
            boolean lungs = column > SIZE / 6 && column < SIZE * 5 / 6 && Math.abs(column - SIZE / 2) > 4;
            chest[k] = lungs ? k % 2 == 0 ? lung : vessel : soft;
        }
        float[] stretched = Contrast.LUNGS.of(chest, SIZE);
        int inLung = SIZE / 2 * SIZE + SIZE / 4;
        assertThat(stretched[inLung]).isCloseTo(0, within(0.02f));
        assertThat(stretched[inLung + 1]).isCloseTo(0.85f, within(0.02f));
        assertThat(stretched[SIZE / 2 * SIZE + SIZE / 2]).isBetween(0.86f, 1f);
    }
}
