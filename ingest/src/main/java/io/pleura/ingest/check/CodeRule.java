package io.pleura.ingest.check;

import java.util.List;
import java.util.function.BiPredicate;

/// A rule about an attribute with coded values. What it refuses comes before what it accepts.
///
/// @param other about a value in neither list
/// @param missing about an object that does not state the attribute
record CodeRule(List<String> accept, List<String> refuse, Verdict other, Verdict missing) {

    CodeRule {
        accept = List.copyOf(accept);
        refuse = List.copyOf(refuse);
    }

    /// @param values of one object, stated and not blank
    /// @param matches whether a stated value is one of those that a listed value means
    Verdict about(List<String> values, BiPredicate<String, String> matches) {
        if (values.isEmpty()) {
            return missing;
        }
        if (anyOf(refuse, values, matches)) {
            return Verdict.REFUSE;
        }
        return anyOf(accept, values, matches) ? Verdict.ACCEPT : other;
    }

    /// Whether one of the values is listed as accepted and none as refused.
    boolean lists(List<String> values, BiPredicate<String, String> matches) {
        return anyOf(accept, values, matches) && !anyOf(refuse, values, matches);
    }

    /// Whether one of the values is listed as accepted, whatever else is said.
    boolean names(List<String> values, BiPredicate<String, String> matches) {
        return anyOf(accept, values, matches);
    }

    private static boolean anyOf(List<String> listed, List<String> values, BiPredicate<String, String> matches) {
        return values.stream().anyMatch(value -> listed.stream().anyMatch(item -> matches.test(value, item)));
    }
}
