package io.pleura.inference.publish;

/// How long each stage took for one radiograph.
///
/// @param waitMillis from receivedAt until the worker took it
/// @param inferMicros its share of its batch
public record StageTimes(
        long waitMillis, long fetchMicros, long decodeMicros, long preprocessMicros, long inferMicros) {}
