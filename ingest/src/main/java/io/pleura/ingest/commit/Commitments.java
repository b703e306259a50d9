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
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// Keeps requests for storage commitment until they are reported on (PS3.4 annex J). Whether an instance is durable is
/// asked anew for every report that is sent, so that none says more than is true.
///
/// The association that brought a request [holds][#accept] it and may report on it there; what it lets go unreported
/// is delivered by a thread of our own, on associations of our own, also after a restart. Safe for use by many threads.
///
/// A request may name tens of thousands of instances. Those that wait are on disk, and in memory by name only; whole in
/// memory is one that comes in, one whose instances are looked at, and one that our own thread delivers.
public final class Commitments implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Commitments.class);
    private static final Duration LOOK_INTERVAL = Duration.ofMillis(500);
    private static final Duration CLOSE_TIME = Duration.ofSeconds(2);

    private final OpenCommitments open;
    private final Inspection inspection;
    private final CommitmentSettings settings;
    private final IngestMetrics metrics;
    private final InstantSource clock;
    private final ReentrantLock oneAtATime = new ReentrantLock();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread reporter =
            Thread.ofVirtual().name("commitment-reporter").unstarted(this::deliver);

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

        /// It is durable, and held by the caller until it is [settled][#settled] by this name.
        record Held(String name) implements Answer {}

        /// It is being taken care of already.
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

    /// Waits a moment for a report that is under way; if it takes longer, the next life sends it again.
    @Override
    public void close() {
        closing.countDown();
        try (inspection) {
            if (reporter.isAlive()) {
                reporter.join(CLOSE_TIME);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliver() {
        try {
            do {
                Optional<CommitmentRequest> due = due();
                while (due.isPresent() && closing.getCount() > 0) {
                    attempt(due.get());
                    due = due();
                }
            } while (!closing.await(LOOK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<CommitmentRequest> due() {
        try {
            return open.holdDue(clock.instant(), settings::pauseAfter);
        } catch (IOException e) {
            LOG.errorf("commitment requests cannot be read: %s", e);
            return Optional.empty();
        }
    }

    private void attempt(CommitmentRequest request) {
        Peer peer = settings.peers().get(request.aeTitle());
        try {
            if (peer == null) {
                throw new IOException("no address is configured for it");
            }
            EventReportScu scu =
                    new EventReportScu(peer, settings.aeTitle(), new Timeouts(settings.timeout(), settings.timeout()));
            CommitmentReport report = report(request.name(), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
            scu.report(CommitmentReport.SOP_CLASS, report::command, report.information());
            finish(request.name(), Commitment.REPORTED);
        } catch (IOException | RuntimeException e) {
            failed(request, e);
        }
    }

    private void failed(CommitmentRequest request, Exception failure) {
        CommitmentRequest tried = request.attempted(clock.instant().plus(settings.pauseAfter(request.attempts() + 1)));
        if (tried.attempts() >= settings.maxAttempts()) {
            LOG.errorf(
                    "storage commitment %s of %s is given up after %d attempts: %s",
                    request.transactionUid(), request.aeTitle(), tried.attempts(), failure.getMessage());
            finish(request.name(), Commitment.GIVEN_UP);
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
