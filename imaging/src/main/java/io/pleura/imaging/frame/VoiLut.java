package io.pleura.imaging.frame;

import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.Tags;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/// Modality values to display values 0..1 (PS3.3 section C.11.2): VOI LUT Sequence, or Window Center and Width. The
/// first of several is used.
final class VoiLut {

    private VoiLut() {}

    /// @param modality the values that it maps
    static Optional<DoubleUnaryOperator> of(DataSet dataSet, InputRange modality) {
        Optional<DoubleUnaryOperator> table = dataSet.items(Tags.VOI_LUT_SEQUENCE).stream()
                .findFirst()
                .flatMap(item -> LookupTable.of(item, modality))
                .map(lut -> lut::fraction);
        return table.isPresent() ? table : window(dataSet);
    }

    private static Optional<DoubleUnaryOperator> window(DataSet dataSet) {
        Optional<Double> center = dataSet.decimal(Tags.WINDOW_CENTER);
        Optional<Double> width = dataSet.decimal(Tags.WINDOW_WIDTH);
        if (center.isEmpty() || width.isEmpty()) {
            return Optional.empty();
        }
        double c = center.get();
        double w = width.get();
        return switch (dataSet.string(Tags.VOI_LUT_FUNCTION).orElse("LINEAR")) {
            case "SIGMOID" -> w > 0 ? Optional.of(value -> 1 / (1 + Math.exp(-4 * (value - c) / w))) : Optional.empty();
            case "LINEAR_EXACT" ->
                w > 0 ? Optional.of(value -> Math.clamp((value - c) / w + 0.5, 0, 1)) : Optional.empty();
            default -> w >= 1 ? Optional.of(value -> linear(value, c, w)) : Optional.empty();
        };
    }

    /// PS3.3 section C.11.2.1.2.1, with output 0..1; a width of 1 is a threshold.
    private static double linear(double value, double center, double width) {
        if (width == 1) {
            return value <= center - 0.5 ? 0 : 1;
        }
        return Math.clamp((value - (center - 0.5)) / (width - 1) + 0.5, 0, 1);
    }
}
