package io.pleura.training.evaluation;

import java.util.function.ToDoubleFunction;

/// The figures of a report, one number each over judged images. NaN where one does not exist: Dice of a model without
/// map, precision where nothing was called, Kaggle's Dice where a lesion has no mask: the mean of the others would be
/// little but the specificity. Sources stand at the methods that they call.
public enum Figure {
    ACCURACY("accuracy", images -> images.confusion().accuracy()),
    PRECISION("precision", images -> images.confusion().precision()),
    RECALL("recall (sensitivity)", images -> images.confusion().recall()),
    SPECIFICITY("specificity", images -> images.confusion().specificity()),
    F1("F1", images -> images.confusion().f1()),
    AUC("AUC", images -> Ranking.of(images).auc()),
    AVERAGE_PRECISION("average precision", images -> Ranking.of(images).averagePrecision()),
    SENSITIVITY_AT_90(
            "sensitivity at 90 % specificity, on its own ROC curve",
            images -> Ranking.of(images).sensitivityAt(0.90)),
    SENSITIVITY_AT_95(
            "sensitivity at 95 % specificity, on its own ROC curve",
            images -> Ranking.of(images).sensitivityAt(0.95)),
    DICE_NODES(
            "Dice of positives, map nodes",
            images -> images.mean(image -> image.overlap().nodes())),
    DICE_PIXELS(
            "Dice of positives, full mask resolution",
            images -> images.mean(image -> image.overlap().pixels())),
    KAGGLE_NODES("Kaggle's mean Dice, map nodes", images -> images.meanOfAll(Outcome::kaggleNodes)),
    KAGGLE_PIXELS("Kaggle's mean Dice, full mask resolution", images -> images.meanOfAll(Outcome::kagglePixels)),
    FALSE_REGIONS("false regions per image", images -> images.mean(Outcome::falseRegions)),
    CALIBRATION_ERROR(
            "expected calibration error", images -> Reliability.of(images).expectedCalibrationError()),
    CHANCE_ERROR(
            "the same of a perfectly calibrated model, by chance alone",
            images -> Reliability.errorByChance(images, Reliability.DRAWS, 1)),
    BRIER("Brier score", images -> Reliability.of(images).brier());

    private final String title;
    private final ToDoubleFunction<Outcomes> value;

    Figure(String title, ToDoubleFunction<Outcomes> value) {
        this.title = title;
        this.value = value;
    }

    public String title() {
        return title;
    }

    /// Whether resampling tells how far the figure may be off. Of the calibration error it does not: it is a sum of
    /// distances, biased upwards on few images and more so on resampled ones, so that an interval from them misses
    /// the truth far more often than not. What chance alone makes of it stands beside it instead.
    public boolean hasInterval() {
        return this != CALIBRATION_ERROR && this != CHANCE_ERROR;
    }

    public double of(Outcomes images) {
        return value.applyAsDouble(images);
    }
}
