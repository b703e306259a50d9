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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Asks the eligibility rules, in their order, and whether the pixels can be read; the first refusal counts.
///
/// The shipped rules let pass what is not stated: real radiographs lack view, body part and more, and a missed
/// pneumothorax costs more than a score for an elbow. What is stated and contradicts them is refused.
public final class Eligibility {

    /// Storage SOP classes that hold single radiographs. Secondary Capture, because digitizers and exports use it.
    public static final Set<String> RADIOGRAPH_SOP_CLASSES = Set.of(
            SopClasses.COMPUTED_RADIOGRAPHY_IMAGE_STORAGE,
            SopClasses.DIGITAL_X_RAY_IMAGE_STORAGE_FOR_PRESENTATION,
            SopClasses.DIGITAL_X_RAY_IMAGE_STORAGE_FOR_PROCESSING,
            SopClasses.SECONDARY_CAPTURE_IMAGE_STORAGE);

    private static final Set<Integer> BITS_ALLOCATED = Set.of(8, 16);
    private static final Set<String> PHOTOMETRIC_INTERPRETATIONS = Set.of("MONOCHROME1", "MONOCHROME2");

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
        List<String> unstated = new ArrayList<>();
        Optional<Refused> refusal = codes(header, unstated)
                .or(() -> age(header, unstated))
                .or(() -> pixels(header))
                .or(() -> side(header))
                .or(header::undecodable); // asked last, so that it concerns no others
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
                header.columns().orElseThrow(),
                unstated);
    }

    /// @param unstated takes the names of rules that let pass what the object does not state
    private Optional<Refused> codes(ObjectHeader header, List<String> unstated) {
        for (CodeAttribute attribute : CodeAttribute.values()) {
            if (saidOtherwise(attribute, header)) {
                continue;
            }
            List<String> values = attribute.values(header);
            if (attribute.verdict(rules.rule(attribute), values) == Verdict.REFUSE) {
                ReasonCode reason = values.isEmpty() ? attribute.missing() : attribute.refused();
                return refuse(
                        reason, attribute.rule(), RefusalText.of(attribute, rules.rule(attribute), header, values));
            }
            if (values.isEmpty()) {
                unstated.add(attribute.rule());
            }
        }
        return Optional.empty();
    }

    /// Whether another attribute makes this one superfluous: a coded view or region needs no other statement, and
    /// what is stated in words is not asked of codes and axes again.
    private boolean saidOtherwise(CodeAttribute attribute, ObjectHeader header) {
        return switch (attribute) {
            case VIEW_POSITION -> header.viewPosition().isEmpty() && accepted(CodeAttribute.VIEW_CODE, header);
            case PATIENT_ORIENTATION -> !header.viewPosition().isEmpty();
            case BODY_PART -> header.bodyPart().isEmpty() && accepted(CodeAttribute.ANATOMIC_REGION, header);
            case ANATOMIC_REGION -> !header.bodyPart().isEmpty();
            case SOP_CLASS, MODALITY, PRESENTATION_INTENT, VIEW_CODE -> false;
        };
    }

    private boolean accepted(CodeAttribute attribute, ObjectHeader header) {
        return attribute.isAccepted(rules.rule(attribute), attribute.values(header));
    }

    private Optional<Refused> age(ObjectHeader header, List<String> unstated) {
        AgeRule rule = rules.age();
        if (header.age().isEmpty()) {
            if (rule.missing() == Verdict.REFUSE) {
                return refuse(
                        ReasonCode.NOT_STATED,
                        AgeRule.NAME,
                        "Patient's Age (0010,1010) and Birth Date (0010,0030) are absent");
            }
            unstated.add(AgeRule.NAME);
            return Optional.empty();
        }
        return rule.includes(header.age().get())
                ? Optional.empty()
                : refuse(
                        ReasonCode.AGE_OUT_OF_RANGE,
                        AgeRule.NAME,
                        "Patient's Age is not from %s to %s".formatted(rule.minimum(), rule.maximum()));
    }

    /// Whether its pixels can be read, which no rule changes.
    private static Optional<Refused> pixels(ObjectHeader header) {
        if (!header.pixelData()) {
            return unreadable(ReasonCode.NO_PIXEL_DATA, "Pixel Data (7FE0,0010) is absent");
        }
        if (header.frames().orElse(1) > 1) {
            return unreadable(
                    ReasonCode.MULTI_FRAME,
                    "Number of Frames (0028,0008) is " + header.frames().getAsInt());
        }
        if (TransferSyntax.of(header.transferSyntaxUid())
                .filter(PixelDecoder::supports)
                .isEmpty()) {
            return unreadable(
                    ReasonCode.UNSUPPORTED_TRANSFER_SYNTAX,
                    "Transfer Syntax UID (0002,0010) " + RefusalText.uid(header.transferSyntaxUid()));
        }
        if (header.samplesPerPixel().orElse(1) != 1
                || !BITS_ALLOCATED.contains(header.bitsAllocated().orElse(0))
                || !PHOTOMETRIC_INTERPRETATIONS.contains(header.photometricInterpretation())) {
            return unreadable(
                    ReasonCode.UNSUPPORTED_PIXEL_FORMAT,
                    "%s samples of %s bits, photometric interpretation %s"
                            .formatted(
                                    RefusalText.shown(header.samplesPerPixel()),
                                    RefusalText.shown(header.bitsAllocated()),
                                    RefusalText.shown(header.photometricInterpretation())));
        }
        if (header.rows().isEmpty() || header.columns().isEmpty()) {
            return unreadable(
                    ReasonCode.UNSUPPORTED_PIXEL_FORMAT,
                    (header.rows().isEmpty() ? "Rows (0028,0010)" : "Columns (0028,0011)") + " is absent or no number");
        }
        if (header.polarity().isEmpty()) {
            return unreadable(
                    ReasonCode.UNSUPPORTED_PIXEL_FORMAT,
                    "Photometric Interpretation (0028,0004) and Presentation LUT Shape (2050,0020) contradict each other");
        }
        return Optional.empty();
    }

    private Optional<Refused> side(ObjectHeader header) {
        SideRule rule = rules.side();
        int rows = header.rows().orElseThrow();
        int columns = header.columns().orElseThrow();
        if (!rule.includes(rows, columns)) {
            return refuse(
                    ReasonCode.IMPLAUSIBLE_SIZE,
                    SideRule.NAME,
                    "%d rows, %d columns; %d to %d are plausible"
                            .formatted(rows, columns, rule.minimum(), rule.maximum()));
        }
        return (long) rows * columns > PixelDecoder.MAX_PIXELS
                ? unreadable(
                        ReasonCode.LIMIT_EXCEEDED,
                        "%d rows, %d columns; %d pixels can be decoded"
                                .formatted(rows, columns, PixelDecoder.MAX_PIXELS))
                : Optional.empty();
    }

    private static String missing(Optional<StudyUid> study, Optional<SeriesUid> series) {
        if (study.isEmpty()) {
            return "Study Instance UID (0020,000D) is absent or malformed";
        }
        return series.isEmpty()
                ? "Series Instance UID (0020,000E) is absent or malformed"
                : "SOP Instance UID (0008,0018) is absent or malformed";
    }

    private static Optional<Refused> refuse(ReasonCode reason, String rule, String detail) {
        return Optional.of(new Refused(reason, detail, Optional.of(rule)));
    }

    private static Optional<Refused> unreadable(ReasonCode reason, String detail) {
        return Optional.of(new Refused(reason, detail));
    }

    private static <U> Optional<U> uid(String value, Function<String, U> type) {
        try {
            return Optional.of(type.apply(value));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
