package io.pleura.ingest.store;

import io.pleura.schemas.ContentHash;
import io.pleura.schemas.SopInstanceUid;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The durable intent to publish one event about one SOP instance: enough to publish it again, and to find out whether
/// that was done.
///
/// @param sequence rises from claim to claim of one owner: the order in which they came
/// @param owner the ingest instance that publishes it
/// @param offset an offset of the partition that the event's own offset cannot be below
/// @param key record key
/// @param event the record value
public record Claim(
        SopInstanceUid instance,
        ContentHash hash,
        long sequence,
        String owner,
        String topic,
        int partition,
        long offset,
        String key,
        byte[] event) {

    /// Arrays compare by identity otherwise.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Claim that
                && instance.equals(that.instance)
                && hash.equals(that.hash)
                && sequence == that.sequence
                && owner.equals(that.owner)
                && topic.equals(that.topic)
                && partition == that.partition
                && offset == that.offset
                && key.equals(that.key)
                && Arrays.equals(event, that.event);
    }

    @Override
    public int hashCode() {
        return Objects.hash(instance, hash, topic, partition, offset);
    }
}
