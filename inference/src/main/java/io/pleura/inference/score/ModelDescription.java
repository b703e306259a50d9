package io.pleura.inference.score;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.pleura.imaging.frame.Normalisation;
import java.util.Map;
import java.util.regex.Pattern;

/// The part of model.json that scoring needs; training writes the file. No threshold stands anywhere else.
/// [ModelFolder] sees to it that no field is absent or null.
///
/// @param sha256 of the ONNX file that runs, 64 lower-case hexadecimal digits
/// @param operatingPoints by name
@JsonIgnoreProperties(ignoreUnknown = true)
public record ModelDescription(
        String name,
        String version,
        String sha256,
        Input input,
        Grid map,
        Calibration calibration,
        Map<String, OperatingPoint> operatingPoints,
        String defaultOperatingPoint) {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final int MAX_INPUT_SIZE = 4096;
    private static final int MAX_GRID_SIDE = 128;

    public ModelDescription {
        check(isSha256(sha256), "sha256 must be 64 lower-case hexadecimal digits");
        operatingPoints = Map.copyOf(operatingPoints);
        check(
                operatingPoints.containsKey(defaultOperatingPoint),
                "defaultOperatingPoint \"" + defaultOperatingPoint + "\" is not among the operatingPoints");
    }

    static boolean isSha256(String text) {
        return SHA256.matcher(text).matches();
    }

    /// The same model in another file.
    ModelDescription withSha256(String other) {
        return new ModelDescription(
                name, version, other, input, map, calibration, operatingPoints, defaultOperatingPoint);
    }

    /// @param size side of the square input in pixels
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Input(int size, Normalisation normalisation) {
        public Input {
            check(size >= 1 && size <= MAX_INPUT_SIZE, "input.size must be 1 to " + MAX_INPUT_SIZE);
        }
    }

    /// The localization map.
    ///
    /// @param minimumNodes k: the image score is the k-th largest logit
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Grid(int rows, int columns, int minimumNodes) {
        public Grid {
            check(
                    rows >= 1 && rows <= MAX_GRID_SIDE && columns >= 1 && columns <= MAX_GRID_SIDE,
                    "map.rows and map.columns must be 1 to " + MAX_GRID_SIDE);
            check(minimumNodes >= 1 && minimumNodes <= rows * columns, "map.minimumNodes must be 1 to rows x columns");
        }

        public int cells() {
            return rows * columns;
        }
    }

    /// Platt scaling: score = 1 / (1 + exp(-(a s + b))) of the image logit s.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Calibration(String kind, double a, double b) {
        public Calibration {
            check("platt".equals(kind), "calibration.kind must be \"platt\"");
            check(a > 0 && Double.isFinite(a) && Double.isFinite(b), "calibration.a must be positive, b finite");
        }

        double score(double logit) {
            return 1 / (1 + Math.exp(-(a * logit + b)));
        }

        /// The logit whose score is `score`: a cell at or above it is one that counts towards a positive.
        double logit(double score) {
            return (Math.log(score / (1 - score)) - b) / a;
        }
    }

    /// @param threshold on the calibrated score
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record OperatingPoint(double threshold) {
        public OperatingPoint {
            check(threshold > 0 && threshold < 1, "an operating point's threshold must be between 0 and 1");
        }
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
