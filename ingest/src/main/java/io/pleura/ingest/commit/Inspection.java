package io.pleura.ingest.commit;

import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.ingest.commit.CommitmentReport.Result;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;

/// Looks at the bytes that reports are about, on one thread of its own: reading and hashing would keep the few threads
/// busy that all associations share. Who asks waits, for the time that hashing may take and for those before it,
/// and holds no request meanwhile.
final class Inspection implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Inspection.class);

    private final OpenCommitments open;
    private final Durability durability;
    private final long hashNanos;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("commitment-inspection").daemon().factory());

    /// @param open whose requests are asked for by name, so that those who wait hold none
    /// @param hashTime for all instances of a report, from when it is asked for; those after it are only measured
    Inspection(OpenCommitments open, Durability durability, Duration hashTime) {
        this.open = open;
        this.durability = durability;
        this.hashNanos = hashTime.toNanos();
    }

    /// @throws IOException when the request cannot be read, or the service stops
    CommitmentReport report(String name, TransferSyntax syntax) throws IOException {
        long asked = System.nanoTime();
        try {
            return thread.submit(() -> inspect(name, syntax, asked)).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted before the report was made");
        } catch (RejectedExecutionException | CancellationException e) {
            throw new IOException("no report is made while the service stops", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException) {
                throw new IOException("no report on " + name, e.getCause());
            }
            throw new IllegalStateException("failures are reasons", e.getCause());
        }
    }

    private CommitmentReport inspect(String name, TransferSyntax syntax, long asked) throws IOException {
        CommitmentRequest request = open.read(name);
        List<Result> results = request.references().stream()
                .map(reference -> new Result(reference, durability.of(reference, () -> timeLeft(asked))))
                .toList();
        if (thread.isShutdown()) {
            throw new IOException("a read may have been broken off");
        }
        warnOfFailures(request, results);
        return CommitmentReport.of(request.transactionUid(), results, syntax);
    }

    /// Breaks off: nobody waits for a report any longer.
    @Override
    public void close() {
        for (Runnable waiting : thread.shutdownNow()) {
            if (waiting instanceof Future<?> report) {
                report.cancel(true);
            }
        }
    }

    /// One line for a report: a store that is gone fails thousands.
    private static void warnOfFailures(CommitmentRequest request, List<Result> results) {
        List<Result> failed =
                results.stream().filter(result -> !result.committed()).toList();
        if (!failed.isEmpty()) {
            LOG.warnf(
                    "storage commitment %s of %s: %d of %d instances are not committed, the first is %s: 0x%04x",
                    request.transactionUid(),
                    request.aeTitle(),
                    failed.size(),
                    results.size(),
                    failed.getFirst().reference().sopInstanceUid(),
                    failed.getFirst().failureReason());
        }
    }

    private boolean timeLeft(long asked) {
        return System.nanoTime() - asked < hashNanos;
    }
}
