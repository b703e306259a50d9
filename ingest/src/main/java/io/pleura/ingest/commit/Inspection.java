package io.pleura.ingest.commit;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;

/// Looks at the bytes that reports are about, on one thread of its own: reading and hashing would keep the few threads
/// busy that all associations share. Who asks waits, for the time that hashing may take and for those before it.
final class Inspection implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Inspection.class);

    private final Durability durability;
    private final long hashNanos;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("commitment-inspection").daemon().factory());

    /// @param hashTime for all instances of a report, from when it is asked for; those after it are only measured
    Inspection(Durability durability, Duration hashTime) {
        this.durability = durability;
        this.hashNanos = hashTime.toNanos();
    }

    /// @throws IOException when the service stops
    CommitmentReport report(CommitmentRequest request) throws IOException {
        long asked = System.nanoTime();
        try {
            CommitmentReport report = thread.submit(
                            () -> CommitmentReport.on(request, durability, () -> timeLeft(asked)))
                    .get();
            if (thread.isShutdown()) {
                throw new CancellationException("a read may have been broken off");
            }
            warnOfFailures(request, report);
            return report;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted before the report was made");
        } catch (RejectedExecutionException | CancellationException e) {
            throw new IOException("no report is made while the service stops", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("failures are reasons", e.getCause());
        }
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
    private static void warnOfFailures(CommitmentRequest request, CommitmentReport report) {
        report.results().stream()
                .filter(result -> !result.committed())
                .findFirst()
                .ifPresent(first -> LOG.warnf(
                        "storage commitment %s of %s: %d of %d instances are not committed, the first is %s: 0x%04x",
                        request.transactionUid(),
                        request.aeTitle(),
                        report.failures(),
                        report.results().size(),
                        first.reference().sopInstanceUid(),
                        first.failureReason()));
    }

    private boolean timeLeft(long asked) {
        return System.nanoTime() - asked < hashNanos;
    }
}
