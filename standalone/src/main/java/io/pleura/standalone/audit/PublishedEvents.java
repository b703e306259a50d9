package io.pleura.standalone.audit;

import io.pleura.ingest.store.Claim;
import io.pleura.ingest.store.IndexReader;
import io.pleura.schemas.ContentHash;
import io.pleura.standalone.stack.StackException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/// What ingest's indexes know as published, held against the lanes, which must have it: nobody else would miss what a
/// broker has lost together with its outcome.
///
/// Memory: [Hashes], twice what the indexes know.
final class PublishedEvents {

    private final List<Path> indexes;
    private final Hashes published = new Hashes();
    private final Hashes found = new Hashes();

    private PublishedEvents(List<Path> indexes) {
        this.indexes = List.copyOf(indexes);
    }

    /// To be read before the lanes.
    ///
    /// @param open takes what waits to be published
    /// @throws StackException when an index cannot be read whole
    static PublishedEvents read(List<Path> indexes, Consumer<Claim> open) {
        PublishedEvents events = new PublishedEvents(indexes);
        events.readIndexes(open, claim -> events.published.add(claim.hash()));
        return events;
    }

    /// @param contentHash of an event in the lanes
    void found(String contentHash) {
        if (published.size() == 0) {
            return;
        }
        try {
            ContentHash hash = new ContentHash(contentHash);
            if (published.contains(hash)) {
                found.add(hash);
            }
        } catch (IllegalArgumentException e) {
            // Nothing that ingest ever published.
        }
    }

    /// To be asked when the lanes are read.
    ///
    /// @param suspense has what may be one of these and cannot be read
    /// @param problems takes one line for each that the lanes lack and that cannot have been deleted there
    void missing(TopicReader reader, SuspenseAccount suspense, Consumer<String> problems) {
        if (published.missingIn(found) == 0) {
            return;
        }
        Map<TopicPartition, Long> begins = new HashMap<>();
        readIndexes(claim -> {}, claim -> {
            TopicPartition place = new TopicPartition(claim.topic(), claim.partition());
            if (published.contains(claim.hash())
                    && !found.contains(claim.hash())
                    && begins.computeIfAbsent(place, lane -> reader.extent(lane).begin()) <= claim.offset()
                    && !suspense.takePublished(claim.key())) {
                problems.accept("missing: published by ingest, not in the log: "
                        + Ledger.name(claim.hash().value(), claim.instance().value()));
            }
        });
    }

    private void readIndexes(Consumer<Claim> open, Consumer<Claim> done) {
        for (Path index : indexes) {
            try {
                new IndexReader(index).read(open, done);
            } catch (IOException e) {
                throw new StackException("ingest's index " + index + " cannot be read whole: " + e, e);
            }
        }
    }
}
