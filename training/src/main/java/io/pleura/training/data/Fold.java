package io.pleura.training.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// One of the rounds of a cross-validation: every image is in the test list of exactly one fold.
public record Fold(ExampleList training, ExampleList test) {

    /// `count` folds by patient, each with its share of positives; the same images and seed give the same folds.
    ///
    /// @throws IllegalArgumentException where a fold would have no positive or no negative image to be tested on
    public static List<Fold> of(ExampleList all, int count, long seed) {
        if (count < 2 || count > all.size()) {
            throw new IllegalArgumentException("2.." + all.size() + " folds, not " + count);
        }
        double[] shares =
                IntStream.range(0, count).mapToDouble(i -> 1.0 / count).toArray();
        List<ExampleList> parts = new PatientGroups(List.of(all), seed)
                .deal(shares).stream().map(List::getFirst).toList();
        List<Fold> folds = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            DataSplit.requireBothClasses(parts.get(i), all);
            List<ExampleList> others = new ArrayList<>(parts);
            others.remove(i);
            folds.add(new Fold(ExampleList.joined(others), parts.get(i)));
        }
        return folds;
    }

    /// Those of other data sets' images that show no patient to be tested, and are no copy of an image to be tested.
    public ExampleList apartFrom(ExampleList others) {
        Set<String> patients = patients(test);
        Set<Long> pixels =
                test.summaries().stream().map(ExampleList.Summary::pixelHash).collect(Collectors.toSet());
        return others.subset(IntStream.range(0, others.size())
                .filter(index ->
                        !patients.contains(others.summary(index).origin().patient())
                                && !pixels.contains(others.summary(index).pixelHash()))
                .toArray());
    }

    private static Set<String> patients(ExampleList images) {
        return images.summaries().stream()
                .map(summary -> summary.origin().patient())
                .collect(Collectors.toSet());
    }

    /// Those of other images of the same patients, made from them for instance, whose patients are trained on and not
    /// tested.
    public ExampleList trainingOf(ExampleList others) {
        Set<String> patients = patients(training);
        return others.subset(IntStream.range(0, others.size())
                .filter(index ->
                        patients.contains(others.summary(index).origin().patient()))
                .toArray());
    }
}
