package io.pleura.alerting.triage;

/// The lane of a study. STAT comes first.
public enum Priority {
    STAT,
    ROUTINE;

    /// The more urgent of the two: a study is never moved to a lower lane.
    public Priority orHigher(Priority other) {
        return compareTo(other) <= 0 ? this : other;
    }
}
