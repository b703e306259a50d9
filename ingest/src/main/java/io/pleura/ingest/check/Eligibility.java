package io.pleura.ingest.check;

import io.pleura.imaging.codec.PixelDecoder;
import io.pleura.imaging.dicom.SopClasses;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.ingest.check.Decision.Eligible;
import io.pleura.ingest.check.Decision.Refused;
import io.pleura.schemas.ReasonCode;
import io.pleura.schemas.SeriesUid;
import io.pleura.schemas.SopInstanceUid;
import io.pleura.schemas.StudyUid;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// The eligibility rules, in the order in which they are asked; the first that refuses gives the reason.
///
/// What is not stated passes: real radiographs lack view, body part and more, and a missed pneumothorax costs more than
/// a score for an elbow. What is stated and contradicts a frontal chest radiograph is refused.
public final class Eligibility {

    /// Storage SOP classes that hold single radiographs. Secondary Capture, because digitizers and exports use it.
    public static final Set<String> RADIOGRAPH_SOP_CLASSES = Set.of(
            SopClasses.COMPUTED_RADIOGRAPHY_IMAGE_STORAGE,
            SopClasses.DIGITAL_X_RAY_IMAGE_STORAGE_FOR_PRESENTATION,
            SopClasses.DIGITAL_X_RAY_IMAGE_STORAGE_FOR_PROCESSING,
            SopClasses.SECONDARY_CAPTURE_IMAGE_STORAGE);

    private static final Set<Integer> BITS_ALLOCATED = Set.of(8, 16);
    private static final Set<String> PHOTOMETRIC_INTERPRETATIONS = Set.of("MONOCHROME1", "MONOCHROME2");
    private static final List<String> NOT_FRONTAL_MEANINGS = List.of("lateral", "oblique", "decubitus", "lordotic");
    private static final Pattern CODE_STRING = Pattern.compile("[A-Z0-9_ ]{1,16}");

    private final EligibilityRules rules;

    public Eligibility(EligibilityRules rules) {
        this.rules = rules;
    }

    /// Decides about one object.
    ///
    /// @param header what the object says of itself
    public Decision decide(ObjectHeader header) {
        Optional<StudyUid> study = uid(header.studyUid(), StudyUid::new);
        Optional<SeriesUid> series = uid(header.seriesUid(), SeriesUid::new);
        Optional<SopInstanceUid> instance = uid(header.sopInstanceUid(), SopInstanceUid::new);
        if (study.isEmpty() || series.isEmpty() || instance.isEmpty()) {
            return new Refused(ReasonCode.MISSING_IDENTIFIER, missing(study, series));
        }
        Optional<Refused> refusal = kind(header).or(() -> view(header)).or(() -> pixels(header));
        if (refusal.isPresent()) {
            return refusal.get();
        }
        return new Eligible(
                study.get(),
                series.get(),
                instance.get(),
                header.sopClassUid(),
                header.transferSyntaxUid(),
                header.modality(),
                Optional.of(header.viewPosition()).filter(view -> !view.isEmpty()),
                header.rows().orElseThrow(),
                header.columns().orElseThrow());
    }

    /// What kind of object it is.
    private Optional<Refused> kind(ObjectHeader header) {
        if (!RADIOGRAPH_SOP_CLASSES.contains(header.sopClassUid())) {
            return refuse(ReasonCode.UNSUPPORTED_SOP_CLASS, "SOP Class UID (0008,0016) " + printableUid(header));
        }
        if (!rules.modalities().contains(header.modality())) {
            return refuse(ReasonCode.UNSUPPORTED_MODALITY, "Modality (0008,0060) " + shown(header.modality()));
        }
        if (header.presentationIntent().equals("FOR PROCESSING")
                || header.sopClassUid().equals(SopClasses.DIGITAL_X_RAY_IMAGE_STORAGE_FOR_PROCESSING)) {
            return refuse(ReasonCode.FOR_PROCESSING, "Presentation Intent Type (0008,0068) or SOP class says so");
        }
        return Optional.empty();
    }

    /// What it shows, from which side.
    private Optional<Refused> view(ObjectHeader header) {
        String view = header.viewPosition();
        if (!view.isEmpty() && !rules.frontalViews().contains(view)) {
            return refuse(ReasonCode.NOT_FRONTAL, "View Position (0018,5101) " + shown(view));
        }
        if (header.viewCodeMeanings().stream().anyMatch(Eligibility::meansNotFrontal)) {
            return refuse(ReasonCode.NOT_FRONTAL, "View Code Sequence (0054,0220) names another projection");
        }
        if (view.isEmpty() && seenFromTheSide(header.patientOrientation())) {
            return refuse(ReasonCode.NOT_FRONTAL, "Patient Orientation (0020,0020) is that of a lateral view");
        }
        String bodyPart = header.bodyPart();
        if (!bodyPart.isEmpty() && rules.chestBodyParts().stream().noneMatch(bodyPart::contains)) {
            return refuse(ReasonCode.NOT_CHEST, "Body Part Examined (0018,0015) " + shown(bodyPart));
        }
        return Optional.empty();
    }

    /// Whether its pixels can be read.
    private Optional<Refused> pixels(ObjectHeader header) {
        if (!header.pixelData()) {
            return refuse(ReasonCode.NO_PIXEL_DATA, "Pixel Data (7FE0,0010) is absent");
        }
        if (header.frames().orElse(1) > 1) {
            return refuse(
                    ReasonCode.MULTI_FRAME,
                    "Number of Frames (0028,0008) is " + header.frames().getAsInt());
        }
        if (TransferSyntax.of(header.transferSyntaxUid())
                .filter(PixelDecoder::supports)
                .isEmpty()) {
            return refuse(
                    ReasonCode.UNSUPPORTED_TRANSFER_SYNTAX, "Transfer Syntax UID (0002,0010) " + syntaxShown(header));
        }
        if (header.samplesPerPixel().orElse(1) != 1
                || !BITS_ALLOCATED.contains(header.bitsAllocated().orElse(0))
                || !PHOTOMETRIC_INTERPRETATIONS.contains(header.photometricInterpretation())) {
            return refuse(
                    ReasonCode.UNSUPPORTED_PIXEL_FORMAT,
                    "%s samples of %s bits, photometric interpretation %s"
                            .formatted(
                                    shown(header.samplesPerPixel()),
                                    shown(header.bitsAllocated()),
                                    shown(header.photometricInterpretation())));
        }
        int rows = header.rows().orElse(0);
        int columns = header.columns().orElse(0);
        if (Math.min(rows, columns) < rules.minSide() || Math.max(rows, columns) > rules.maxSide()) {
            return refuse(
                    ReasonCode.IMPLAUSIBLE_SIZE,
                    "%d rows, %d columns; %d to %d are plausible"
                            .formatted(rows, columns, rules.minSide(), rules.maxSide()));
        }
        return Optional.empty();
    }

    private static boolean meansNotFrontal(String meaning) {
        String lower = meaning.toLowerCase(Locale.ROOT);
        return NOT_FRONTAL_MEANINGS.stream().anyMatch(lower::contains);
    }

    /// Rows of a frontal image run to the patient's left or right, those of a lateral one to anterior or posterior
    /// (PS3.3 section C.7.6.1.1.1).
    private static boolean seenFromTheSide(List<String> patientOrientation) {
        return !patientOrientation.isEmpty()
                && (patientOrientation.getFirst().startsWith("A")
                        || patientOrientation.getFirst().startsWith("P"));
    }

    private static String missing(Optional<StudyUid> study, Optional<SeriesUid> series) {
        if (study.isEmpty()) {
            return "Study Instance UID (0020,000D) is absent or malformed";
        }
        return series.isEmpty()
                ? "Series Instance UID (0020,000E) is absent or malformed"
                : "SOP Instance UID (0008,0018) is absent or malformed";
    }

    private static Optional<Refused> refuse(ReasonCode reason, String detail) {
        return Optional.of(new Refused(reason, detail));
    }

    private static <U> Optional<U> uid(String value, Function<String, U> type) {
        try {
            return Optional.of(type.apply(value));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Sender's text goes into an event only when it looks like the code that it should be.
    private static String shown(String code) {
        if (code.isEmpty()) {
            return "is absent";
        }
        return CODE_STRING.matcher(code).matches() ? "is " + code : "is no code string";
    }

    private static String shown(OptionalInt number) {
        return number.isPresent() ? Integer.toString(number.getAsInt()) : "?";
    }

    private static String printableUid(ObjectHeader header) {
        return header.sopClassUid().matches("[0-9.]{1,64}") ? "is " + header.sopClassUid() : "is absent or malformed";
    }

    private static String syntaxShown(ObjectHeader header) {
        return header.transferSyntaxUid().matches("[0-9.]{1,64}")
                ? "is " + header.transferSyntaxUid()
                : "is absent or malformed";
    }
}
