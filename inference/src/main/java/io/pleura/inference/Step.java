package io.pleura.inference;

/// Points of the loop at which a crash leaves different traces; told to an observer.
public enum Step {
    /// A batch was chosen; nothing is done with it yet.
    POLLED,
    /// Every task of the batch has its outcome, in memory only.
    SCORED,
    /// The outcomes are on their way to Kafka, in an open transaction.
    SENT,
    /// So are the offsets.
    OFFSETS_SENT,
    /// The transaction is committed.
    COMMITTED
}
