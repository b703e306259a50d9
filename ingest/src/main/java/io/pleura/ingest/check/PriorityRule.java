package io.pleura.ingest.check;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// One reason to treat a radiograph as an emergency: STAT when what is looked at has one of the values. There is no
/// rule that lowers a priority.
///
/// @param name stands in the event
/// @param values compared in upper case
public record PriorityRule(String name, LooksAt looksAt, Set<String> values) {

    /// Where a rule looks.
    public enum LooksAt {
        /// The calling AE title of the association.
        CALLING_AE_TITLE,
        /// The request header `Pleura-Priority` of STOW-RS.
        REQUEST_HEADER,
        /// Requested Procedure Priority (0040,1003): STAT, HIGH, ROUTINE, MEDIUM, LOW.
        REQUESTED_PROCEDURE_PRIORITY,
        /// Study Priority ID (0032,000C), retired and still sent: HIGH, MED, LOW.
        STUDY_PRIORITY_ID
    }

    public PriorityRule {
        values = values.stream()
                .map(value -> value.strip().toUpperCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }
}
