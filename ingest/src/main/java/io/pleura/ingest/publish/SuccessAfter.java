package io.pleura.ingest.publish;

/// When a sender hears of success, and may delete its copy.
public enum SuccessAfter {
    /// Bytes and event are on ingest's own disks. The event is published behind it, and after a crash by the next life.
    DISK,
    /// Bytes are on disk and the event is in the log on all in-sync replicas; while Kafka is away, in the spool.
    LOG
}
