package io.pleura.inference.publish;

/// How a transaction ended, when its end is known.
public sealed interface Commit {

    record Committed() implements Commit {}

    /// Nothing of the batch is visible and its offsets are not committed: it will be read again.
    record Aborted(RuntimeException cause) implements Commit {}
}
