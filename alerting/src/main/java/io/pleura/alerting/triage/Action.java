package io.pleura.alerting.triage;

/// What somebody does to an alert. ESCALATE is the timer's own record of what it did, kept for audits.
public enum Action {
    ACKNOWLEDGE,
    DISMISS,
    COMMENT,
    ESCALATE,
    UNKNOWN;

    /// Whether it counts only with the reason for it.
    public boolean needsReason() {
        return this == DISMISS || this == COMMENT;
    }
}
