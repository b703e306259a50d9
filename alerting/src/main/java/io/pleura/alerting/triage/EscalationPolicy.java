package io.pleura.alerting.triage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How long a NEW alert may wait before it escalates, level by level.
///
/// @param stat waits before level 1, 2, ...; the last one repeats
/// @param routine likewise
/// @param maxLevel at this level an alert stays NEW, on top of the worklist, and does not escalate again
public record EscalationPolicy(List<Duration> stat, List<Duration> routine, int maxLevel) {

    public EscalationPolicy {
        stat = checked(stat);
        routine = checked(routine);
        if (maxLevel < 1) {
            throw new IllegalArgumentException("the highest escalation level must be 1 or more, not " + maxLevel);
        }
    }

    /// When an alert that reached `level` just now escalates next; null when it does not.
    @Nullable Instant next(Priority priority, int level, Instant now) {
        return level >= maxLevel ? null : now.plus(waitAfter(priority, level));
    }

    private Duration waitAfter(Priority priority, int level) {
        List<Duration> waits =
                switch (priority) {
                    case STAT -> stat;
                    case ROUTINE -> routine;
                };
        return waits.get(Math.min(level, waits.size() - 1));
    }

    private static List<Duration> checked(List<Duration> waits) {
        if (waits.isEmpty() || waits.stream().anyMatch(wait -> wait.compareTo(Duration.ofSeconds(1)) < 0)) {
            throw new IllegalArgumentException(
                    "escalation needs one wait at least, each of a second or more: " + waits);
        }
        return List.copyOf(waits);
    }
}
