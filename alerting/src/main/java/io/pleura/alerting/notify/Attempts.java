package io.pleura.alerting.notify;

import io.micrometer.core.instrument.MeterRegistry;
import io.pleura.alerting.AlertEvents;
import io.pleura.alerting.notify.NotificationChannel.Outcome;
import io.pleura.alerting.notify.NotificationLog.LastAttempt;
import io.pleura.events.NotificationAttempted;
import io.pleura.events.NotificationOutcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Brings one notification through one channel: tries, records, waits, until it is delivered or given up. Blocks; each
/// delivery has a virtual thread of its own. Safe for use by many threads.
final class Attempts {

    private static final Logger LOG = Logger.getLogger(Attempts.class);
    private static final String ATTEMPTS = "pleura.alerting.notification.attempts";

    private final Recorder log;
    private final RetryPolicy policy;
    private final InstantSource clock;
    private final MeterRegistry meters;

    /// Where attempts are made durable; [NotificationLog#append] outside tests.
    interface Recorder {
        void append(NotificationAttempted attempt) throws InterruptedException;
    }

    Attempts(Recorder log, RetryPolicy policy, InstantSource clock, MeterRegistry meters) {
        this.log = log;
        this.policy = policy;
        this.clock = clock;
        this.meters = meters;
    }

    /// Returns true once the notification is delivered or given up; false when it was told to stop before that, with
    /// every attempt recorded, so that another instance can go on.
    ///
    /// @param last the last attempt before a restart, null when there was none
    /// @param stop counted down when no further attempt may begin
    /// @throws InterruptedException when it must not even wait for its record
    boolean run(NotificationChannel channel, Notification notification, @Nullable LastAttempt last, CountDownLatch stop)
            throws InterruptedException {
        int attempt = last == null ? 0 : last.attempt();
        if (last != null && last.settled()) {
            return true;
        }
        long tooOldNanos = System.nanoTime() + left(notification).toNanos();
        Duration wait = Duration.ZERO;
        while (!stop.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
            attempt++;
            Outcome outcome = tryOnce(channel, notification, attempt, tooOldNanos);
            NotificationOutcome recorded = record(channel, notification, attempt, outcome, tooOldNanos);
            if (recorded != NotificationOutcome.WILL_RETRY) {
                return true;
            }
            wait = policy.backoffAfter(attempt, ThreadLocalRandom.current().nextDouble());
        }
        return false;
    }

    private Outcome tryOnce(NotificationChannel channel, Notification notification, int attempt, long tooOldNanos)
            throws InterruptedException {
        if (isPast(tooOldNanos)) {
            return new Outcome.Failed(null, "not sent: the change is older than " + policy.maxAge());
        }
        if (attempt > policy.maxAttempts()) {
            return new Outcome.Failed(null, "not sent: " + policy.maxAttempts() + " attempts were made before");
        }
        try {
            return channel.deliver(notification);
        } catch (RuntimeException e) {
            LOG.errorf(e, "channel %s failed unexpectedly", channel.name());
            return new Outcome.Failed(null, "unexpected " + e.getClass().getSimpleName());
        }
    }

    private NotificationOutcome record(
            NotificationChannel channel, Notification notification, int attempt, Outcome outcome, long tooOldNanos)
            throws InterruptedException {
        NotificationOutcome result =
                switch (outcome) {
                    case Outcome.Delivered delivered -> NotificationOutcome.DELIVERED;
                    case Outcome.Failed failed ->
                        attempt >= policy.maxAttempts() || isPast(tooOldNanos)
                                ? NotificationOutcome.GAVE_UP
                                : NotificationOutcome.WILL_RETRY;
                };
        meters.counter(
                        ATTEMPTS,
                        "channel",
                        channel.name(),
                        "outcome",
                        result.name().toLowerCase(Locale.ROOT))
                .increment();
        if (result == NotificationOutcome.GAVE_UP) {
            LOG.errorf("gave up telling %s of alert %s", channel.name(), notification.idempotencyKey());
        }
        log.append(event(channel, notification, attempt, outcome, result));
        return result;
    }

    /// How long a change is worth telling from now on, negative when it is no longer. Asked once: a clock that jumps
    /// forward while a notification waits must not make it too old to send.
    private Duration left(Notification notification) {
        Duration age = Duration.between(notification.changedAt(), clock.instant());
        return policy.maxAge().minus(age.isNegative() ? Duration.ZERO : age);
    }

    private static boolean isPast(long nanos) {
        return System.nanoTime() - nanos > 0;
    }

    private NotificationAttempted event(
            NotificationChannel channel,
            Notification notification,
            int attempt,
            Outcome outcome,
            NotificationOutcome result) {
        Integer statusCode =
                switch (outcome) {
                    case Outcome.Delivered(Integer status) -> status;
                    case Outcome.Failed(Integer status, String detail) -> status;
                };
        return new NotificationAttempted(
                notification.alertId(),
                notification.studyUid(),
                notification.alertVersion(),
                AlertEvents.change(notification.change()),
                channel.name(),
                channel.target(),
                attempt,
                result,
                statusCode,
                outcome instanceof Outcome.Failed(Integer status, String detail) ? detail : null,
                clock.instant());
    }
}
