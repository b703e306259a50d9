package io.pleura.ingest.publish;

/// Where an event will go.
///
/// @param offset lower bound of the offset that the next record in the partition gets
public record LogPlace(String topic, int partition, long offset) {}
