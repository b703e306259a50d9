package io.pleura.inference;

import io.pleura.schemas.RecordPlace;
import java.time.Duration;
import java.util.Set;

/// What the loop needs to know.
///
/// @param workerId static member id and suffix of the transactional id; unique among running workers
/// @param batchSize radiographs in one run of the model
/// @param transactionSize radiographs in one transaction at most; what is below the batch size counts as that
/// @param operatingPoint a name in model.json
/// @param passOver records of an unknown schema that are refused
/// @param retryAfter first wait after a failure; doubles up to `retryAtMost`
public record WorkerSettings(
        String workerId,
        int batchSize,
        int transactionSize,
        String operatingPoint,
        Duration routineTargetWait,
        int bufferedPerPartition,
        Set<RecordPlace> passOver,
        Duration retryAfter,
        Duration retryAtMost) {

    public WorkerSettings {
        transactionSize = Math.max(batchSize, transactionSize);
    }
}
