package io.pleura.alerting.triage;

/// Where an alert stands. NEW is the only state that escalates.
public enum AlertState {
    NEW,
    ACKNOWLEDGED,
    DISMISSED
}
