package io.pleura.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataSplitTest {

    private static final long SEED = 20261123;

    @ParameterizedTest
    @CsvSource(textBlock = """
            # images, patients, share of positives
            1806,     1806,     0.5
            1806,     400,      0.5
            5000,     900,      0.1
            300,      300,      0.3
            40,       20,       0.5
            """)
    void givesEveryPartItsShareAndNoPatientTwice(int images, int patients, double positives) {
        ExampleList all = images(images, patients, positives);
        DataSplit split = DataSplit.of(all, 7);
        List<ExampleList> parts = List.of(split.training(), split.validation(), split.test());
        double[] shares = {0.8, 0.1, 0.1};
        Set<String> seen = new HashSet<>();
        Set<String> ids = new HashSet<>();
        for (int part = 0; part < 3; part++) {
            ExampleList list = parts.get(part);
            Set<String> owners = patients(list);
            assertThat(Collections.disjoint(seen, owners)).isTrue();
            seen.addAll(owners);
            list.summaries().forEach(s -> assertThat(ids.add(s.origin().id())).isTrue());
            // One patient more or less.
            double slack = 2.0 * images / patients + 2;
            assertThat((double) list.size()).as("seed %d", SEED).isEqualTo(shares[part] * images, within(slack));
            assertThat((double) list.positives())
                    .as("seed %d", SEED)
                    .isEqualTo(shares[part] * all.positives(), within(slack));
        }
        assertThat(ids).hasSize(images);
    }

    @Test
    void givesEveryPartItsSmallMiddleAndLargeLesions() {
        ExampleList all = images(1806, 1806, 0.5);
        double[] areas = all.summaries().stream()
                .filter(ExampleList.Summary::positive)
                .mapToDouble(ExampleList.Summary::lesionArea)
                .sorted()
                .toArray();
        double small = areas[areas.length / 3];
        ExampleList test = DataSplit.of(all, 7).test();
        long smallInTest = test.summaries().stream()
                .filter(s -> s.positive() && s.lesionArea() < small)
                .count();
        assertThat((double) smallInTest).isEqualTo(test.positives() / 3.0, within(1.5));
    }

    @Test
    void dependsOnImagesAndSeedNotOnTheirOrder() {
        ExampleList all = images(300, 120, 0.4);
        List<ExampleList.Summary> shuffled = new ArrayList<>(all.summaries());
        Collections.shuffle(shuffled, new Random(SEED));
        DataSplit split = DataSplit.of(all, 7);
        DataSplit again = DataSplit.of(list(shuffled), 7);
        assertThat(again.training().summaries()).isEqualTo(split.training().summaries());
        assertThat(again.validation().summaries()).isEqualTo(split.validation().summaries());
        assertThat(again.test().summaries()).isEqualTo(split.test().summaries());
        assertThat(DataSplit.of(all, 8).test().summaries())
                .isNotEqualTo(split.test().summaries());
        assertThat(Fold.of(list(shuffled), 5, 7).get(3).test().summaries())
                .isEqualTo(Fold.of(all, 5, 7).get(3).test().summaries());
    }

    @Test
    void keepsCopiesOfAnImageTogether() {
        List<ExampleList.Summary> twice = new ArrayList<>();
        for (ExampleList.Summary image : images(200, 200, 0.5).summaries()) {
            twice.add(image);
            twice.add(new ExampleList.Summary(
                    Example.Origin.unknownPatient("copy of " + image.origin().id()),
                    image.supervision(),
                    image.positive(),
                    image.lesionArea(),
                    image.finding(),
                    java.util.Set.of(),
                    image.pixelHash()));
        }
        DataSplit split = DataSplit.of(list(twice), 3);
        Set<Long> training = hashes(split.training());
        assertThat(Collections.disjoint(training, hashes(split.validation()))).isTrue();
        assertThat(Collections.disjoint(training, hashes(split.test()))).isTrue();
        assertThat(Collections.disjoint(hashes(split.validation()), hashes(split.test())))
                .isTrue();
    }

    @Test
    void keepsPatientsOfSeveralSetsTogetherAndGivesEachSetItsShares() {
        ExampleList one = images(300, 200, 0.5);
        ExampleList two = images(100, 100, 0.3);
        List<DataSplit> splits = DataSplit.of(List.of(one, two), 7);
        Set<String> trained = patients(
                ExampleList.joined(splits.stream().map(DataSplit::training).toList()));
        Set<String> validated = patients(
                ExampleList.joined(splits.stream().map(DataSplit::validation).toList()));
        Set<String> tested =
                patients(ExampleList.joined(splits.stream().map(DataSplit::test).toList()));
        assertThat(Collections.disjoint(trained, validated)).isTrue();
        assertThat(Collections.disjoint(trained, tested)).isTrue();
        assertThat(Collections.disjoint(validated, tested)).isTrue();
        assertThat((double) splits.get(0).test().size()).isEqualTo(30, within(8.0));
        assertThat((double) splits.get(1).test().size()).isEqualTo(10, within(4.0));
        assertThat(splits.get(1).test().positives()).isBetween(1L, 6L);
    }

    @Test
    void splitsASetThatSharesNoPatientAsItIsAlone() {
        ExampleList one = images(300, 120, 0.4);
        ExampleList other = new ExampleList(
                images(200, 200, 0.5).summaries().stream()
                        .map(image -> new ExampleList.Summary(
                                new Example.Origin(
                                        image.origin().id(),
                                        "other " + image.origin().patient()),
                                image.supervision(),
                                image.positive(),
                                image.lesionArea(),
                                image.finding(),
                                image.traits(),
                                ~image.pixelHash()))
                        .toList(),
                index -> {
                    throw new AssertionError("a split needs no pixels");
                });
        DataSplit together = DataSplit.of(List.of(other, one), 7).get(1);
        DataSplit alone = DataSplit.of(one, 7);
        assertThat(together.training().summaries()).isEqualTo(alone.training().summaries());
        assertThat(together.validation().summaries())
                .isEqualTo(alone.validation().summaries());
        assertThat(together.test().summaries()).isEqualTo(alone.test().summaries());
    }

    @Test
    void testsEveryImageInOneFold() {
        ExampleList all = images(72, 60, 0.6);
        List<Fold> folds = Fold.of(all, 5, 1);
        Set<String> tested = new HashSet<>();
        for (Fold fold : folds) {
            assertThat(fold.training().size() + fold.test().size()).isEqualTo(72);
            assertThat(Collections.disjoint(patients(fold.training()), patients(fold.test())))
                    .isTrue();
            fold.test()
                    .summaries()
                    .forEach(s -> assertThat(tested.add(s.origin().id())).isTrue());
            assertThat((double) fold.test().positives()).isEqualTo(all.positives() / 5.0, within(1.5));
            assertThat(patients(fold.apartFrom(all))).isEqualTo(patients(fold.training()));
            assertThat(patients(fold.trainingOf(all))).isEqualTo(patients(fold.training()));
        }
        assertThat(tested).hasSize(72);
    }

    @ParameterizedTest
    @CsvSource({
        "20, 20, 0.0, none with pneumothorax",
        "20, 20, 1.0, all with pneumothorax",
        "20, 1, 0.5, of too few patients",
        "4, 4, 0.5, of too few patients"
    })
    void refusesWhatCannotBeSplit(int images, int patients, double positives, String reason) {
        assertThatThrownBy(() -> DataSplit.of(images(images, patients, positives), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    private static Set<String> patients(ExampleList list) {
        return list.summaries().stream().map(s -> s.origin().patient()).collect(Collectors.toSet());
    }

    private static Set<Long> hashes(ExampleList list) {
        return list.summaries().stream().map(ExampleList.Summary::pixelHash).collect(Collectors.toSet());
    }

    /// Every patient has at least one image, some have many.
    private static ExampleList images(int images, int patients, double positives) {
        Random random = new Random(SEED);
        List<ExampleList.Summary> summaries = new ArrayList<>();
        for (int i = 0; i < images; i++) {
            boolean positive = i < positives * images;
            int patient = i < patients ? i : (int) (patients * Math.pow(random.nextDouble(), 2));
            summaries.add(new ExampleList.Summary(
                    new Example.Origin("image-" + i, "patient-" + patient),
                    Example.Supervision.MASK,
                    positive,
                    positive ? random.nextDouble() : 0,
                    positive ? LabelledPicture.LABELLED : LabelledPicture.NONE,
                    java.util.Set.of(),
                    random.nextLong()));
        }
        return list(summaries);
    }

    private static ExampleList list(List<ExampleList.Summary> summaries) {
        return new ExampleList(summaries, index -> {
            throw new AssertionError("a split needs no pixels");
        });
    }
}
