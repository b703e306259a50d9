package io.pleura.training.data;

import java.util.ArrayList;
import java.util.List;

/// Training, validation and test images of one data set: 80, 10 and 10 parts of a hundred, as in the abstract. No
/// patient, and no copy of an image, is in two of them, nor in two of different data sets that are split together; each
/// has its share of positives and, where there are enough, of small, middle and large lesions. The same images and seed
/// give the same split, whatever the order of the files.
public record DataSplit(ExampleList training, ExampleList validation, ExampleList test) {

    private static final double TRAINING = 0.8;
    private static final double VALIDATION = 0.1;

    /// @throws IllegalArgumentException where a part would have no positive or no negative image
    public static DataSplit of(ExampleList all, long seed) {
        return of(List.of(all), seed).getFirst();
    }

    /// Splits of several data sets, which may show the same patients. A set that shares none with the others is split
    /// as it is alone.
    ///
    /// @throws IllegalArgumentException where a part of a set would have no positive or no negative image
    public static List<DataSplit> of(List<ExampleList> sets, long seed) {
        List<List<ExampleList>> parts =
                new PatientGroups(sets, seed).deal(TRAINING, VALIDATION, 1 - TRAINING - VALIDATION);
        List<DataSplit> splits = new ArrayList<>();
        for (int set = 0; set < sets.size(); set++) {
            for (List<ExampleList> part : parts) {
                requireBothClasses(part.get(set), sets.get(set));
            }
            splits.add(new DataSplit(
                    parts.get(0).get(set), parts.get(1).get(set), parts.get(2).get(set)));
        }
        return splits;
    }

    /// The same with the name of the data set before each id.
    public DataSplit named(String set) {
        return new DataSplit(training.named(set), validation.named(set), test.named(set));
    }

    static void requireBothClasses(ExampleList part, ExampleList all) {
        if (all.positives() == 0 || all.positives() == all.size()) {
            throw new IllegalArgumentException("%d images, %s: there must be some with and some without"
                    .formatted(all.size(), all.positives() == 0 ? "none with pneumothorax" : "all with pneumothorax"));
        }
        if (part.positives() == 0 || part.positives() == part.size()) {
            throw new IllegalArgumentException(
                    ("%d images, %d positive, of too few patients: a part of the split would have %d images, %d positive;"
                                    + " if all files carry one patient's name, say who they are in a column 'patient'")
                            .formatted(all.size(), all.positives(), part.size(), part.positives()));
        }
    }
}
