package io.pleura.imaging.frame;

import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.Tag;
import io.pleura.imaging.dicom.Tags;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/// Stored values to modality values (PS3.3 section C.11.1): Modality LUT Sequence, or Rescale Slope and Intercept.
///
/// @param values the modality value of a stored one
/// @param range of modality values
record ModalityLut(DoubleUnaryOperator values, InputRange range) {

    /// Larger numbers are no rescaling: values would become infinite, or all the same.
    private static final double LARGEST = 1e9;

    static ModalityLut of(DataSet dataSet, InputRange stored) {
        Optional<LookupTable> table = dataSet.items(Tags.MODALITY_LUT_SEQUENCE).stream()
                .findFirst()
                .flatMap(item -> LookupTable.of(item, stored));
        if (table.isPresent()) {
            return new ModalityLut(table.get()::entry, InputRange.TABLE_ENTRIES);
        }
        // A slope of 0 would wipe the image out; files that state it mean "none".
        double slope = plausible(dataSet, Tags.RESCALE_SLOPE)
                .filter(value -> value != 0)
                .orElse(1.0);
        double intercept = plausible(dataSet, Tags.RESCALE_INTERCEPT).orElse(0.0);
        DoubleUnaryOperator line = value -> value * slope + intercept;
        return new ModalityLut(line, stored.through(line));
    }

    private static Optional<Double> plausible(DataSet dataSet, Tag tag) {
        return dataSet.decimal(tag).filter(value -> Math.abs(value) <= LARGEST);
    }
}
