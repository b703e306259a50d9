package io.pleura.imaging.codec;

import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.Tag;
import io.pleura.imaging.dicom.Tags;
import java.util.Locale;
import java.util.Optional;

/// Which end of an image's values is bright. Photometric Interpretation (0028,0004) says so. Presentation LUT Shape
/// (2050,0020) of an image says it again and is no second inversion: IDENTITY with MONOCHROME2, INVERSE with
/// MONOCHROME1 (PS3.3 section C.8.11.3).
///
/// In the field either is wrong where they contradict each other. Then Pixel Intensity Relationship Sign (0028,1041)
/// decides, which says where the values of dense tissue are (section C.8.11.3.1.2): they are bright in a radiograph.
public enum Polarity {
    HIGH_IS_BRIGHT,
    LOW_IS_BRIGHT;

    /// Nothing where nobody can tell.
    public static Optional<Polarity> of(DataSet dataSet) {
        Polarity photometric =
                code(dataSet, Tags.PHOTOMETRIC_INTERPRETATION).equals("MONOCHROME1") ? LOW_IS_BRIGHT : HIGH_IS_BRIGHT;
        Polarity shape =
                switch (code(dataSet, Tags.PRESENTATION_LUT_SHAPE)) {
                    case "IDENTITY" -> HIGH_IS_BRIGHT;
                    case "INVERSE" -> LOW_IS_BRIGHT;
                    default -> photometric;
                };
        if (shape == photometric) {
            return Optional.of(photometric);
        }
        return switch (dataSet.integer(Tags.PIXEL_INTENSITY_RELATIONSHIP_SIGN).orElse(0)) {
            case -1 -> Optional.of(HIGH_IS_BRIGHT);
            case 1 -> Optional.of(LOW_IS_BRIGHT);
            default -> Optional.empty();
        };
    }

    /// A code string, which some write in lower case.
    static String code(DataSet dataSet, Tag tag) {
        return dataSet.string(tag).orElse("").toUpperCase(Locale.ROOT);
    }
}
