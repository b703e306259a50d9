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
import io.pleura.ingest.store.SameInstance;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/// Publishes each radiograph once, whatever happens in between: bytes durable, then the claim durable, then the event
/// committed, then the claim marked. After a crash before the mark, the claim says where in the log to look.
///
/// The claim holds the event, so that it is as durable as the bytes it is about once the claim is on disk: then the
/// sender hears of success, and the event is published behind its back, many in one transaction. Who wants the event
/// in the log before the sender hears of it says so ([SuccessAfter#LOG]).
///
/// While Kafka is away the claims are the spool: the sweep publishes what waits, in the order in which it came. Until
/// nothing waits any more, what comes waits behind it. When the spool is full, senders are asked to come again.
///
/// Safe for use by many threads; the same SOP instance is settled by one at a time.
public final class ClaimedPublisher {

    private static final Logger LOG = Logger.getLogger(ClaimedPublisher.class);
    private static final EventSerde<RadiographReceived> EVENTS = EventSerde.of(RadiographReceived.class);

    /// Claims that are taken out of the spool at once: their files are read while nobody else may go to Kafka.
    private static final int SWEEP_BATCH = 100;

    private final String owner;
    private final BlobStore blobs;
    private final IdentityIndex index;
    private final EventPublisher events;
    private final Spool spool;
    private final Duration timeout;
    private final SuccessAfter successAfter;
    private final Consumer<Claim> whenPublished;
    private final SameInstance sameInstance;

    /// Held from the question whether an event may go to Kafka at once until it is in the queue, and while one that
    /// failed is put among those that wait: nothing comes in between.
    private final ReentrantLock order = new ReentrantLock();
    private final InstanceLocks locks = new InstanceLocks();
    private final AtomicLong sequence;

    /// Used by the sweep only.
    private int withoutBytes;

    /// @param whenPublished hears of each event that is in the log and was not before
    public ClaimedPublisher(
            ClaimedPublisherSettings settings,
            BlobStore blobs,
            IdentityIndex index,
            EventPublisher events,
            Consumer<Claim> whenPublished)
            throws IOException {
        this.owner = settings.owner();
        this.timeout = settings.timeout();
        this.successAfter = settings.successAfter();
        this.blobs = blobs;
        this.index = index;
        this.events = events;
        this.whenPublished = whenPublished;
        this.sameInstance = new SameInstance(blobs);
        this.spool = new Spool(settings.spoolLimit(), events.capacity() / 2);
        List<Claim> left = index.openClaims().claims();
        List<Claim> withBytes = left.stream().filter(this::hasBytes).toList();
        makeDurable(withBytes);
        withBytes.forEach(claim -> spool.adopt(claim, true));
        sequence = new AtomicLong(left.isEmpty() ? 1 : left.getLast().sequence() + 1);
    }

    /// How it ended.
    public sealed interface Settled {

        /// Bytes and event are durable.
        ///
        /// @param again true when they were before
        /// @param spooled true when the event waits on this disk until Kafka is back
        record Kept(boolean again, boolean spooled) implements Settled {}

        /// The SOP Instance UID is known with other content; nothing was kept.
        record Conflict() implements Settled {}

        /// Not known to be durable, or nobody may wait any more; the sender should come again.
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

    /// Radiographs whose events are on their way into the log, or wait for Kafka.
    public int unpublished() {
        return spool.underWay() + spool.size();
    }

    /// Whether one more may wait for Kafka.
    public boolean hasRoom() {
        return spool.hasRoom();
    }

    /// Publishes what waits, and what an earlier life of this instance or a sender who gave up left unpublished, the
    /// first that came first, until nothing waits or Kafka fails.
    ///
    /// @return claims that were open when it began, less those that had waited and are published
    public int sweep() throws IOException {
        IdentityIndex.OpenClaims open = index.openClaims();
        warnOf(open.damaged());
        adopt(open.claims());
        int waited = spool.size();
        publishWaiting();
        int published = Math.max(0, waited - spool.size());
        if (published > 0) {
            LOG.infof("%d events that had waited are published", published);
        }
        return Math.max(0, open.claims().size() - published);
    }

    private static void warnOf(List<Path> damaged) {
        if (!damaged.isEmpty()) {
            LOG.errorf(
                    "%d entries of the index are damaged, and what they claim is not published: remove %s and have the"
                            + " sender send again",
                    damaged.size(), damaged.getFirst());
        }
    }

    /// Has claims wait that nobody attends to.
    private void adopt(List<Claim> open) throws IOException {
        int lacking = 0;
        for (Claim claim : open) {
            if (!hasBytes(claim)) {
                lacking++;
            } else if (!spool.holds(claim.instance())) {
                Optional<Held> free = locks.tryHold(claim.instance()); // whoever holds it settles it
                if (free.isPresent()) {
                    try (Held ignored = free.get()) {
                        adoptUnlessPublished(claim);
                    }
                }
            }
        }
        if (lacking != withoutBytes && lacking > 0) {
            LOG.errorf("%d claimed radiographs have no bytes in the blob store and wait to be sent again", lacking);
        }
        withoutBytes = lacking;
    }

    private void adoptUnlessPublished(Claim claim) throws IOException {
        if (index.find(claim.instance()).filter(Known.Claimed.class::isInstance).isPresent()) {
            makeDurable(List.of(claim));
            spool.adopt(claim, true);
        }
    }

    /// A claim can be seen before it, and where its bytes are, is durable. An earlier life, or an attempt that the disk
    /// failed, may have ended in between.
    private void makeDurable(List<Claim> claims) throws IOException {
        blobs.confirm(claims.stream().map(Claim::hash).toList());
        index.sync();
    }

    /// A claim without them is of an object that was being kept when the machine stopped, or the store has lost them:
    /// it waits for its sender to send again, because its event would be refused wherever it is read.
    private boolean hasBytes(Claim claim) {
        return blobs.contains(claim.hash());
    }

    /// Sends what waits on its way in its order. With the last of it on its way nothing waits any more, and what comes
    /// then goes behind it, so that a steady stream of radiographs does not keep the spool in use.
    private void publishWaiting() throws IOException {
        boolean arrived = true;
        while (arrived && !spool.isEmpty() && events.trouble().isEmpty()) {
            List<CompletableFuture<PublishOutcome>> outcomes = new ArrayList<>();
            order.lock();
            try {
                for (Spool.Waiting next : spool.first(SWEEP_BATCH)) {
                    board(next).ifPresent(outcomes::add);
                }
            } finally {
                order.unlock();
            }
            arrived = outcomes.stream()
                            .map(this::await)
                            .filter(Committed.class::isInstance)
                            .count()
                    == outcomes.size();
        }
    }

    /// Sends one that waits on its way, unless its event is in the log or its bytes are gone.
    private Optional<CompletableFuture<PublishOutcome>> board(Spool.Waiting next) throws IOException {
        Optional<Known> known = index.find(next.instance());
        if (known.isEmpty() || !(known.get() instanceof Known.Claimed(Claim claim)) || !hasBytes(claim)) {
            spool.remove(next.instance());
            return Optional.empty();
        }
        spool.board(next.instance());
        return Optional.of(ended(claim, next.sent() ? events.resolve(claim) : events.publish(claim)));
    }

    private Settled settleFirst(SopInstanceUid instance, RadiographReceived event, Intake intake) throws IOException {
        if (!straight() && !spool.hasRoom()) {
            return new Settled.NotNow(ReasonCode.LOG_UNAVAILABLE, "Kafka cannot be reached and the spool is full");
        }
        Claim claim = claim(instance, event);
        Optional<Known> other = index.claim(claim, intake);
        return other.isPresent() ? settleAgain(other.get(), intake) : handOver(claim, events::publish, false);
    }

    /// Sends the event of a durable claim on its way, or has it wait.
    private Settled handOver(
            Claim claim, Function<Claim, CompletableFuture<PublishOutcome>> publishing, boolean again) {
        CompletableFuture<PublishOutcome> outcome;
        order.lock();
        try {
            if (!straight()) {
                return waits(claim, again, again);
            }
            boolean behind = successAfter == SuccessAfter.DISK && spool.depart(claim);
            outcome = ended(claim, publishing.apply(claim));
            if (behind) {
                return new Settled.Kept(again, false);
            }
        } finally {
            order.unlock();
        }
        return settled(claim, await(outcome), again);
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
        if (knownHash.equals(intake.hash())) {
            intake.keep(); // heals a store that lost or altered it, which only reading it through would tell
        } else if (!sameInstance.asStored(knownHash, intake)) {
            return new Settled.Conflict();
        }
        if (known instanceof Known.Claimed(Claim claim)) {
            makeDurable(List.of(claim));
        }
        return switch (known) {
            case Known.Published ignored -> new Settled.Kept(true, false);
            case Known.Claimed(Claim claim)
            when !claim.owner().equals(owner) ->
                new Settled.NotNow(ReasonCode.LOG_UNAVAILABLE, "another ingest instance is at it");
            case Known.Claimed(Claim claim)
            when spool.holds(claim.instance()) -> new Settled.Kept(true, spool.isWaiting(claim.instance()));
            case Known.Claimed(Claim claim) -> handOver(claim, events::resolve, true);
        };
    }

    private Settled settled(Claim claim, PublishOutcome outcome, boolean again) {
        return switch (outcome) {
            case Committed ignored -> new Settled.Kept(again, false);
            case Unknown ignored -> waits(claim, true, again);
            case QueueFull ignored -> new Settled.NotNow(ReasonCode.TOO_BUSY, "too many events are waiting");
        };
    }

    /// The claim is on disk and will be published; whether its sender is told so depends on the room.
    ///
    /// @param sent whether its event may have been sent
    private Settled waits(Claim claim, boolean sent, boolean again) {
        return spool.add(claim, sent)
                ? new Settled.Kept(again, true)
                : new Settled.NotNow(ReasonCode.LOG_UNAVAILABLE, "Kafka did not confirm and the spool is full");
    }

    /// The claim is marked when its event is committed, even if its sender no longer waits. An event that was on its
    /// way and did not arrive waits, before anything that comes after it may go.
    private CompletableFuture<PublishOutcome> ended(Claim claim, CompletableFuture<PublishOutcome> outcome) {
        return outcome.thenApply(result -> {
            if (result instanceof Committed && marked(claim)) {
                return result;
            }
            order.lock();
            try {
                spool.strand(claim.instance());
            } finally {
                order.unlock();
            }
            return result instanceof Committed ? new Unknown("its claim could not be marked") : result;
        });
    }

    private boolean marked(Claim claim) {
        try {
            boolean first = index.markPublished(claim.instance());
            spool.remove(claim.instance());
            if (first) { // not one that was being published when its object came again
                whenPublished.accept(claim);
            }
            return true;
        } catch (IOException e) {
            // The event is durable; the claim stays open and the next sweep finds it in the log.
            LOG.warnf("claim of %s not marked: %s", claim.instance(), e);
            return false;
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
