package io.pleura.ingest.publish;

import io.pleura.events.Priority;
import io.pleura.events.RadiographReceived;
import io.pleura.imaging.blob.BlobStore;
import io.pleura.ingest.publish.PublishOutcome.Committed;
import io.pleura.ingest.publish.PublishOutcome.QueueFull;
import io.pleura.ingest.publish.PublishOutcome.Unknown;
import io.pleura.ingest.store.Claim;
import io.pleura.ingest.store.IdentityIndex;
import io.pleura.ingest.store.IdentityIndex.Known;
import io.pleura.ingest.store.InstanceLocks;
import io.pleura.ingest.store.InstanceLocks.Held;
import io.pleura.ingest.store.Intake;
import io.pleura.ingest.store.SameDataSet;
import io.pleura.schemas.ContentHash;
import io.pleura.schemas.EventSerde;
import io.pleura.schemas.ReasonCode;
import io.pleura.schemas.SopInstanceUid;
import io.pleura.schemas.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/// Publishes each radiograph once, whatever happens in between: bytes durable, then the claim durable, then the event
/// committed, then the claim marked. After a crash before the mark, the claim says where in the log to look.
///
/// Safe for use by many threads; the same SOP instance is settled by one at a time.
public final class ClaimedPublisher {

    private static final Logger LOG = Logger.getLogger(ClaimedPublisher.class);
    private static final EventSerde<RadiographReceived> EVENTS = EventSerde.of(RadiographReceived.class);

    /// Claims that one sweep takes up.
    private static final int SWEEP_LIMIT = 500;

    private final String owner;
    private final BlobStore blobs;
    private final IdentityIndex index;
    private final EventPublisher events;
    private final Duration timeout;
    private final SameDataSet sameDataSet;
    private final InstanceLocks locks = new InstanceLocks();

    /// @param owner this ingest instance
    /// @param timeout how long a sender waits for its event
    public ClaimedPublisher(
            String owner, BlobStore blobs, IdentityIndex index, EventPublisher events, Duration timeout) {
        this.owner = owner;
        this.blobs = blobs;
        this.index = index;
        this.events = events;
        this.sameDataSet = new SameDataSet(blobs);
        this.timeout = timeout;
    }

    /// How it ended.
    public sealed interface Settled {

        /// Bytes and event are durable.
        ///
        /// @param again true when the event was there before
        record Published(boolean again) implements Settled {}

        /// The SOP Instance UID is known with other bytes; nothing was kept.
        record Conflict() implements Settled {}

        /// Not known to be published; the sender should come again.
        record NotNow(ReasonCode reason, String detail) implements Settled {}
    }

    /// Makes the object and its event durable, unless both are.
    public Settled settle(RadiographReceived event, Intake intake) throws IOException {
        SopInstanceUid instance = new SopInstanceUid(event.getSopInstanceUid());
        try (Held ignored = locks.hold(instance)) {
            Optional<Known> known = index.find(instance);
            return known.isPresent() ? settleAgain(known.get(), intake) : settleFirst(instance, event, intake);
        }
    }

    /// Takes up what an earlier life of this instance, or a time without Kafka, left unpublished.
    ///
    /// @return claims that are still open
    public int sweep() throws IOException {
        List<Claim> open = index.openClaims(SWEEP_LIMIT);
        List<Held> held = new ArrayList<>();
        List<CompletableFuture<PublishOutcome>> outcomes = new ArrayList<>();
        try {
            for (Claim claim : open) {
                // Whoever holds it settles it.
                Optional<Held> free = locks.tryHold(claim.instance());
                if (free.isPresent()) {
                    held.add(free.get());
                    resolveUnlessPublished(claim).ifPresent(outcomes::add);
                }
            }
            int closed = 0;
            for (CompletableFuture<PublishOutcome> outcome : outcomes) {
                closed += await(outcome) instanceof Committed ? 1 : 0;
            }
            if (closed > 0) {
                LOG.infof("%d claims of an earlier time are published", closed);
            }
            return open.size() - closed;
        } finally {
            held.forEach(Held::close);
        }
    }

    private Optional<CompletableFuture<PublishOutcome>> resolveUnlessPublished(Claim claim) throws IOException {
        return index.find(claim.instance())
                .filter(Known.Claimed.class::isInstance)
                .map(unused -> marked(claim, events.resolve(claim)));
    }

    private Settled settleFirst(SopInstanceUid instance, RadiographReceived event, Intake intake) throws IOException {
        Topic<RadiographReceived> topic =
                event.getPriority() == Priority.STAT ? Topic.RADIOGRAPHS_STAT : Topic.RADIOGRAPHS_ROUTINE;
        String key = event.getStudyUid();
        Optional<LogPlace> place = events.place(topic, key);
        if (place.isEmpty()) {
            return new Settled.NotNow(ReasonCode.LOG_UNAVAILABLE, "Kafka cannot be reached");
        }
        intake.keep();
        Claim claim = new Claim(
                instance,
                new ContentHash(event.getContentHash()),
                owner,
                place.get().topic(),
                place.get().partition(),
                place.get().offset(),
                key,
                EVENTS.toBytes(event));
        Optional<Known> other = index.claim(claim);
        return other.isPresent()
                ? settleAgain(other.get(), intake)
                : settled(await(marked(claim, events.publish(claim))), false);
    }

    private Settled settleAgain(Known known, Intake intake) throws IOException {
        ContentHash knownHash = known.claim().hash();
        if (!knownHash.equals(intake.hash()) && !sameDataSet.asStored(knownHash, intake)) {
            return new Settled.Conflict();
        }
        if (!blobs.contains(knownHash)) {
            intake.keep(); // heals a store that lost it
        }
        return switch (known) {
            case Known.Published ignored -> new Settled.Published(true);
            case Known.Claimed(Claim claim)
            when claim.owner().equals(owner) -> settled(await(marked(claim, events.resolve(claim))), true);
            case Known.Claimed ignored ->
                new Settled.NotNow(ReasonCode.LOG_UNAVAILABLE, "another ingest instance is at it");
        };
    }

    /// The mark is made when the event is committed, even if its sender no longer waits.
    private CompletableFuture<PublishOutcome> marked(Claim claim, CompletableFuture<PublishOutcome> outcome) {
        return outcome.thenApply(result -> {
            if (result instanceof Committed) {
                mark(claim);
            }
            return result;
        });
    }

    private void mark(Claim claim) {
        try {
            index.markPublished(claim.instance());
        } catch (IOException e) {
            // The event is durable; the claim stays open and the next sweep finds it in the log.
            LOG.warnf("claim of %s not marked: %s", claim.instance(), e);
        }
    }

    private PublishOutcome await(CompletableFuture<PublishOutcome> outcome) {
        try {
            return outcome.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new Unknown("no answer from Kafka in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Unknown("interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException("outcomes are values", e);
        }
    }

    private static Settled settled(PublishOutcome outcome, boolean again) {
        return switch (outcome) {
            case Committed ignored -> new Settled.Published(again);
            case Unknown ignored -> new Settled.NotNow(ReasonCode.LOG_UNAVAILABLE, "Kafka did not confirm");
            case QueueFull ignored -> new Settled.NotNow(ReasonCode.TOO_BUSY, "too many events are waiting");
        };
    }
}
