package io.pleura.standalone.audit;

import io.pleura.events.RadiographReceived;
import io.pleura.ingest.store.IndexReader;
import io.pleura.schemas.ContentHash;
import io.pleura.schemas.Topic;
import io.pleura.standalone.stack.StackException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Every blob that something names: an event of a radiograph that was received or rejected, its eligibility rules
/// included, or a claim whose event waits. Other topics name radiographs that were received, so they are not read.
///
/// Memory: [Hashes], for the events and while they are read once more for what the indexes know as published.
final class NamedBlobs {

    private final Hashes named = new Hashes();
    private final Hashes published = new Hashes();
    private final List<UnreadableRecord> unreadable = new ArrayList<>();

    private NamedBlobs() {}

    /// Reads the indexes first: what is published while the log is read is in one of the two.
    ///
    /// @param indexes of all ingest instances, each once
    /// @throws StackException when the log does not begin with its first record, an index cannot be read whole, or
    /// the log does not have what an index says that it has: then nobody knows what is named
    static NamedBlobs read(String bootstrapServers, List<Path> indexes) {
        NamedBlobs blobs = new NamedBlobs();
        indexes.forEach(blobs::readIndex);
        try (TopicReader reader = new TopicReader(bootstrapServers)) {
            blobs.readLog(reader);
        } catch (IllegalArgumentException e) {
            throw new StackException("an event names a blob by what is no hash: " + e.getMessage(), e);
        }
        return blobs;
    }

    boolean contain(ContentHash hash) {
        return named.contains(hash);
    }

    /// Records that may name any blob.
    List<UnreadableRecord> unreadable() {
        return List.copyOf(unreadable);
    }

    private void readIndex(Path index) {
        try {
            new IndexReader(index).read(claim -> named.add(claim.hash()), claim -> published.add(claim.hash()));
        } catch (IOException e) {
            throw new StackException("ingest's index " + index + " cannot be read whole: " + e, e);
        }
    }

    private void readLog(TopicReader reader) {
        for (Topic<RadiographReceived> lane : List.of(Topic.RADIOGRAPHS_STAT, Topic.RADIOGRAPHS_ROUTINE)) {
            reader.readWhole(
                    lane,
                    received -> {
                        add(received.event().getContentHash());
                        add(received.event().getEligibilityRules());
                    },
                    unreadable::add);
        }
        int unreadableReceived = unreadable.size();
        reader.readWhole(
                Topic.REJECTIONS,
                rejected -> {
                    add(rejected.event().getContentHash());
                    add(rejected.event().getEligibilityRules());
                },
                unreadable::add);
        long missing = published.missingIn(named);
        if (missing > unreadableReceived) {
            throw new StackException(
                    "the log does not name %d radiographs that ingest's index knows as published:".formatted(missing)
                            + " is it another system's, or a part of it lost?");
        }
    }

    private void add(@Nullable String hash) {
        if (hash != null) {
            named.add(new ContentHash(hash));
        }
    }
}
