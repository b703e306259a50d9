package io.pleura.ingest.check;

import io.pleura.events.Priority;
import java.util.List;
import java.util.Locale;

/// Gives each radiograph its lane: the first rule that matches makes it STAT, otherwise it is ROUTINE.
public final class PriorityRules {

    private static final String NO_RULE = "default";

    private final List<PriorityRule> rules;

    public PriorityRules(List<PriorityRule> rules) {
        this.rules = List.copyOf(rules);
    }

    /// @param rule name of the rule that matched, `default` when none did
    public record Prioritised(Priority priority, String rule) {}

    /// @param callingAeTitle empty for channels without one
    /// @param requestHeader empty when there is none
    public Prioritised prioritise(ObjectHeader header, String callingAeTitle, String requestHeader) {
        for (PriorityRule rule : rules) {
            String value =
                    switch (rule.looksAt()) {
                        case CALLING_AE_TITLE -> callingAeTitle;
                        case REQUEST_HEADER -> requestHeader;
                        case REQUESTED_PROCEDURE_PRIORITY -> header.requestedProcedurePriority();
                        case STUDY_PRIORITY_ID -> header.studyPriority();
                    };
            if (rule.values().contains(value.strip().toUpperCase(Locale.ROOT))) {
                return new Prioritised(Priority.STAT, rule.name());
            }
        }
        return new Prioritised(Priority.ROUTINE, NO_RULE);
    }
}
