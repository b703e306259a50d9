package io.pleura.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CalibrationTest {

    /// Labels 0 1 0 0 1 1 at the scores 1..6: the violators at 2, 3 and 4 pool to one third. Ends are softened to 1/5
    /// and 4/5.
    @Test
    void poolsAdjacentViolators() {
        IsotonicCalibration calibration = IsotonicCalibration.fit(scored("0 1 0 0 1 1"));
        assertThat(calibration.scores()).containsExactly(1.0, 3.0, 5.5);
        assertThat(calibration.probabilities()).containsExactly(0.2, 1 / 3.0, 0.8);
        assertThat(calibration.probability(-7)).isEqualTo(0.2);
        assertThat(calibration.probability(2)).isCloseTo((0.2 + 1 / 3.0) / 2, within(1e-12));
        assertThat(calibration.probability(99)).isEqualTo(0.8);
    }

    @Test
    void turnsThresholdsIntoTheCutsTheyStandFor() {
        IsotonicCalibration calibration = IsotonicCalibration.fit(scored("0 1 0 0 1 1"));
        for (double cut = 1.25; cut <= 5.5; cut += 0.25) {
            assertThat(calibration.logit(calibration.probability(cut))).isCloseTo(cut, within(1e-9));
        }
        assertThat(calibration.logit(0.1)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(calibration.logit(0.9)).isEqualTo(Double.POSITIVE_INFINITY);
    }

    /// A score whose true log odds are s^3 fits no logistic curve of s; the isotonic one bends along.
    @Test
    void bendsWherePlattCannot() {
        List<Scored> fitted = cubic(4000, 1);
        Evaluation fresh = new Evaluation(cubic(4000, 2));
        double before = calibrationError(fresh, new PlattCalibration(1, 0));
        double platt = calibrationError(fresh, PlattCalibration.fit(fitted));
        double isotonic = calibrationError(fresh, IsotonicCalibration.fit(fitted));
        assertThat(platt).isLessThan(before);
        assertThat(isotonic).isLessThan(platt / 1.5).isLessThan(0.03);
    }

    @Test
    void refusesKnotsThatDoNotRise() {
        assertThatThrownBy(() -> new IsotonicCalibration(List.of(1.0, 2.0), List.of(0.5, 0.4)))
                .hasMessageContaining("must rise");
        assertThatThrownBy(() -> new IsotonicCalibration(List.of(), List.of())).hasMessageContaining("knots");
    }

    private static double calibrationError(Evaluation images, ScoreCalibration calibration) {
        return Figure.CALIBRATION_ERROR.of(new DecisionRule(calibration, new OperatingPoint(0)).judge(images));
    }

    private static List<Scored> cubic(int count, long seed) {
        Random random = new Random(seed);
        List<Scored> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double score = random.nextDouble(-2, 2);
            boolean positive = random.nextDouble() < 1 / (1 + Math.exp(-score * score * score));
            images.add(scored(i, positive, score));
        }
        return images;
    }

    private static List<Scored> scored(String labels) {
        List<Scored> images = new ArrayList<>();
        for (String label : labels.split(" ")) {
            images.add(scored(images.size(), label.equals("1"), images.size() + 1));
        }
        return images;
    }

    private static Scored scored(int id, boolean positive, double score) {
        return Toys.map("image " + id, new float[] {positive ? 1 : 0}, new float[] {(float) score}, 1);
    }
}
