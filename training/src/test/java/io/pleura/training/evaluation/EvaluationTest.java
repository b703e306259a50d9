package io.pleura.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.pleura.training.data.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            # positive scores, negative scores, AUC
            2 3,               0 1,             1.0
            0 1,               2 3,             0.0
            1 3,               0 2,             0.75
            1 1,               1 1,             0.5
            2 1,               1 0,             0.875
            """)
    void countsThePairsInTheRightOrder(String positives, String negatives, double auc) {
        assertThat(evaluation(positives, negatives).auc()).isCloseTo(auc, within(1e-12));
        assertThat(Figure.AUC.of(Toys.outcomes(positives, negatives))).isCloseTo(auc, within(1e-12));
    }

    /// Its AUC would have no end: no score equals one that is no number, not even itself.
    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void refusesAScoreThatIsNoNumber(float score) {
        List<Scored> images = List.of(scored(true, 1), scored(false, 0), scored(true, score));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Evaluation(images))
                .withMessage("the score of image toy is %s; of a network in training: try a smaller --learning-rate"
                        .formatted(score));
    }

    /// Where no cut keeps 90 % of both figures apart, the outer points fall onto the balanced one.
    @Test
    void keepsOperatingPointsInOrderOnWeakScores() {
        Evaluation validation = overlapping(1000, 0.5f);
        double balanced = OperatingPoint.balanced(validation).cut();
        assertThat(OperatingPoint.highSensitivity(validation).cut()).isEqualTo(balanced);
        assertThat(OperatingPoint.highSpecificity(validation).cut()).isEqualTo(balanced);
    }

    @Test
    void choosesOperatingPointsOfTheWantedKind() {
        Evaluation validation = overlapping(1000, 2);
        double sensitive = OperatingPoint.highSensitivity(validation).cut();
        double balanced = OperatingPoint.balanced(validation).cut();
        double specific = OperatingPoint.highSpecificity(validation).cut();
        assertThat(validation.specificity(sensitive)).isBetween(0.90, 0.905);
        assertThat(validation.sensitivity(specific)).isBetween(0.90, 0.905);
        assertThat(sensitive).isLessThan(balanced);
        assertThat(balanced).isLessThan(specific).isCloseTo(0, within(0.5)); // the densities cross at 0
    }

    /// Scores of two normal distributions at -1 and +1: the true log odds are 2 s.
    @Test
    void calibratesToTheTrueLogOdds() {
        PlattCalibration calibration =
                PlattCalibration.fit(overlapping(20_000, 1).images());
        assertThat(calibration.a()).isCloseTo(2, within(0.1));
        assertThat(calibration.b()).isCloseTo(0, within(0.1));
        assertThat(calibration.probability(calibration.logit(0.3))).isCloseTo(0.3, within(1e-12));
    }

    /// Reversed scores: a falling curve would turn "at or above a threshold" around.
    @Test
    void neverFallsEvenWhereTheModelRanksWorseThanChance() {
        PlattCalibration calibration =
                PlattCalibration.fit(overlapping(1000, -1).images());
        assertThat(calibration.a()).isPositive();
        assertThat(calibration.probability(0)).isCloseTo(0.5, within(0.05));
        assertThat(calibration.logit(calibration.probability(3))).isCloseTo(3, within(1e-6));
    }

    @Test
    void staysFiniteOnSeparableScores() {
        PlattCalibration calibration =
                PlattCalibration.fit(evaluation("3 4 5", "-3 -4 -5").images());
        assertThat(calibration.a()).isFinite().isPositive();
        assertThat(calibration.b()).isFinite();
    }

    /// Normal scores around -distance and +distance.
    private static Evaluation overlapping(int count, float distance) {
        Random random = new Random(17);
        List<Scored> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean positive = i % 2 == 0;
            images.add(scored(positive, (float) (random.nextGaussian() + (positive ? distance : -distance))));
        }
        return new Evaluation(images);
    }

    private static Evaluation evaluation(String positives, String negatives) {
        List<Scored> images = new ArrayList<>();
        for (String score : positives.split(" ")) {
            images.add(scored(true, Float.parseFloat(score)));
        }
        for (String score : negatives.split(" ")) {
            images.add(scored(false, Float.parseFloat(score)));
        }
        return new Evaluation(images);
    }

    private static Scored scored(boolean positive, float score) {
        Example example = new Example(
                new Example.Origin("toy", "toy"),
                1,
                new short[1],
                new float[] {positive ? 1 : 0},
                Example.Supervision.MASK,
                positive,
                0,
                "toy",
                java.util.Set.of());
        return new Scored(example, new float[] {score}, score);
    }
}
