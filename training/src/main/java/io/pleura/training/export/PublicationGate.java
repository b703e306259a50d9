package io.pleura.training.export;

import io.pleura.training.phantom.PhantomRecipe;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Decides whether a model folder is written. Nothing gets past it by being forgotten: what is not a number fails.
final class PublicationGate {

    /// Largest difference of a logit between libtorch and ONNX Runtime is below this.
    static final double PARITY = 1e-4;

    /// The AUC that int8 loses against fp32 on the test images is below this.
    static final double AUC_LOSS = 0.002;

    /// Test images with and without pneumothorax, at least, for an int8 file: with so many no single image, moved from
    /// one end of the ranking to the other, can make or hide a loss of {@link #AUC_LOSS}.
    static final int IMAGES_OF_EACH_KIND = 500;

    /// What is to be published.
    ///
    /// @param parity largest difference of a logit between libtorch and ONNX Runtime
    /// @param positives test images with pneumothorax
    record Candidate(ModelDescription description, String card, double parity, long positives, long negatives) {}

    /// The model is not fit to be published; the folder is as it was.
    static final class RefusedException extends IOException {

        private static final long serialVersionUID = 1;

        RefusedException(List<String> reasons) {
            super("the model is not published:\n- " + String.join("\n- ", reasons));
        }
    }

    private PublicationGate() {}

    /// Does nothing where there are none.
    static void refuse(List<String> reasons) throws RefusedException {
        if (!reasons.isEmpty()) {
            throw new RefusedException(reasons);
        }
    }

    /// One line for each reason against publishing.
    static List<String> violations(Candidate candidate) {
        List<String> reasons = new ArrayList<>();
        ModelDescription description = candidate.description();
        reasons.addAll(ofParity(candidate.parity()));
        ModelDescription.Int8 int8 = description.int8();
        if (int8 != null) {
            reasons.addAll(ofInt8(int8, candidate));
        }
        String warning = description.trainedOn().startsWith("phantoms only")
                ? ModelDescription.WARNING
                : ModelDescription.WARNING_OF_OTHERS;
        if (!description.warning().equals(warning)) {
            reasons.add("the description does not warn that the model is what it is: \"" + warning + "\"");
        }
        reasons.addAll(ofThresholds(description));
        reasons.addAll(CardSection.lacking(candidate.card(), description.warning()));
        if (!candidate.card().contains(description.sha256())) {
            reasons.add("the card does not name the hash of model.onnx, " + description.sha256());
        }
        return reasons;
    }

    static List<String> ofParity(double parity) {
        return parity < PARITY
                ? List.of()
                : List.of("ONNX Runtime and libtorch differ by %.1e in a logit; allowed is less than %.0e"
                        .formatted(parity, PARITY));
    }

    static List<String> ofDrains(PhantomRecipe.Drains drains) {
        return drains == PhantomRecipe.Drains.INDEPENDENT
                ? List.of()
                : List.of("it was trained on chest tubes that give the label away (phantoms.drains), to measure that");
    }

    private static List<String> ofInt8(ModelDescription.Int8 int8, Candidate candidate) {
        List<String> reasons = new ArrayList<>();
        if (!(int8.aucLoss() < AUC_LOSS)) {
            reasons.add("int8 loses %.4f of AUC against fp32 on the test images; allowed is less than %s"
                    .formatted(int8.aucLoss(), AUC_LOSS));
        }
        if (Math.min(candidate.positives(), candidate.negatives()) < IMAGES_OF_EACH_KIND) {
            reasons.add("int8 was measured on %d test images with and %d without pneumothorax; needed are %d of each"
                    .formatted(candidate.positives(), candidate.negatives(), IMAGES_OF_EACH_KIND));
        }
        if (!candidate.card().contains(int8.sha256())) {
            reasons.add("the card does not name the hash of " + int8.file() + ", " + int8.sha256());
        }
        return reasons;
    }

    /// What the inference service would refuse to load.
    private static List<String> ofThresholds(ModelDescription description) {
        List<String> reasons = new ArrayList<>();
        ModelDescription.Calibration calibration = description.calibration();
        if (!calibration.kind().equals("platt")) {
            reasons.add("inference cannot serve the calibration \"%s\"".formatted(calibration.kind()));
        }
        if (!(calibration.a() > 0 && Double.isFinite(calibration.a()) && Double.isFinite(calibration.b()))) {
            reasons.add("the calibration does not rise with the score: a = %s, b = %s"
                    .formatted(calibration.a(), calibration.b()));
        }
        ModelDescription.OperatingPoints points = description.operatingPoints();
        double high = points.highSensitivity().threshold();
        double balanced = points.balanced().threshold();
        double low = points.highSpecificity().threshold();
        if (!(0 < high && high <= balanced && balanced <= low && low < 1)) {
            reasons.add("the thresholds must rise within 0 to 1 from high sensitivity over balanced to high"
                    + " specificity, are %s, %s, %s".formatted(high, balanced, low));
        }
        return reasons;
    }
}
