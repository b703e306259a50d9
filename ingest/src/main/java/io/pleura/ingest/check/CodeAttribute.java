package io.pleura.ingest.check;

import io.pleura.imaging.dicom.SopClasses;
import io.pleura.schemas.ReasonCode;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Stream;

/// The attributes that rules with lists are about, in the order in which they are asked.
enum CodeAttribute {
    SOP_CLASS(
            "sop-class",
            "SOP Class UID (0008,0016)",
            String::equals,
            header -> stated(header.sopClassUid()),
            ReasonCode.UNSUPPORTED_SOP_CLASS,
            ReasonCode.UNSUPPORTED_SOP_CLASS),
    MODALITY(
            "modality",
            "Modality (0008,0060)",
            String::equals,
            header -> stated(header.modality()),
            ReasonCode.UNSUPPORTED_MODALITY,
            ReasonCode.UNSUPPORTED_MODALITY),
    PRESENTATION_INTENT(
            "presentation-intent",
            "Presentation Intent Type (0008,0068)",
            String::equals,
            CodeAttribute::presentationIntent,
            ReasonCode.FOR_PROCESSING,
            ReasonCode.NOT_STATED),
    VIEW_POSITION(
            "view-position",
            "View Position (0018,5101)",
            String::equals,
            header -> stated(header.viewPosition()),
            ReasonCode.NOT_FRONTAL,
            ReasonCode.NOT_STATED),
    VIEW_CODE(
            "view-code",
            "View Code Sequence (0054,0220)",
            String::contains,
            header -> meanings(header.viewCodes()),
            ReasonCode.NOT_FRONTAL,
            ReasonCode.NOT_STATED),
    PATIENT_ORIENTATION(
            "patient-orientation",
            "Patient Orientation (0020,0020)",
            String::startsWith,
            header -> header.patientOrientation().stream()
                    .limit(1)
                    .filter(value -> !value.isEmpty())
                    .toList(),
            ReasonCode.NOT_FRONTAL,
            ReasonCode.NOT_STATED),
    BODY_PART(
            "body-part",
            "Body Part Examined (0018,0015)",
            String::contains,
            header -> stated(header.bodyPart()),
            ReasonCode.NOT_CHEST,
            ReasonCode.NOT_STATED),
    ANATOMIC_REGION(
            "anatomic-region",
            "Anatomic Region Sequence (0008,2218)",
            String::contains,
            header -> meanings(header.anatomicRegions()),
            ReasonCode.NOT_CHEST,
            ReasonCode.NOT_STATED);

    private final String rule;
    private final String shown;
    private final BiPredicate<String, String> matches;
    private final Function<ObjectHeader, List<String>> values;
    private final ReasonCode refused;
    private final ReasonCode missing;

    CodeAttribute(
            String rule,
            String shown,
            BiPredicate<String, String> matches,
            Function<ObjectHeader, List<String>> values,
            ReasonCode refused,
            ReasonCode missing) {
        this.rule = rule;
        this.shown = shown;
        this.matches = matches;
        this.values = values;
        this.refused = refused;
        this.missing = missing;
    }

    /// The rule's name in a rules file.
    String rule() {
        return rule;
    }

    /// What a rule says of values of this attribute.
    Verdict verdict(CodeRule rule, List<String> values) {
        return isAccepted(rule, values) ? Verdict.ACCEPT : rule.about(values, matches());
    }

    /// Whether values are listed as accepted. A region that names the chest among others shows the chest, as "Chest and
    /// abdomen" does; a view that names a frontal one among others is none, as "Postero-anterior oblique".
    boolean isAccepted(CodeRule rule, List<String> values) {
        return this == ANATOMIC_REGION ? rule.names(values, matches()) : rule.lists(values, matches());
    }

    /// Name and tag, as the standard writes them.
    String shown() {
        return shown;
    }

    /// Whether a stated value, the first, is what a listed one, the second, means.
    BiPredicate<String, String> matches() {
        return matches;
    }

    /// What an object states; none when it does not.
    List<String> values(ObjectHeader header) {
        return values.apply(header);
    }

    /// The reason when a stated value is refused.
    ReasonCode refused() {
        return refused;
    }

    /// The reason when the value is wanted and missing.
    ReasonCode missing() {
        return missing;
    }

    private static List<String> stated(String value) {
        return value.isEmpty() ? List.of() : List.of(value);
    }

    private static List<String> meanings(List<CodedTerm> terms) {
        return terms.stream().map(CodedTerm::meaning).toList();
    }

    private static List<String> presentationIntent(ObjectHeader header) {
        String bySopClass = header.sopClassUid().equals(SopClasses.DIGITAL_X_RAY_IMAGE_STORAGE_FOR_PROCESSING)
                ? "FOR PROCESSING"
                : "";
        return Stream.of(header.presentationIntent(), bySopClass)
                .filter(value -> !value.isEmpty())
                .distinct()
                .toList();
    }
}
