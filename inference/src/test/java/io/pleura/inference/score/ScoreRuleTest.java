package io.pleura.inference.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pleura.imaging.frame.Facing;
import io.pleura.imaging.frame.Normalisation;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreRuleTest {

    private static final MapPlacement PLACEMENT = new MapPlacement(8, 8, 4, 0.5, 0, 0);
    private static final ModelIdentity IDENTITY =
            new ModelIdentity("tiny", "1", "00".repeat(32), "1.29.0", ExecutionProvider.CPU, OptimisationLevel.ALL);

    @ParameterizedTest(name = "k = {0}: the image logit is {1}")
    @CsvSource({"1, 4", "2, 3", "3, 2", "4, 1"})
    void scoresByTheKthLargestLogit(int k, float logit) {
        Finding finding = rule(k, 1, 0, 0.5)
                .read(new float[] {2, 4, 1, 3}, PLACEMENT, Facing.USUAL)
                .orElseThrow();

        assertThat(finding.logit()).isEqualTo(logit);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.5", "2, 0.7310586", "-4, 0.11920292", "100, 1", "-2000, 0"})
    void calibratesByPlattScaling(float logit, double score) {
        Finding finding = rule(1, 0.5, 0, 0.5)
                .read(filled(logit), PLACEMENT, Facing.USUAL)
                .orElseThrow();

        assertThat(finding.score()).isCloseTo((float) score, within(1e-6f));
    }

    @ParameterizedTest(name = "logit {0} at threshold {1}: {2}")
    @CsvSource({"0, 0.5, true", "-0.001, 0.5, false", "0.001, 0.5, true", "1.5, 0.9, false", "2.5, 0.9, true"})
    void isPositiveAtTheThresholdAndAbove(float logit, double threshold, boolean positive) {
        Finding finding = rule(1, 1, 0, threshold)
                .read(filled(logit), PLACEMENT, Facing.USUAL)
                .orElseThrow();

        assertThat(finding.positive()).isEqualTo(positive);
        assertThat(finding.side()).isEqualTo(positive ? Side.BILATERAL : Side.UNDETERMINED);
        // Cells count from the same logit on, and rounding never leaves a positive image without one.
        assertThat(finding.cellThreshold()).isCloseTo(Math.log(threshold / (1 - threshold)), within(1e-6));
    }

    @Test
    void namesTheSideOfTheCellsAboveTheThreshold() {
        float[] rightLungOnImageLeft = {3, -3, 3, -3};

        Finding finding = rule(2, 1, 0, 0.5)
                .read(rightLungOnImageLeft, PLACEMENT, Facing.USUAL)
                .orElseThrow();

        assertThat(finding.side()).isEqualTo(Side.RIGHT);
    }

    /// The side is the same as that of the usual way, and nobody downstream could tell that it is a guess.
    @ParameterizedTest
    @CsvSource({"USUAL, RIGHT, true", "NOT_STATED, RIGHT, false", "MIRRORED, LEFT, true"})
    void saysWhetherTheFileStatesTheSides(Facing facing, Side side, boolean stated) {
        Finding finding = rule(2, 1, 0, 0.5)
                .read(new float[] {3, -3, 3, -3}, PLACEMENT, facing)
                .orElseThrow();

        assertThat(finding.side()).isEqualTo(side);
        assertThat(finding.facingStated()).isEqualTo(stated);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void findsNothingInAMapThatIsNotFinite(float logit) {
        assertThat(rule(1, 1, 0, 0.5).read(new float[] {0, 0, logit, 0}, PLACEMENT, Facing.USUAL))
                .isEmpty();
    }

    @Test
    void hasNoRuleForAnUnknownOperatingPoint() {
        assertThat(ScoreRule.at("cautious", model(1, 1, 0, 0.5), IDENTITY)).isEmpty();
    }

    private static ScoreRule rule(int k, double a, double b, double threshold) {
        return ScoreRule.at("balanced", model(k, a, b, threshold), IDENTITY).orElseThrow();
    }

    private static ModelDescription model(int k, double a, double b, double threshold) {
        return new ModelDescription(
                "tiny",
                "1",
                "00".repeat(32),
                new ModelDescription.Input(4, Normalisation.DEFAULT),
                new ModelDescription.Grid(2, 2, k),
                new ModelDescription.Calibration("platt", a, b),
                Map.of("balanced", new ModelDescription.OperatingPoint(threshold)),
                "balanced");
    }

    private static float[] filled(float logit) {
        return new float[] {logit, logit, logit, logit};
    }
}
