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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/// Publishes each radiograph once, whatever happens in between: bytes durable, then the claim durable, then the event
/// committed, then the claim marked. After a crash before the mark, the claim says where in the log to look.
///
/// While Kafka is away the claims are the spool: an event in a claim is as durable as the bytes it is about, so the
/// sender hears of success, and the sweep publishes what waits, in the order in which it came. Until nothing waits any
/// more, what comes waits behind it. When the spool is full, senders are asked to come again.
///
/// Safe for use by many threads; the same SOP instance is settled by one at a time.
public final class ClaimedPublisher {

    private static final Logger LOG = Logger.getLogger(ClaimedPublisher.class);
    private static final EventSerde<RadiographReceived> EVENTS = EventSerde.of(RadiographReceived.class);

    /// Claims that are published together; fewer than the publisher's queue holds.
    private static final int SWEEP_BATCH = 500;

    private final String owner;
    private final BlobStore blobs;
    private final IdentityIndex index;
    private final EventPublisher events;
    private final Spool spool;
    private final Duration timeout;
    private final SameDataSet sameDataSet;
    private final InstanceLocks locks = new InstanceLocks();
    private final AtomicLong sequence;

    /// @param owner this ingest instance
    /// @param spoolLimit radiographs that may wait for Kafka
    /// @param timeout how long a sender waits for its event
    public ClaimedPublisher(
            String owner, BlobStore blobs, IdentityIndex index, EventPublisher events, int spoolLimit, Duration timeout)
            throws IOException {
        this.owner = owner;
        this.blobs = blobs;
        this.index = index;
        this.events = events;
        this.sameDataSet = new SameDataSet(blobs);
        this.timeout = timeout;
        List<Claim> left = index.openClaims().claims();
        spool = new Spool(spoolLimit, left.stream().map(Claim::instance).toList());
        sequence = new AtomicLong(left.isEmpty() ? 1 : left.getLast().sequence() + 1);
    }

    /// How it ended.
    public sealed interface Settled {

        /// Bytes and event are durable.
        ///
        /// @param again true when the event was there before
        record Published(boolean again) implements Settled {}

        /// Bytes and event are durable on this disk; the event goes into the log when Kafka is back.
        ///
        /// @param again true when it waited before
        record Spooled(boolean again) implements Settled {}

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

    /// Radiographs that wait for Kafka.
    public int spooled() {
        return spool.size();
    }

    /// Whether one more may wait for Kafka.
    public boolean hasRoom() {
        return spool.hasRoom();
    }

    /// Takes up what an earlier life of this instance, or a time without Kafka, left unpublished, the first that came
    /// first, until nothing waits or Kafka fails.
    ///
    /// @return claims that are still open
    public int sweep() throws IOException {
        while (true) {
            Swept swept = sweepOnce();
            if (swept.closed() == 0 || spool.isEmpty()) {
                return swept.open();
            }
        }
    }

    private record Swept(int closed, int open) {}

    private Swept sweepOnce() throws IOException {
        Set<SopInstanceUid> gone = spool.waiting();
        IdentityIndex.OpenClaims open = index.openClaims();
        warnOf(open.damaged());
        gone.removeAll(open.claims().stream().map(Claim::instance).toList());
        spool.remove(gone); // published after their senders had ceased to wait
        int closed = 0;
        int failed = 0;
        for (int from = 0; from < open.claims().size() && failed == 0; from += SWEEP_BATCH) {
            int to = Math.min(from + SWEEP_BATCH, open.claims().size());
            for (PublishOutcome outcome : resolve(open.claims().subList(from, to))) {
                closed += outcome instanceof Committed ? 1 : 0;
                failed += outcome instanceof Committed ? 0 : 1; // the next batch must not overtake it
            }
        }
        if (closed > 0) {
            LOG.infof("%d events that had waited are published", closed);
        }
        return new Swept(closed, open.claims().size() - closed);
    }

    private static void warnOf(List<Path> damaged) {
        if (!damaged.isEmpty()) {
            LOG.errorf(
                    "%d entries of the index are damaged, and what they claim is not published: remove %s and have the"
                            + " sender send again",
                    damaged.size(), damaged.getFirst());
        }
    }

    private List<PublishOutcome> resolve(List<Claim> claims) throws IOException {
        List<Held> held = new ArrayList<>();
        List<CompletableFuture<PublishOutcome>> outcomes = new ArrayList<>();
        try {
            for (Claim claim : claims) {
                // Whoever holds it settles it.
                Optional<Held> free = locks.tryHold(claim.instance());
                if (free.isPresent()) {
                    held.add(free.get());
                    resolveUnlessPublished(claim).ifPresent(outcomes::add);
                }
            }
            return outcomes.stream().map(this::await).toList();
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
        boolean straight = straight();
        if (!straight && !spool.hasRoom()) {
            return new Settled.NotNow(ReasonCode.LOG_UNAVAILABLE, "Kafka cannot be reached and the spool is full");
        }
        Claim claim = claim(instance, event);
        Optional<Known> other = index.claim(claim, intake::keep);
        if (other.isPresent()) {
            return settleAgain(other.get(), intake);
        }
        return straight ? settled(claim, await(marked(claim, events.publish(claim))), false) : waits(instance, false);
    }

    /// Whether an event goes to Kafka at once: when it is there and nobody waits.
    private boolean straight() {
        return events.trouble().isEmpty() && spool.isEmpty();
    }

    private Claim claim(SopInstanceUid instance, RadiographReceived event) {
        Topic<RadiographReceived> topic =
                event.getPriority() == Priority.STAT ? Topic.RADIOGRAPHS_STAT : Topic.RADIOGRAPHS_ROUTINE;
        LogPlace place = events.place(topic, event.getStudyUid());
        return new Claim(
                instance,
                new ContentHash(event.getContentHash()),
                sequence.getAndIncrement(),
                owner,
                place.topic(),
                place.partition(),
                place.offset(),
                event.getStudyUid(),
                EVENTS.toBytes(event));
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
            when !claim.owner().equals(owner) ->
                new Settled.NotNow(ReasonCode.LOG_UNAVAILABLE, "another ingest instance is at it");
            case Known.Claimed(Claim claim) ->
                straight()
                        ? settled(claim, await(marked(claim, events.resolve(claim))), true)
                        : waits(claim.instance(), true);
        };
    }

    private Settled settled(Claim claim, PublishOutcome outcome, boolean again) {
        return switch (outcome) {
            case Committed ignored -> new Settled.Published(again);
            case Unknown ignored -> waits(claim.instance(), again);
            case QueueFull ignored -> new Settled.NotNow(ReasonCode.TOO_BUSY, "too many events are waiting");
        };
    }

    /// The claim is on disk and will be published; whether its sender is told so depends on the room.
    private Settled waits(SopInstanceUid instance, boolean again) {
        return spool.add(instance)
                ? new Settled.Spooled(again)
                : new Settled.NotNow(ReasonCode.LOG_UNAVAILABLE, "Kafka did not confirm and the spool is full");
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
            spool.remove(Set.of(claim.instance()));
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
}
