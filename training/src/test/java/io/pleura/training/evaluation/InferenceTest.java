package io.pleura.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pleura.training.data.Example;
import io.pleura.training.report.ResultsSection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a sample says of the population: intervals and tests.
class InferenceTest {

    /// Albumin, total protein, K-G score and survival of the patients of DeLong, DeLong and Clarke-Pearson
    /// (1988), those without missing values, as SAS/STAT's manual prints them (PROC LOGISTIC, "Comparing Receiver
    /// Operating Characteristic Curves").
    private static final double[] OVARIAN = {
        3.0, 5.8, 10, 0, 3.2, 6.3, 5, 1, 3.9, 6.8, 3, 1, 2.8, 4.8, 6, 0, 3.2, 5.8, 3, 1, 0.9, 4.0, 5, 0, 2.5, 5.7, 8, 0,
        1.6, 5.6, 5, 1, 3.8, 5.7, 5, 1, 3.7, 6.7, 6, 1, 3.2, 5.4, 4, 1, 3.8, 6.6, 6, 1, 4.1, 6.6, 5, 1, 3.6, 5.7, 5, 1,
        4.3, 7.0, 4, 1, 3.6, 6.7, 4, 0, 2.3, 4.4, 6, 1, 4.2, 7.6, 4, 0, 4.0, 6.6, 6, 0, 3.5, 5.8, 6, 1, 3.8, 6.8, 7, 1,
        3.0, 4.7, 8, 0, 4.5, 7.4, 5, 1, 3.7, 7.4, 5, 1, 3.1, 6.6, 6, 1, 4.1, 8.2, 6, 1, 4.3, 7.0, 5, 1, 4.3, 6.5, 4, 1,
        3.2, 5.1, 5, 1, 2.6, 4.7, 6, 1, 3.3, 6.8, 6, 0, 1.7, 4.0, 7, 0, 3.7, 6.1, 5, 1, 3.3, 6.3, 7, 1, 4.2, 7.7, 6, 1,
        3.5, 6.2, 5, 1, 2.9, 5.7, 9, 0, 2.1, 4.8, 7, 1, 2.8, 6.2, 8, 0, 4.0, 7.0, 7, 1, 3.3, 5.7, 6, 1, 3.7, 6.9, 5, 1,
        3.6, 6.6, 5, 1
    };

    private static final Outcomes ALBUMIN = ovarian(0, 1);
    private static final Outcomes PROTEIN = ovarian(1, 1);
    private static final Outcomes KG = ovarian(2, -1); // a high K-G score is bad

    private static Outcomes ovarian(int column, int sign) {
        List<Outcome> patients = new ArrayList<>();
        for (int i = 0; i < OVARIAN.length; i += 4) {
            patients.add(Toys.outcome("patient " + i / 4, OVARIAN[i + 3] == 1, sign * OVARIAN[i + column]));
        }
        return Outcomes.of(patients);
    }

    @Test
    void reproducesTheAucsOfDeLongsExample() {
        assertThat(DeLong.auc(KG).value()).isCloseTo(0.7258, within(5e-5));
        assertThat(DeLong.auc(KG).standardError()).isCloseTo(0.1028, within(5e-5));
        assertThat(DeLong.auc(ALBUMIN).value()).isCloseTo(0.7366, within(5e-5));
        assertThat(DeLong.auc(ALBUMIN).standardError()).isCloseTo(0.0927, within(5e-5));
        assertThat(DeLong.auc(PROTEIN).value()).isCloseTo(0.6478, within(5e-5));
        assertThat(DeLong.auc(PROTEIN).standardError()).isCloseTo(0.1000, within(5e-5));
    }

    @Test
    void reproducesTheTestsOfDeLongsExample() {
        DeLong protein = DeLong.difference(PROTEIN, KG);
        assertThat(protein.value()).isCloseTo(-0.0780, within(5e-5));
        assertThat(protein.standardError()).isCloseTo(0.1046, within(5e-5));
        assertThat(protein.interval().low()).isCloseTo(-0.2830, within(5e-5));
        assertThat(protein.interval().high()).isCloseTo(0.1271, within(5e-5));
        assertThat(protein.z() * protein.z()).isCloseTo(0.5554, within(5e-5));
        assertThat(protein.p()).isCloseTo(0.4561, within(5e-5));
        DeLong albumin = DeLong.difference(ALBUMIN, KG);
        assertThat(albumin.value()).isCloseTo(0.0108, within(5e-5));
        assertThat(albumin.standardError()).isCloseTo(0.0953, within(5e-5));
        assertThat(albumin.p()).isCloseTo(0.9102, within(5e-5));
    }

    @Test
    void agreesWithTheBootstrapOnTheDifferenceOfAucs() {
        Outcomes good = Toys.normal(400, 1, 0.2, 5);
        Outcomes bad = Toys.normal(400, 1, 0.8, 5);
        DeLong delong = DeLong.difference(good, bad);
        Bootstrap.Difference bootstrap = new Bootstrap(2000, 1).difference(good, bad, Figure.AUC);
        assertThat(bootstrap.estimate().value()).isCloseTo(delong.value(), within(1e-12));
        assertThat(bootstrap.estimate().low()).isCloseTo(delong.interval().low(), within(0.006));
        assertThat(bootstrap.estimate().high()).isCloseTo(delong.interval().high(), within(0.006));
        assertThat(delong.p()).isLessThan(0.001);
        assertThat(bootstrap.p()).isLessThan(0.002);
    }

    /// Two seeds of one model are as good as the mean of their AUCs; twice the same is the same.
    @Test
    void poolsSeedsOnTheSameImages() {
        Outcomes good = Toys.normal(400, 1, 0.2, 5);
        Outcomes bad = Toys.normal(400, 1, 0.8, 5);
        assertThat(DeLong.meanDifference(List.of(good, good), List.of(bad, bad)).standardError())
                .isCloseTo(DeLong.difference(good, bad).standardError(), within(1e-12));
        assertThat(DeLong.meanDifference(List.of(good, bad), List.of(good, bad)).value())
                .isCloseTo(0, within(1e-12));
    }

    @Test
    void poolsSeedsOnSetsOfTheirOwn() {
        DeLong pooled = DeLong.independentMean(List.of(new DeLong(0.02, 0.03), new DeLong(0.04, 0.04)));
        assertThat(pooled.value()).isCloseTo(0.03, within(1e-12));
        assertThat(pooled.standardError()).isCloseTo(0.025, within(1e-12));
    }

    @Test
    void refusesToPairDifferentImages() {
        Outcomes one = Toys.outcomes("1 2", "0 1");
        Outcomes shorter = Toys.outcomes("1 2", "0");
        assertThatThrownBy(() -> DeLong.difference(one, shorter)).hasMessageContaining("4 and 3 images");
        assertThatThrownBy(() -> McNemar.of(one, Toys.normal(4, 1, 1, 1))).hasMessageContaining("different images");
    }

    /// Exact: 2 * P(X <= k) of Binomial(n, 1/2), by hand 2 * (1 + 10 + 45) / 1024.
    @ParameterizedTest
    @CsvSource(textBlock = """
            # only first, only second, p
            0,            0,           1
            2,            8,           0.109375
            5,            5,           1
            1,            0,           1
            0,            6,           0.03125
            """)
    void testsDiscordantPairs(int onlyFirst, int onlySecond, double p) {
        int[] differences = new int[onlyFirst + onlySecond];
        Arrays.fill(differences, 0, onlyFirst, 1);
        Arrays.fill(differences, onlyFirst, differences.length, -1);
        assertThat(McNemar.p(differences)).isCloseTo(p, within(1e-12));
    }

    /// By hand, over the signs of the patients: of 2, 1 and 1 two of eight sums are 4 or -4, six are 2, 0 or -2.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # differences | p
            2 1 1         | 0.25
            2 1 -1        | 0.75
            2 -1 -1       | 1
            4             | 1
            3 3 3 0       | 0.25
            """)
    void exchangesTheModelsForAllImagesOfAPatientAtOnce(String differences, double p) {
        int[] each = Arrays.stream(differences.split(" "))
                .mapToInt(Integer::parseInt)
                .toArray();
        assertThat(McNemar.p(each)).isCloseTo(p, within(1e-12));
    }

    /// Every image twice, as a second one of its patient: nothing more is known than before.
    @Test
    void learnsNothingFromASecondCopyOfEachImage() {
        Outcomes good = Toys.normal(200, 1, 0.2, 5);
        Outcomes bad = Toys.normal(200, 1, 0.8, 5);
        DeLong once = DeLong.difference(good, bad);
        DeLong twice = DeLong.difference(repeated(good, 2), repeated(bad, 2));
        assertThat(twice.value()).isCloseTo(once.value(), within(1e-12));
        assertThat(twice.standardError()).isCloseTo(once.standardError(), within(1e-12));
        assertThat(DeLong.auc(repeated(good, 3)).standardError())
                .isCloseTo(DeLong.auc(good).standardError(), within(1e-12));
        assertThat(McNemar.of(repeated(good, 2), repeated(bad, 2)).p())
                .isCloseTo(McNemar.of(good, bad).p(), within(1e-12))
                .isNotEqualTo(1);
    }

    /// Sixty patients of four images that each model sees higher or lower together. Of 300 samples about one in twenty
    /// may prove a difference that is not there; with images taken as independent it is a third.
    @Test
    void findsADifferenceOfEqualModelsNoMoreOftenThanItSays() {
        int found = 0;
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<Outcome> one = new ArrayList<>();
            List<Outcome> other = new ArrayList<>();
            for (int patient = 0; patient < 60; patient++) {
                boolean positive = patient % 2 == 0;
                double shiftOfOne = random.nextGaussian();
                double shiftOfOther = random.nextGaussian();
                for (int image = 0; image < 4; image++) {
                    Example.Origin origin = new Example.Origin(patient + " " + image, "patient " + patient);
                    double score = positive ? 1 : 0;
                    one.add(of(origin, positive, score + shiftOfOne + 0.5 * random.nextGaussian()));
                    other.add(of(origin, positive, score + shiftOfOther + 0.5 * random.nextGaussian()));
                }
            }
            found += DeLong.difference(Outcomes.of(one), Outcomes.of(other)).p() < 0.05 ? 1 : 0;
        }
        assertThat(found / 300.0).as("seeds 0 to 299").isBetween(0.02, 0.09);
    }

    private static Outcome of(Example.Origin origin, boolean positive, double score) {
        Outcome toy = Toys.outcome("toy", positive, score);
        return new Outcome(origin, positive, score, toy.probability(), toy.called(), toy.lesion(), toy.overlap());
    }

    private static Outcomes repeated(Outcomes images, int copies) {
        List<Outcome> repeated = new ArrayList<>();
        for (Outcome image : images.images()) {
            for (int copy = 0; copy < copies; copy++) {
                Example.Origin origin = new Example.Origin(
                        image.origin().id() + " " + copy, image.origin().patient());
                repeated.add(withOrigin(origin, image));
            }
        }
        return Outcomes.of(repeated);
    }

    @Test
    void findsTheImagesThatOnlyOneModelJudgesRightly() {
        Outcomes first = Toys.outcomes("1 1 -1", "-1 1");
        Outcomes second = Toys.outcomes("1 -1 1", "1 1");
        McNemar test = McNemar.of(first, second);
        assertThat(test.onlyFirst()).isEqualTo(2);
        assertThat(test.onlySecond()).isEqualTo(1);
    }

    /// Of 200 samples whose true AUC is known, about 95 % of the intervals must cover it.
    @Test
    void coversTheTruthAsOftenAsItSays() {
        double truth = org.apache.commons.statistics.distribution.NormalDistribution.of(0, 1)
                .cumulativeProbability(2 / Math.sqrt(2)); // means 2 apart, deviation 1
        assertThat(coverage(truth, seed -> new Bootstrap(300, seed).estimate(Toys.normal(120, 1, 0, seed), Figure.AUC)))
                .as("BCa, seeds 0 to 199")
                .isBetween(0.90, 0.985);
        assertThat(coverage(
                        truth, seed -> DeLong.auc(Toys.normal(120, 1, 0, seed)).interval()))
                .as("DeLong, seeds 0 to 199")
                .isBetween(0.90, 0.985);
    }

    private static double coverage(double truth, java.util.function.LongFunction<Estimate> interval) {
        int covered = 0;
        for (long seed = 0; seed < 200; seed++) {
            Estimate estimate = interval.apply(seed);
            covered += estimate.low() <= truth && truth <= estimate.high() ? 1 : 0;
        }
        return covered / 200.0;
    }

    /// Four images of each patient, all alike: as wide as with the patients alone, and not half as wide.
    @Test
    void drawsTheImagesOfOnePatientTogether() {
        Outcomes alone = Toys.normal(100, 0.5, 0, 3);
        ToDoubleFunction<Outcomes> width =
                images -> new Bootstrap(1000, 1).estimate(images, Figure.AUC).width();
        assertThat(width.applyAsDouble(repeated(alone, 4))).isCloseTo(width.applyAsDouble(alone), within(1e-9));
    }

    @Test
    void drawsTheSameIntervalsFromTheSameSeed() {
        Outcomes images = Toys.normal(100, 0.5, 0, 3);
        assertThat(new Bootstrap(200, 9).estimates(images, List.of(Figure.values())))
                .isEqualTo(new Bootstrap(200, 9).estimates(images, List.of(Figure.values())));
        assertThat(new Bootstrap(200, 9).estimate(images, Figure.AUC))
                .isNotEqualTo(new Bootstrap(200, 8).estimate(images, Figure.AUC));
    }

    /// Of a hundred perfectly calibrated models of 182 images, the interval of a bootstrap missed the error of 0 every
    /// time. What chance makes of it is there in its place, and a calibration that is off stands out.
    @Test
    void tellsTheCalibrationErrorFromChanceAndNotByAnInterval() {
        double[] errors = new double[100];
        double[] byChance = new double[errors.length];
        for (int seed = 0; seed < errors.length; seed++) {
            Map<Figure, Estimate> figures = new Bootstrap(2, 1)
                    .estimates(calibrated(182, seed, 1), List.of(Figure.CALIBRATION_ERROR, Figure.CHANCE_ERROR));
            assertThat(figures.values())
                    .allSatisfy(estimate -> assertThat(estimate.text()).matches("0\\.\\d{3}"));
            errors[seed] = Objects.requireNonNull(figures.get(Figure.CALIBRATION_ERROR))
                    .value();
            byChance[seed] =
                    Objects.requireNonNull(figures.get(Figure.CHANCE_ERROR)).value();
        }
        double chance = Arrays.stream(byChance).average().orElseThrow();
        assertThat(chance)
                .as("seeds 0 to 99")
                .isCloseTo(Arrays.stream(errors).average().orElseThrow(), within(0.004));
        assertThat(chance).isBetween(0.03, 0.08);
        Outcomes overconfident = calibrated(182, 3, 3);
        assertThat(Figure.CALIBRATION_ERROR.of(overconfident)).isGreaterThan(2 * Figure.CHANCE_ERROR.of(overconfident));
    }

    /// By hand: of two images at 0.5 in one bin, one label of each kind makes 0 and two of a kind 0.5, as often as not.
    @Test
    void drawsLabelsByTheProbabilities() {
        Outcomes two = Outcomes.of(List.of(
                Toys.outcome("a", true, 0, 0.5, Overlap.NO_MAP), Toys.outcome("b", false, 0, 0.5, Overlap.NO_MAP)));
        assertThat(Reliability.errorByChance(two, 10_000, 1)).isCloseTo(0.25, within(0.01));
        assertThat(Reliability.errorByChance(two, 100, 5)).isEqualTo(Reliability.errorByChance(two, 100, 5));
        Outcomes certain = Outcomes.of(
                List.of(Toys.outcome("a", true, 0, 1, Overlap.NO_MAP), Toys.outcome("b", false, 0, 0, Overlap.NO_MAP)));
        assertThat(Reliability.errorByChance(certain, 100, 1)).isZero();
    }

    /// @param confidence 1: the probabilities are true; above: too extreme
    private static Outcomes calibrated(int images, long seed, double confidence) {
        Random random = new Random(seed);
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < images; i++) {
            double logit = 2 * random.nextGaussian();
            boolean positive = random.nextDouble() < 1 / (1 + Math.exp(-logit));
            double stated = 1 / (1 + Math.exp(-confidence * logit));
            outcomes.add(Toys.outcome("image " + i, positive, logit, stated, Overlap.NO_MAP));
        }
        return Outcomes.of(outcomes);
    }

    /// A recall of 1 in three positives must not pass for certain.
    @Test
    void givesSharesWithoutErrorAnIntervalAllTheSame() {
        Outcomes images = Toys.outcomes("1 2 3", "-1 -2 1");
        Estimate recall = new Bootstrap(100, 1).estimate(images, Figure.RECALL);
        assertThat(recall).isEqualTo(Intervals.share(3, 3));
        assertThat(recall.low()).isBetween(0.43, 0.45);
        assertThat(new Bootstrap(100, 1).estimate(images, Figure.SPECIFICITY)).isNotEqualTo(Intervals.share(2, 3));
    }

    /// Two images each of a patient with and one without pneumothorax: every resample is the same, and says nothing.
    @Test
    void givesNoIntervalAndNoTestWhereAllImagesOfAKindAreOfOnePatient() {
        Outcomes images = ofPatients("a a b b", Toys.outcomes("1 -1", "0 -2"));
        Bootstrap bootstrap = new Bootstrap(100, 1);
        assertThat(bootstrap.estimate(images, Figure.AUC)).isEqualTo(new Estimate(0.75, Double.NaN, Double.NaN));
        assertThat(bootstrap.estimate(images, Figure.RECALL)).isEqualTo(Intervals.share(1, 2));
        Outcomes better = ofPatients("a a b b", Toys.outcomes("1 1", "0 -2"));
        assertThat(bootstrap.difference(better, images, Figure.AUC).p()).isNaN();
        assertThat(bootstrap.difference(images, images, Figure.AUC).p()).isEqualTo(1);
        assertThat(ResultsSection.proof(images, bootstrap).text())
                .contains("So few prove little: a model that missed none of 2 positives");
    }

    private static Outcomes ofPatients(String patients, Outcomes images) {
        String[] names = patients.split(" ");
        List<Outcome> outcomes = new ArrayList<>();
        for (Outcome image : images.images()) {
            outcomes.add(withOrigin(new Example.Origin(image.origin().id(), names[outcomes.size()]), image));
        }
        return Outcomes.of(outcomes);
    }

    private static Outcome withOrigin(Example.Origin origin, Outcome image) {
        return new Outcome(
                origin,
                image.positive(),
                image.score(),
                image.probability(),
                image.called(),
                image.lesion(),
                image.overlap());
    }

    /// 45 images without an error still leave an error rate of 6 % possible.
    @Test
    void saysWhatNoErrorProves() {
        assertThat(Intervals.ruleOfThree(45)).isCloseTo(0.0644, within(5e-5));
        Estimate wilson = Intervals.share(81, 263); // Newcombe 1998, table I: 0.2553 to 0.3662
        assertThat(wilson.low()).isCloseTo(0.2553, within(5e-5));
        assertThat(wilson.high()).isCloseTo(0.3662, within(5e-5));
    }
}
