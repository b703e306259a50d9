package io.pleura.alerting.route;

import io.pleura.schemas.UnknownSchemaException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jboss.logging.Logger;

/// What follows when a stream thread dies. A dependency that was away: a new thread takes over. A bug, or a
/// dependency that stays away: the topology stops, the liveness probe says so, and whoever runs the process restarts
/// it.
///
/// An event, or a study's state, of a newer schema: the topology stops, too, but the process stays up, since a restart
/// reads the same again. Another instance of a newer release takes the tasks over once the session has timed out;
/// where there is none, they wait for the upgrade.
///
/// Called by the dying threads, one at a time.
final class ThreadFailures implements StreamsUncaughtExceptionHandler {

    static final int MAX_REPLACEMENTS = 20;
    static final Duration WITHIN = Duration.ofMinutes(10);

    private static final Logger LOG = Logger.getLogger(ThreadFailures.class);

    private final InstantSource clock;
    private final Deque<Instant> replacements = new ArrayDeque<>();
    private volatile boolean awaitsUpgrade;

    ThreadFailures(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable failure) {
        if (isOfNewerRelease(failure)) {
            awaitsUpgrade = true;
            LOG.error("triage stops before an event of a newer schema; it goes on once alerting is upgraded", failure);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        if (isTransient(failure) && mayReplace(clock.instant())) {
            LOG.warn("a stream thread failed and is replaced", failure);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        LOG.error("the triage topology stops", failure);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    /// True once something came that only a newer release can read.
    boolean awaitsUpgrade() {
        return awaitsUpgrade;
    }

    private boolean mayReplace(Instant now) {
        Instant oldest = now.minus(WITHIN);
        while (!replacements.isEmpty() && replacements.peekFirst().isBefore(oldest)) {
            replacements.removeFirst();
        }
        if (replacements.size() >= MAX_REPLACEMENTS) {
            return false;
        }
        replacements.addLast(now);
        return true;
    }

    private static boolean isOfNewerRelease(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownSchemaException) {
                return true;
            }
        }
        return false;
    }

    private static boolean isTransient(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RetriableException || cause instanceof MissingSourceTopicException) {
                return true;
            }
        }
        return false;
    }
}
