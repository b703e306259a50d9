package io.pleura.alerting.triage;

/// What somebody does to an alert. ESCALATE is the timer's own record of what it did, kept for audits.
public enum Action {
    ACKNOWLEDGE,
    DISMISS,
    COMMENT,
    ESCALATE,
    UNKNOWN
}
