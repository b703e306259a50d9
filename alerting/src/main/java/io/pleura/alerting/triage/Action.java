package io.pleura.alerting.triage;

/// What somebody does to an alert. RETURN takes back an acknowledgement or a dismissal: the alert is new again.
/// ESCALATE is the timer's own record of what it did, kept for audits.
public enum Action {
    ACKNOWLEDGE,
    DISMISS,
    COMMENT,
    ESCALATE,
    RETURN,
    UNKNOWN;

    /// Whether it counts only with the reason for it.
    public boolean needsReason() {
        return this == DISMISS || this == COMMENT;
    }
}
