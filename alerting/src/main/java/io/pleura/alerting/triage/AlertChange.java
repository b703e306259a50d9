package io.pleura.alerting.triage;

/// Why an alert changed. UNKNOWN stands for a change that a newer version of this service recorded.
public enum AlertChange {
    RAISED,
    IMAGE_ADDED,
    REOPENED,
    ESCALATED,
    ACKNOWLEDGED,
    DISMISSED,
    COMMENTED,
    RETURNED,
    UNKNOWN;

    boolean bringsAnImage() {
        return this == RAISED || this == IMAGE_ADDED || this == REOPENED;
    }
}
