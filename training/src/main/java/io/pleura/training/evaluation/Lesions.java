package io.pleura.training.evaluation;

import java.util.List;
import java.util.TreeSet;
import java.util.function.DoublePredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// How well lesions of one size or kind are found.
///
/// @param sensitivity at the operating point, with Wilson's interval
/// @param dice mean on map nodes
/// @param auc against all images without pneumothorax
public record Lesions(String name, int images, Estimate sensitivity, double dice, double pixelDice, double auc) {

    private static final double SMALL = 0.01;
    private static final double LARGE = 0.05;

    /// Below 1 % of the image, up to 5 %, and above; sizes without images are left out.
    public static List<Lesions> bySize(Outcomes images) {
        return Stream.of(
                        of(images, "below 1 % of the image", area -> area < SMALL),
                        of(images, "1 to 5 %", area -> area >= SMALL && area <= LARGE),
                        of(images, "above 5 %", area -> area > LARGE))
                .filter(group -> group.images > 0)
                .toList();
    }

    private static Lesions of(Outcomes images, String name, DoublePredicate size) {
        return group(images, name, image -> size.test(image.lesion().area()));
    }

    public static List<Lesions> byFinding(Outcomes images) {
        TreeSet<String> findings = new TreeSet<>();
        images.images().stream()
                .filter(Outcome::positive)
                .forEach(image -> findings.add(image.lesion().finding()));
        return findings.stream()
                .map(finding -> group(images, finding.replace('_', ' '), image -> image.lesion()
                        .finding()
                        .equals(finding)))
                .toList();
    }

    private static Lesions group(Outcomes images, String name, Predicate<Outcome> condition) {
        Outcomes lesions = images.where(image -> image.positive() && condition.test(image));
        Outcomes withNegatives = images.where(image -> !image.positive() || condition.test(image));
        Confusion confusion = lesions.confusion();
        return new Lesions(
                name,
                lesions.images().size(),
                Intervals.share(confusion.truePositives(), confusion.images()),
                Figure.DICE_NODES.of(lesions),
                Figure.DICE_PIXELS.of(lesions),
                Figure.AUC.of(withNegatives));
    }
}
