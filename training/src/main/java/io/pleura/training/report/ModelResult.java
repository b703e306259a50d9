package io.pleura.training.report;

import io.pleura.training.evaluation.DecisionRule;
import io.pleura.training.evaluation.Evaluation;
import io.pleura.training.evaluation.Outcomes;
import org.jspecify.annotations.Nullable;

/// A model and what it made of its validation and test images.
///
/// @param seed of its training; pairs it with a baseline of the same seed
/// @param validation null where there is none to show: thresholds of predictions come from the other folds
public record ModelResult(
        String name, Role role, long seed, @Nullable Judged validation, Judged test) {

    public enum Role {
        CLASEGNET("ClaSegNet"),
        /// The abstract's baseline.
        BASELINE("Classification (baseline)"),
        /// Another ClaSegNet to compare with, for instance one that was taught without what is to be shown.
        CONTROL("ClaSegNet (baseline)");

        private final String title;

        Role(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /// @param maps the scores and maps themselves; null for predictions read from a table
    public record Judged(Outcomes outcomes, @Nullable Maps maps) {

        public static Judged of(Evaluation evaluation, DecisionRule rule) {
            return new Judged(rule.judge(evaluation), new Maps(evaluation, rule));
        }
    }

    /// @param rule chosen on validation images
    public record Maps(Evaluation evaluation, DecisionRule rule) {}

    /// Chooses calibration and operating point on validation images, and keeps them for the test images.
    public static ModelResult of(String name, Role role, long seed, Evaluation validation, Evaluation test) {
        DecisionRule rule = DecisionRule.balanced(validation);
        return new ModelResult(name, role, seed, Judged.of(validation, rule), Judged.of(test, rule));
    }
}
