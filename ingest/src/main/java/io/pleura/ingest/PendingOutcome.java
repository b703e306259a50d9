package io.pleura.ingest;

/// What became of an object, which may still be on its way into the log. Asked for once.
@FunctionalInterface
public interface PendingOutcome {

    /// Waits until it is durable, or known not to be.
    Outcome await();
}
