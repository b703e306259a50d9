package io.pleura.standalone.alerting;

/// Where the child process ends itself, as suddenly as by `kill -9`.
enum CrashPoint {
    /// Alerts are with the broker and what the stores remember of them is not: sends to different partitions overtake
    /// each other.
    ALERT_SENT_STORE_NOT,
    /// Everything is with the broker, the transaction open.
    BEFORE_COMMIT,
    /// The transaction is committed, and the process does not know yet.
    AFTER_COMMIT,
    NOWHERE
}
