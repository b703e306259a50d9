package io.pleura.ingest.publish;

/// What became of an event.
public sealed interface PublishOutcome {

    /// It is in the log, acknowledged by all in-sync replicas, once.
    record Committed() implements PublishOutcome {}

    /// It is not known to be in the log. A claimed event is tried again later, after a look.
    ///
    /// @param why for logs and the health report
    record Unknown(String why) implements PublishOutcome {}

    /// Too many events are waiting; this one was not taken.
    record QueueFull() implements PublishOutcome {}
}
