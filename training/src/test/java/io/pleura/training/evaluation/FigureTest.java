package io.pleura.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pleura.training.data.Example;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FigureTest {

    private static final double EXACT = 1e-12;

    /// Three of four positives and four of six negatives are right: TP 3, FN 1, TN 4, FP 2.
    @ParameterizedTest
    @CsvSource(textBlock = """
            ACCURACY,    0.7
            PRECISION,   0.6
            RECALL,      0.75
            SPECIFICITY, 0.666666666666667
            F1,          0.666666666666667
            """)
    void countsDecisions(Figure figure, double expected) {
        Outcomes images = Toys.outcomes("1 2 3 -1", "-1 -2 -3 -4 1 2");
        assertThat(figure.of(images)).isCloseTo(expected, within(EXACT));
    }

    @Test
    void hasNoPrecisionWhereNothingIsCalled() {
        assertThat(Figure.PRECISION.of(Toys.outcomes("-1", "-2"))).isNaN();
        assertThat(Figure.RECALL.of(Toys.outcomes("-1", "-2"))).isZero();
    }

    /// By hand: pairs in order, and for average precision the precisions at the positives' ranks.
    @ParameterizedTest
    @CsvSource(textBlock = """
            # positives, negatives, AUC,   average precision
            2 3,         0 1,       1,     1
            0 1,         2 3,       0,     0.416666666666667
            4 2,         3 1,       0.75,  0.833333333333333
            1 1,         1 1,       0.5,   0.5
            2 1,         1 0,       0.875, 0.833333333333333
            """)
    void ranks(String positives, String negatives, double auc, double averagePrecision) {
        Outcomes images = Toys.outcomes(positives, negatives);
        assertThat(Figure.AUC.of(images)).isCloseTo(auc, within(EXACT));
        assertThat(Figure.AVERAGE_PRECISION.of(images)).isCloseTo(averagePrecision, within(EXACT));
    }

    /// Ten negatives 1..10: a specificity of 90 % lets one positive call on a negative pass, 95 % none.
    @Test
    void readsSensitivityOffTheCurve() {
        Outcomes images = Toys.outcomes("11 9.5 8.5 7", "1 2 3 4 5 6 7.5 8 9 10");
        assertThat(Figure.SENSITIVITY_AT_90.of(images)).isCloseTo(0.5, within(EXACT));
        assertThat(Figure.SENSITIVITY_AT_95.of(images)).isCloseTo(0.25, within(EXACT));
    }

    @Test
    void hasNoRankingOfOneClass() {
        Outcomes images = Toys.outcomes("1 2", "0").where(Outcome::positive);
        assertThat(Figure.AUC.of(images)).isNaN();
        assertThat(Figure.AVERAGE_PRECISION.of(images)).isEqualTo(1);
        assertThat(Figure.SENSITIVITY_AT_90.of(images)).isNaN();
    }

    /// A map of four nodes at the cut 0. Lesion: node 0 whole, node 1 two fifths. Marked: nodes 1 and 2. On nodes 2 * 1
    /// / (2 + 2); in pixels 2 * 0.4 / (2 + 1.4).
    @Test
    void measuresOverlapOnNodesAndInPixels() {
        Scored image = Toys.map("a", new float[] {1, 0.4f, 0, 0}, new float[] {-1, 1, 1, -1}, 1);
        Overlap overlap = Overlap.of(image, 0);
        assertThat(overlap.nodes()).isCloseTo(0.5, within(EXACT));
        assertThat(overlap.pixels()).isCloseTo(0.8 / 3.4, within(1e-7));
        assertThat(overlap.regions()).isEqualTo(1); // they meet at a corner
        assertThat(overlap.falseRegions()).isZero();
    }

    /// Dice of positives leaves negatives out; Kaggle's counts an empty map on a healthy image as 1.
    @Test
    void tellsKagglesDiceFromDiceOfPositives() {
        float[] lesion = {1, 1, 0, 0};
        float[] none = new float[4];
        float[] half = {1, -1, -1, -1}; // of two nodes one: Dice 2/3
        float[] empty = {-1, -1, -1, -1};
        Evaluation evaluation = new Evaluation(List.of(
                Toys.map("hit", lesion, half, 1),
                Toys.map("missed", lesion, empty, 1),
                Toys.map("cleared", none, empty, 1),
                Toys.map("false alarm", none, half, 1)));
        Outcomes images = judged(evaluation);
        assertThat(Figure.DICE_NODES.of(images)).isCloseTo(1 / 3.0, within(EXACT));
        assertThat(Figure.KAGGLE_NODES.of(images)).isCloseTo((2 / 3.0 + 0 + 1 + 0) / 4, within(EXACT));
        assertThat(Figure.KAGGLE_PIXELS.of(images)).isCloseTo((2 / 3.0 + 0 + 1 + 0) / 4, within(EXACT));
        assertThat(Figure.FALSE_REGIONS.of(images)).isEqualTo(0.25);
    }

    /// One node above the cut, but two are needed: nothing is shown, though Dice of positives looks at the bare map.
    @Test
    void showsNothingBelowTheOperatingPoint() {
        Scored image = Toys.map("a", new float[] {1, 0, 0, 0}, new float[] {1, -1, -1, -1}, 2);
        Scored negative = Toys.map("b", new float[4], new float[] {1, -1, -1, -1}, 2);
        Outcomes images = judged(new Evaluation(List.of(image, negative)));
        assertThat(Figure.DICE_NODES.of(images)).isEqualTo(1);
        assertThat(images.images().getFirst().kaggleNodes()).isZero();
        assertThat(images.images().getLast().kaggleNodes()).isEqualTo(1);
        assertThat(Figure.FALSE_REGIONS.of(images)).isZero();
    }

    @Test
    void hasNoDiceWithoutMap() {
        Scored positive = Toys.map("a", new float[] {1}, new float[] {1}, 1);
        Scored negative = Toys.map("b", new float[] {0}, new float[] {-1}, 1);
        Outcomes images = judged(new Evaluation(List.of(positive, negative)));
        for (Figure figure : List.of(
                Figure.DICE_NODES,
                Figure.DICE_PIXELS,
                Figure.KAGGLE_NODES,
                Figure.KAGGLE_PIXELS,
                Figure.FALSE_REGIONS)) {
            assertThat(figure.of(images)).as(figure.title()).isNaN();
        }
        assertThat(Figure.AUC.of(images)).isEqualTo(1);
    }

    /// A positive of which only the label is known must not count as a lesion missed; without it Kaggle's Dice would be
    /// that of an easier set, and of labels alone the specificity.
    @Test
    void leavesLesionsWithoutMaskOut() {
        Example masked =
                Toys.map("a", new float[] {1, 0, 0, 0}, new float[4], 1).example();
        Example labelled = new Example(
                new Example.Origin("b", "b"),
                1,
                new short[1],
                new float[4],
                Example.Supervision.LABEL,
                true,
                0,
                "toy",
                java.util.Set.of());
        Scored good = Scored.of(masked, new float[] {1, -1, -1, -1}, 1);
        Scored unknown = Scored.of(labelled, new float[] {1, -1, -1, -1}, 1);
        Scored negative = Toys.map("c", new float[4], new float[] {-1, -1, -1, -1}, 1);
        Evaluation evaluation = new Evaluation(List.of(good, unknown, negative));
        Outcomes images = judged(evaluation);
        assertThat(evaluation.dicePositives(0)).isEqualTo(1);
        assertThat(Figure.DICE_NODES.of(images)).isEqualTo(1);
        assertThat(images.masked()).isOne();
        assertThat(Figure.KAGGLE_NODES.of(images)).isNaN();
        assertThat(Figure.KAGGLE_PIXELS.of(images)).isNaN();
        assertThat(Figure.FALSE_REGIONS.of(images)).isZero();
        assertThat(Figure.RECALL.of(images)).isEqualTo(1);
        assertThat(Figure.KAGGLE_NODES.of(judged(new Evaluation(List.of(good, negative)))))
                .isEqualTo(1);
        assertThat(Figure.KAGGLE_NODES.of(judged(new Evaluation(List.of(unknown, negative)))))
                .isNaN();
    }

    /// Bins 0.0-0.1 (two images, mean 0.05, none positive) and 0.7-0.8 (two, mean 0.75, both positive: too low).
    @Test
    void measuresCalibration() {
        Outcomes images = Outcomes.of(List.of(
                Toys.outcome("a", false, -3, 0.04, Overlap.NO_MAP),
                Toys.outcome("b", false, -3, 0.06, Overlap.NO_MAP),
                Toys.outcome("c", true, 1, 0.72, Overlap.NO_MAP),
                Toys.outcome("d", true, 1, 0.78, Overlap.NO_MAP)));
        assertThat(Figure.CALIBRATION_ERROR.of(images)).isCloseTo(0.5 * 0.05 + 0.5 * 0.25, within(EXACT));
        assertThat(Figure.BRIER.of(images))
                .isCloseTo((0.04 * 0.04 + 0.06 * 0.06 + 0.28 * 0.28 + 0.22 * 0.22) / 4, within(EXACT));
        assertThat(Reliability.of(images).bins()).hasSize(2);
    }

    @Test
    void refusesAnImageTwiceAndAScoreThatIsNoNumber() {
        Outcome image = Toys.outcome("a", true, 1);
        assertThatThrownBy(() -> Outcomes.of(List.of(image, image)))
                .hasMessageContaining("image a is in the set twice");
        assertThatThrownBy(() -> Outcomes.of(List.of(Toys.outcome("b", true, Double.NaN))))
                .hasMessageContaining("image b is no number");
    }

    private static Outcomes judged(Evaluation evaluation) {
        return new DecisionRule(new PlattCalibration(1, 0), new OperatingPoint(0)).judge(evaluation);
    }
}
