package io.pleura.training.data;

import java.util.List;

/// Training, validation and test images of one data set: 80, 10 and 10 parts of a hundred, as in the abstract. No
/// patient, and no copy of an image, is in two of them; each has its share of positives and, where there are enough,
/// of small, middle and large lesions. The same images and seed give the same split, whatever the order of the files.
public record DataSplit(ExampleList training, ExampleList validation, ExampleList test) {

    private static final double TRAINING = 0.8;
    private static final double VALIDATION = 0.1;

    /// @throws IllegalArgumentException where a part would have no positive or no negative image
    public static DataSplit of(ExampleList all, long seed) {
        List<ExampleList> parts = new PatientGroups(all, seed).deal(TRAINING, VALIDATION, 1 - TRAINING - VALIDATION);
        for (ExampleList part : parts) {
            requireBothClasses(part, all);
        }
        return new DataSplit(parts.get(0), parts.get(1), parts.get(2));
    }

    static void requireBothClasses(ExampleList part, ExampleList all) {
        if (part.positives() == 0 || part.positives() == part.size()) {
            throw new IllegalArgumentException(
                    ("%d images, %d positive, of too few patients: a part of the split would have %d images, %d positive;"
                                    + " if all files carry one patient's name, say who they are in a column 'patient'")
                            .formatted(all.size(), all.positives(), part.size(), part.positives()));
        }
    }
}
