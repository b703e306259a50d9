package io.pleura.training.evaluation;

import java.util.Arrays;
import java.util.List;

/// Whether two models differ in how many images they judge rightly: the exact test of McNemar (1947) on the images
/// that only one of them judges rightly. Several images of one patient are not independent, so that models are
/// exchanged for all images of a patient at once: p is the chance of so large a difference if for each patient it were
/// as likely in favour of either. With one image of each patient that is McNemar's binomial test.
///
/// @param onlyFirst images that only the first model judges rightly
/// @param p two-sided
public record McNemar(int onlyFirst, int onlySecond, double p) {

    public static McNemar of(Outcomes first, Outcomes second) {
        Pairs.check(first, second);
        int onlyFirst = 0;
        int onlySecond = 0;
        List<int[]> patients = first.patients();
        int[] differences = new int[patients.size()];
        for (int patient = 0; patient < differences.length; patient++) {
            for (int image : patients.get(patient)) {
                boolean right = isRight(first.images().get(image));
                boolean otherRight = isRight(second.images().get(image));
                onlyFirst += right && !otherRight ? 1 : 0;
                onlySecond += !right && otherRight ? 1 : 0;
                differences[patient] += (right ? 1 : 0) - (otherRight ? 1 : 0);
            }
        }
        return new McNemar(onlyFirst, onlySecond, p(differences));
    }

    /// @param differences of each patient: images that the first model judges rightly less those of the second
    static double p(int... differences) {
        int most = Arrays.stream(differences).map(Math::abs).sum();
        double[] chances = new double[2 * most + 1]; // of each sum of differences, from -most on
        chances[most] = 1;
        for (int difference : differences) {
            chances = difference == 0 ? chances : exchanged(chances, Math.abs(difference));
        }
        int observed = Math.abs(Arrays.stream(differences).sum());
        double p = 0;
        for (int sum = observed; sum <= most; sum++) {
            p += chances[most + sum] + (sum == 0 ? 0 : chances[most - sum]);
        }
        return observed == 0 ? 1 : Math.min(1, p);
    }

    private static double[] exchanged(double[] chances, int difference) {
        double[] next = new double[chances.length];
        for (int sum = difference; sum < chances.length - difference; sum++) {
            next[sum - difference] += chances[sum] / 2;
            next[sum + difference] += chances[sum] / 2;
        }
        return next;
    }

    private static boolean isRight(Outcome image) {
        return image.called() == image.positive();
    }
}
