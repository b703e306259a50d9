package io.pleura.training.export;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.pleura.training.data.Example;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The file `model.json` of a model folder. Field names are the contract with the inference service.
///
/// @param sha256 of `model.onnx`, lower-case hexadecimal
/// @param int8 absent where the model has no int8 file
@JsonPropertyOrder({
    "name",
    "version",
    "sha256",
    "input",
    "map",
    "calibration",
    "operatingPoints",
    "defaultOperatingPoint",
    "trainedOn",
    "evaluation",
    "int8",
    "intendedUse",
    "warning"
})
public record ModelDescription(
        String name,
        String version,
        String sha256,
        Input input,
        Map map,
        Calibration calibration,
        OperatingPoints operatingPoints,
        String defaultOperatingPoint,
        String trainedOn,
        Figures evaluation,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Int8 int8,
        String intendedUse,
        String warning) {

    public static final String WARNING =
            "Trained on synthetic phantoms only. Not a medical device. Not for diagnostic use.";
    public static final String WARNING_OF_OTHERS =
            "Trained on images of others for research. Not to be passed on. Not a medical device. Not for diagnostic use.";
    public static final String INTENDED_USE =
            "Demonstration and test of the Pleura pipeline with synthetic images. Not fit for patients.";
    public static final String INTENDED_USE_OF_OTHERS =
            "Research on images like those that it was trained on. Not fit for patients.";

    private static final String OTHERS = "not phantoms only: ";
    private static final Pattern BETWEEN = Pattern.compile(", (?=phantoms(?:,|$)|[a-z]+:)");

    /// {@link #trainedOn} of weights that have seen more than phantoms.
    static String trainedOn(List<String> seen, long seed) {
        return OTHERS + "%s; run seed %d".formatted(String.join(", ", seen), seed);
    }

    /// The data sets that the weights have seen, where they are more than phantoms; else none.
    public List<String> seen() {
        return trainedOn.startsWith(OTHERS)
                ? List.of(BETWEEN.split(trainedOn.substring(OTHERS.length()).replaceFirst("; run seed -?\\d+$", "")))
                : List.of();
    }

    /// @param size edge of the square input in pixels
    public record Input(int size, Stretch normalisation) {}

    public record Stretch(double lowPercentile, double highPercentile, float mean, float std) {

        static Stretch ofExamples() {
            return new Stretch(
                    Example.NORMALISATION.lowPercentile(),
                    Example.NORMALISATION.highPercentile(),
                    Example.NORMALISATION.mean(),
                    Example.NORMALISATION.std());
        }
    }

    /// @param minimumNodes k: s is the k-th largest logit
    public record Map(int rows, int columns, int minimumNodes) {}

    /// score = 1 / (1 + exp(-(a s + b)))
    public record Calibration(String kind, double a, double b) {}

    public record OperatingPoints(Point highSensitivity, Point balanced, Point highSpecificity) {}

    /// @param threshold on the calibrated score, chosen on validation images
    /// @param sensitivity at the threshold, measured on test images
    public record Point(double threshold, double sensitivity, double specificity) {}

    /// The same network in 8-bit integers, for CPUs; what it lost was measured on the test images.
    ///
    /// @param ranges how the ranges of the activations were chosen
    /// @param calibrationImages validation images that the activations were watched on
    /// @param aucLoss AUC of fp32 minus that of int8
    /// @param diceLoss mean Dice of the positives of fp32 minus that of int8; absent where the model has no map,
    /// or a positive image no mask
    /// @param scoreShift mean absolute change of the image score s, in logits, on validation images
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Int8(
            String file,
            String sha256,
            String ranges,
            int calibrationImages,
            int testImages,
            double auc,
            double aucLoss,
            @Nullable Double diceLoss,
            double scoreShift) {}

    /// @param dicePositives mean over the positive test images, on nodes, at the default operating point's cut; absent
    /// where the model has no map, or one of these images no mask
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Figures(
            int testImages, double auc, @Nullable Double dicePositives) {}
}
