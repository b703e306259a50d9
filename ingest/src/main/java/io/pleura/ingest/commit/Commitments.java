package io.pleura.ingest.commit;

import io.pleura.imaging.blob.BlobStore;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.ingest.IngestMetrics;
import io.pleura.ingest.IngestMetrics.Commitment;
import io.pleura.ingest.commit.CommitmentRequest.Reference;
import io.pleura.ingest.publish.SuccessAfter;
import io.pleura.ingest.scu.EventReportScu;
import io.pleura.ingest.scu.Peer;
import io.pleura.ingest.scu.Timeouts;
import io.pleura.ingest.store.IdentityIndex;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Keeps requests for storage commitment until they are reported on (PS3.4 annex J). Whether an instance is durable is
/// asked anew for every report that is sent, so that none says more than is true.
///
/// The association that brought a request [holds][#accept] it and may report on it there; what it lets go unreported
/// is delivered on associations of our own, also after a restart, to each requester by a thread of its own, so that one
/// who does not answer keeps nobody else waiting. Safe for use by many threads.
///
/// A request may name tens of thousands of instances. Those that wait are on disk, and in memory by name only; whole in
/// memory is one that comes in, one whose instances are looked at, and one for each requester that has an address.
public final class Commitments implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Commitments.class);
    private static final Duration LOOK_INTERVAL = Duration.ofMillis(500);
    private static final Duration CLOSE_TIME = Duration.ofSeconds(2);

    /// So many times what a peer has for one answer, it has for all of an attempt.
    private static final int LONGEST_ATTEMPT_TIMEOUTS = 10;

    private final OpenCommitments open;
    private final Inspection inspection;
    private final CommitmentSettings settings;
    private final IngestMetrics metrics;
    private final InstantSource clock;
    private final ReentrantLock oneAtATime = new ReentrantLock();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread reporter =
            Thread.ofVirtual().name("commitment-reporter").unstarted(this::deliver);
    private final ExecutorService deliveries = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("commitment-delivery-", 0).factory());

    /// AE titles of those to whom a report is being delivered.
    private final Set<String> served = ConcurrentHashMap.newKeySet();

    public Commitments(
            Path folder,
            IdentityIndex index,
            BlobStore blobs,
            SuccessAfter successAfter,
            CommitmentSettings settings,
            IngestMetrics metrics,
            InstantSource clock)
            throws IOException {
        this.open = new OpenCommitments(folder, settings.maxOpen());
        this.inspection = new Inspection(open, new Durability(index, blobs, successAfter), settings.hashTime());
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
        metrics.gauge("commitments.open", open::count);
    }

    /// What is said to a request.
    public sealed interface Answer {

        /// It is durable, and held by the caller until it is [settled][#settled] by this name. It may have come before,
        /// on an association that ended without a report.
        record Held(String name) implements Answer {}

        /// Somebody else is taking care of it.
        record Again() implements Answer {}

        /// Another request has its transaction UID.
        record Conflict() implements Answer {}

        /// Too many are waiting, or the disk failed.
        record NotNow() implements Answer {}
    }

    public void start() {
        reporter.start();
    }

    /// Does work that has a whole request in memory, when nobody else does. It must not wait for a peer.
    public <T> T alone(Supplier<T> work) {
        oneAtATime.lock();
        try {
            return work.get();
        } finally {
            oneAtATime.unlock();
        }
    }

    public Answer accept(String transactionUid, String aeTitle, List<Reference> references) {
        CommitmentRequest request = new CommitmentRequest(transactionUid, aeTitle, references, 0, clock.instant());
        try {
            return switch (open.add(request)) {
                case HELD -> {
                    metrics.commitment(Commitment.REQUESTED);
                    yield new Answer.Held(request.name());
                }
                case TAKEN_UP -> new Answer.Held(request.name());
                case AGAIN -> new Answer.Again();
                case CONFLICT -> new Answer.Conflict();
                case FULL -> new Answer.NotNow();
            };
        } catch (IOException e) {
            LOG.errorf("commitment request could not be kept: %s", e);
            return new Answer.NotNow();
        }
    }

    /// What can be said now, once the bytes have been looked at.
    ///
    /// @throws IOException when the request cannot be read, or the service stops
    public CommitmentReport report(String name, TransferSyntax syntax) throws IOException {
        return inspection.report(name, syntax);
    }

    /// Ends the hold on a request.
    ///
    /// @param delivered whether the requester confirmed the report; otherwise it is tried again
    public void settled(String name, boolean delivered) {
        if (delivered) {
            finish(name, Commitment.REPORTED);
        } else {
            open.release(name);
        }
    }

    /// Waits a moment for reports that are under way; those that take longer, the next life sends again.
    @Override
    public void close() {
        closing.countDown();
        deliveries.shutdown();
        try (inspection) {
            if (!deliveries.awaitTermination(CLOSE_TIME.toMillis(), TimeUnit.MILLISECONDS)) {
                deliveries.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliver() {
        Predicate<String> unserved = aeTitle -> !served.contains(aeTitle);
        try {
            do {
                each(due(unserved), unserved, this::serve);
            } while (!closing.await(LOOK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// This one and those that are due to such requesters behind it, until none is or the service stops.
    private void each(
            Optional<CommitmentRequest> first, Predicate<String> requester, Consumer<CommitmentRequest> taken) {
        Optional<CommitmentRequest> due = first;
        while (due.isPresent() && closing.getCount() > 0) {
            taken.accept(due.get());
            due = due(requester);
        }
    }

    private Optional<CommitmentRequest> due(Predicate<String> requester) {
        return open.holdDue(clock.instant(), settings::pauseAfter, requester);
    }

    /// Delivers what is due to the same requester, beginning with this.
    private void serve(CommitmentRequest first) {
        String aeTitle = first.aeTitle();
        Optional<Peer> peer = settings.peer(aeTitle);
        if (peer.isEmpty()) {
            giveUp(first, "no address is configured for it; it may ask again and wait");
            return;
        }
        served.add(aeTitle);
        try {
            deliveries.execute(() -> {
                try {
                    each(Optional.of(first), aeTitle::equals, request -> attempt(request, peer.get()));
                } finally {
                    served.remove(aeTitle);
                }
            });
        } catch (RejectedExecutionException e) { // closing: the next life reports
            served.remove(aeTitle);
        }
    }

    private void attempt(CommitmentRequest request, Peer peer) {
        try {
            EventReportScu scu =
                    new EventReportScu(peer, settings.aeTitle(), new Timeouts(settings.timeout(), settings.timeout()));
            CommitmentReport report = report(request.name(), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
            send(() -> scu.report(CommitmentReport.SOP_CLASS, report::command, report.information()));
            finish(request.name(), Commitment.REPORTED);
        } catch (IOException | RuntimeException e) {
            failed(request, e);
        }
    }

    private interface Sending {
        void run() throws IOException;
    }

    /// A peer that reads nothing, or answers byte by byte, meets no timeout of a socket. Interrupting a virtual thread
    /// closes the socket that it waits for.
    private void send(Sending sending) throws IOException {
        Duration longest = settings.timeout().multipliedBy(LONGEST_ATTEMPT_TIMEOUTS);
        Future<?> sent = deliveries.submit(() -> {
            sending.run();
            return null;
        });
        try {
            sent.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("not confirmed within " + longest.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the service stops");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException("a report failed in an unforeseen way", e.getCause());
        } finally {
            sent.cancel(true);
        }
    }

    private void failed(CommitmentRequest request, Exception failure) {
        CommitmentRequest tried = request.attempted(clock.instant().plus(settings.pauseAfter(request.attempts() + 1)));
        if (tried.attempts() >= settings.maxAttempts()) {
            giveUp(tried, failure.getMessage());
            return;
        }
        LOG.warnf(
                "storage commitment %s could not be reported to %s (%s), next attempt at %s",
                request.transactionUid(), request.aeTitle(), failure.getMessage(), tried.due());
        try {
            open.postpone(tried);
        } catch (IOException e) {
            LOG.errorf("commitment request could not be kept: %s", e);
            open.release(request.name());
        }
    }

    private void giveUp(CommitmentRequest request, @Nullable String why) {
        LOG.errorf(
                "storage commitment %s of %s is given up after %d attempts: %s",
                request.transactionUid(), request.aeTitle(), request.attempts(), why);
        finish(request.name(), Commitment.GIVEN_UP);
    }

    private void finish(String name, Commitment outcome) {
        try {
            open.remove(name);
            metrics.commitment(outcome);
        } catch (IOException e) {
            // Held for the rest of this life; the next one reports again, which does no harm.
            LOG.errorf("commitment request could not be removed: %s", e);
        }
    }
}
