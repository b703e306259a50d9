package io.pleura.training.evaluation;

import java.util.function.Predicate;

/// Whether a model reads the disease or something that often goes with it, such as a chest tube (Oakden-Rayner et al.
/// 2020, "Hidden stratification"). A model that reads the trait does well on the `easy` comparison and badly on
/// the `hard` one; one that does not, alike on both. A figure is absent where one of its sides has no image.
///
/// @param easy AUC of positives with the trait against negatives without
/// @param hard AUC of positives without the trait against negatives with
/// @param none AUC of positives without against negatives without
public record Shortcut(Estimate easy, Estimate hard, Estimate none, int positivesWithTrait, int negativesWithTrait) {

    public static Shortcut of(Outcomes images, Predicate<Outcome> hasTrait, Bootstrap bootstrap) {
        return new Shortcut(
                auc(images, true, false, hasTrait, bootstrap),
                auc(images, false, true, hasTrait, bootstrap),
                auc(images, false, false, hasTrait, bootstrap),
                images.where(image -> image.positive() && hasTrait.test(image)).positives(),
                images.where(image -> !image.positive() && hasTrait.test(image)).negatives());
    }

    private static Estimate auc(
            Outcomes images,
            boolean onPositives,
            boolean onNegatives,
            Predicate<Outcome> hasTrait,
            Bootstrap bootstrap) {
        return bootstrap.estimate(
                images.where(image -> hasTrait.test(image) == (image.positive() ? onPositives : onNegatives)),
                Figure.AUC);
    }
}
