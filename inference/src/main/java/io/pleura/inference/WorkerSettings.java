package io.pleura.inference;

import java.time.Duration;

/// What the loop needs to know.
///
/// @param workerId static member id and suffix of the transactional id; unique among running workers
/// @param operatingPoint a name in model.json
/// @param retryAfter first wait after a failure; doubles up to `retryAtMost`
public record WorkerSettings(
        String workerId,
        int batchSize,
        String operatingPoint,
        Duration routineTargetWait,
        int bufferedPerPartition,
        Duration retryAfter,
        Duration retryAtMost) {}
