package io.pleura.ingest.check;

import io.pleura.imaging.dicom.SopClasses;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a refusal says was found: tags, UIDs, codes and numbers. A sender's own text stays out, as it may name anybody.
final class RefusalText {

    private static final Pattern CODE_STRING = Pattern.compile("[A-Z0-9_ ]{1,16}");
    private static final int MAX_LISTED_LENGTH = 40;

    private RefusalText() {}

    /// What an attribute states, and after a semicolon what its rule would have let pass.
    static String of(CodeAttribute attribute, CodeRule rule, ObjectHeader header, List<String> values) {
        return attribute.shown() + " " + found(attribute, header, values) + wanted(rule, values);
    }

    private static String found(CodeAttribute attribute, ObjectHeader header, List<String> values) {
        return switch (attribute) {
            case SOP_CLASS -> uid(header.sopClassUid());
            case PRESENTATION_INTENT ->
                shown(header.presentationIntent())
                        + (header.sopClassUid().equals(SopClasses.DIGITAL_X_RAY_IMAGE_STORAGE_FOR_PROCESSING)
                                ? ", the SOP class is for processing"
                                : "");
            case VIEW_CODE -> shown(header.viewCodes(), "names another projection");
            case PATIENT_ORIENTATION -> values.isEmpty() ? "is absent" : "is that of a lateral view";
            case ANATOMIC_REGION -> shown(header.anatomicRegions(), "names another region");
            case MODALITY -> shown(header.modality());
            case VIEW_POSITION -> shown(header.viewPosition());
            case BODY_PART -> shown(header.bodyPart());
        };
    }

    /// What would have passed, where the rule has a short list of it.
    private static String wanted(CodeRule rule, List<String> values) {
        String listed = String.join(", ", rule.accept());
        boolean stated =
                !values.isEmpty() && CODE_STRING.matcher(values.getFirst()).matches();
        return stated && rule.other() == Verdict.REFUSE && !listed.isEmpty() && listed.length() <= MAX_LISTED_LENGTH
                ? "; wanted: " + listed
                : "";
    }

    /// Sender's text goes into an event only when it looks like the code that it should be.
    static String shown(String code) {
        if (code.isEmpty()) {
            return "is absent";
        }
        return CODE_STRING.matcher(code).matches() ? "is " + code : "is no code string";
    }

    /// What the standard's codes mean is shown; senders' own Code Meanings are free text, and stay out.
    private static String shown(List<CodedTerm> terms, String inOtherWords) {
        if (terms.isEmpty()) {
            return "is absent";
        }
        return terms.stream().allMatch(CodedTerm::listed)
                ? terms.stream().map(CodedTerm::meaning).distinct().collect(Collectors.joining("; ", "is ", ""))
                : inOtherWords;
    }

    static String shown(OptionalInt number) {
        return number.isPresent() ? Integer.toString(number.getAsInt()) : "?";
    }

    static String uid(String uid) {
        return uid.matches("[0-9.]{1,64}") ? "is " + uid : "is absent or malformed";
    }
}
