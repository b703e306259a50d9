package io.pleura.ingest;

import io.pleura.ingest.check.EligibilityRules;
import io.pleura.schemas.ErrorKind;
import io.pleura.schemas.ReasonCode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// What an operator sees of the eligibility rules: those in force, and what this instance decided since its start.
/// Objects that were sent again count again.
///
/// @param sha256 of `rules`, as in the events
/// @param eligible objects that the rules let in
/// @param byRule in the order in which rules are asked
/// @param refused every reason for what an object is, also those without a rule
/// @param rules their text
record EligibilityView(
        String name, String sha256, long eligible, List<RuleCount> byRule, List<ReasonCount> refused, String rules) {

    /// @param refused objects that the rule refused
    /// @param unstated objects that it let pass although they do not state what it asks for
    record RuleCount(String rule, long refused, long unstated) {}

    record ReasonCount(ReasonCode reason, String meaning, String remedy, long count) {}

    static EligibilityView of(EligibilityRules rules, IngestMetrics metrics) {
        return new EligibilityView(
                rules.name(),
                rules.hash().value(),
                (long) metrics.eligible().count(),
                EligibilityRules.names().stream()
                        .map(rule -> new RuleCount(
                                rule, (long) metrics.refusedBy(rule).count(), (long)
                                        metrics.unstated(rule).count()))
                        .toList(),
                Arrays.stream(ReasonCode.values())
                        .filter(reason -> reason.kind() == ErrorKind.BAD_INPUT)
                        .map(reason -> new ReasonCount(reason, reason.meaning(), reason.remedy(), (long)
                                metrics.rejected(reason).count()))
                        .toList(),
                rules.text());
    }

    /// For a browser; needs nothing but itself.
    String html() {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <meta charset="utf-8">
                <title>Pleura: eligibility</title>
                <style>
                body { font-family: sans-serif; margin: 2em; }
                td, th { padding: 0.2em 1em 0.2em 0; text-align: left; }
                .count { text-align: right; }
                </style>
                <h1>Which objects are scored</h1>
                <p>Rules in force: <b>%s</b>, SHA-256 <code>%s</code>.
                Counts are this instance's since its start; an object that is sent again counts again.</p>
                <p>Let in by the rules: <b>%d</b>. What is refused is kept and reported; nothing is said of what it shows.</p>
                <table>
                <tr><th>Rule<th class="count">Refused<th class="count">Passed without stating it
                %s</table>
                <h2>Reasons for refusal</h2>
                <table>
                <tr><th>Reason<th>Meaning<th>What to do<th class="count">Objects
                %s</table>
                <h2>The rules</h2>
                <pre>%s</pre>
                </html>
                """.formatted(
                        escaped(name),
                        sha256,
                        eligible,
                        byRule.stream()
                                .map(count -> "<tr><td>%s<td class=\"count\">%d<td class=\"count\">%d\n"
                                        .formatted(count.rule(), count.refused(), count.unstated()))
                                .collect(Collectors.joining()),
                        refused.stream()
                                .map(count -> "<tr><td>%s<td>%s<td>%s<td class=\"count\">%d\n"
                                        .formatted(
                                                count.reason(),
                                                escaped(count.meaning()),
                                                escaped(count.remedy()),
                                                count.count()))
                                .collect(Collectors.joining()),
                        escaped(rules));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
