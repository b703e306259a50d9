package io.pleura.ingest.publish;

import io.pleura.ingest.store.Claim;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;

/// An event in the publisher's queue.
///
/// @param claim present when the event must be in the log once; rejections are written as often as they are reported
/// @param lookFirst true when an earlier attempt may have written it
record Entry(
        ProducerRecord<String, byte[]> event,
        Optional<Claim> claim,
        boolean lookFirst,
        CompletableFuture<PublishOutcome> outcome) {

    static Entry of(Claim claim, boolean lookFirst) {
        ProducerRecord<String, byte[]> event =
                new ProducerRecord<>(claim.topic(), claim.partition(), claim.key(), claim.event());
        return new Entry(event, Optional.of(claim), lookFirst, new CompletableFuture<>());
    }

    /// Whether a sender is told only when it is in the log. Those of rejections are; for claims that a sender waits for
    /// there is no interval.
    boolean isAwaited() {
        return claim.isEmpty();
    }

    static Entry of(ProducerRecord<String, byte[]> event) {
        return new Entry(event, Optional.empty(), false, new CompletableFuture<>());
    }
}
