package io.pleura.ingest.publish;

import java.nio.file.Path;
import java.time.Duration;

/// How events reach the log.
///
/// @param transactionalId the same after a restart and unlike any other instance's, so that a predecessor is fenced
/// @param timeout for each exchange with Kafka, and of a transaction
/// @param queueCapacity events that may wait
/// @param maxBatch events in one transaction
/// @param interval from the beginning of one transaction to that of the next, under load: what comes meanwhile
/// shares it
/// @param retryPause between attempts to reach Kafka
/// @param endsFile keeps where the partitions ended, see {@link LogEnds}
public record PublisherSettings(
        String bootstrapServers,
        String transactionalId,
        Duration timeout,
        int queueCapacity,
        int maxBatch,
        Duration interval,
        Duration retryPause,
        Path endsFile) {}
