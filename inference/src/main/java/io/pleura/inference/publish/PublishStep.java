package io.pleura.inference.publish;

/// Points within a transaction at which a crash leaves different traces.
public enum PublishStep {
    SENT,
    OFFSETS_SENT,
    COMMITTED
}
