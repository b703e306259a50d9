package io.pleura.alerting.route;

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
/// Called by the dying threads, one at a time.
final class ThreadFailures implements StreamsUncaughtExceptionHandler {

    static final int MAX_REPLACEMENTS = 20;
    static final Duration WITHIN = Duration.ofMinutes(10);

    private static final Logger LOG = Logger.getLogger(ThreadFailures.class);

    private final InstantSource clock;
    private final Deque<Instant> replacements = new ArrayDeque<>();

    ThreadFailures(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable failure) {
        if (isTransient(failure) && mayReplace(clock.instant())) {
            LOG.warn("a stream thread failed and is replaced", failure);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        LOG.error("the triage topology stops", failure);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
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

    private static boolean isTransient(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RetriableException || cause instanceof MissingSourceTopicException) {
                return true;
            }
        }
        return false;
    }
}
