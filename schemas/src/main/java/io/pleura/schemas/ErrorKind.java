package io.pleura.schemas;

/// What an error is about, which decides what happens to the object that met it.
public enum ErrorKind {
    /// The sender's object is at fault: it is refused with a reason and goes to the rejections topic.
    BAD_INPUT,
    /// We have too much to do: the sender is asked to come again, nothing is recorded.
    OVERLOADED,
    /// Something we need (Kafka, disk, model) is away: pause, retry, and refuse new work meanwhile.
    DEPENDENCY,
    /// Our own mistake: loud, counted, and the process restarts when its state can no longer be trusted.
    BUG
}
