package io.pleura.ingest.check;

import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.Tags;
import java.util.Locale;
import java.util.Optional;

/// What one item of a code sequence (PS3.3 section 8.8) says. Code Value and Coding Scheme Designator are what counts;
/// Code Meaning is text in whatever language the sender speaks, and decides only where nothing else can.
///
/// @param meaning in upper case: the standard's, in English, where [StandardCodes] lists the code, else the sender's
/// @param listed whether the meaning is the standard's; the sender's may hold anything
record CodedTerm(String meaning, boolean listed) {

    /// @return empty when the item says nothing
    static Optional<CodedTerm> of(DataSet item) {
        return StandardCodes.meaning(
                        text(item.string(Tags.CODING_SCHEME_DESIGNATOR)), text(item.string(Tags.CODE_VALUE)))
                .map(meaning -> new CodedTerm(meaning, true))
                .or(() -> Optional.of(new CodedTerm(text(item.string(Tags.CODE_MEANING)), false)))
                .filter(term -> !term.meaning().isEmpty());
    }

    private static String text(Optional<String> value) {
        return value.map(text -> text.strip().toUpperCase(Locale.ROOT)).orElse("");
    }
}
