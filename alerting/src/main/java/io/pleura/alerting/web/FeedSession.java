package io.pleura.alerting.web;

import io.pleura.alerting.AlertingConfig;
import io.pleura.alerting.triage.Alert;
import io.pleura.alerting.worklist.FeedCursor;
import io.pleura.alerting.worklist.FeedItem;
import io.pleura.alerting.worklist.FeedSubscription;
import io.pleura.alerting.worklist.Worklist;
import io.pleura.schemas.AlertId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/// One browser's feed: what it missed, then `live` with all that the worklist holds, then changes and what goes, with
/// a heartbeat in between. Ends when the browser goes, takes nothing, or falls behind; it may come back with the id of
/// the last event it had.
final class FeedSession {

    private static final Logger LOG = Logger.getLogger(FeedSession.class);

    private final Worklist worklist;
    private final FeedHealth health;
    private final AlertingConfig.Feed settings;
    private final EventWriter writer;
    private final String lastEventId;
    private long nextHeartbeatNanos = System.nanoTime();

    /// @param healthy false when alerts may be missing; then `problem` says why
    record Heartbeat(Instant at, long feedAgeMillis, boolean healthy, Optional<String> problem) {}

    /// @param alertIds all that there is: a browser takes every other alert off its list
    record Live(List<String> alertIds) {
        static Live of(List<AlertId> held) {
            return new Live(held.stream().map(AlertId::value).toList());
        }
    }

    record Gone(String alertId) {}

    FeedSession(
            Worklist worklist,
            FeedHealth health,
            AlertingConfig.Feed settings,
            EventWriter writer,
            String lastEventId) {
        this.worklist = worklist;
        this.health = health;
        this.settings = settings;
        this.writer = writer;
        this.lastEventId = lastEventId;
    }

    void run() {
        try (writer) {
            waitForWholeList();
            feed();
        } catch (IOException e) {
            LOG.debugf("a browser left the feed: %s", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// "Everything since then" can only be said of a list that is whole; until then the heartbeat tells why there is
    /// none.
    private void waitForWholeList() throws IOException, InterruptedException {
        while (writer.isOpen() && !health.hasBeenWhole()) {
            beat();
            Thread.sleep(Duration.ofMillis(250));
        }
    }

    private void feed() throws IOException, InterruptedException {
        try (FeedSubscription subscription = worklist.subscribe(lastEventId, settings.queueCapacity())) {
            beat();
            for (FeedItem item : subscription.backlog()) {
                write(item);
            }
            if (health.isListComplete()) { // else the page would take what is missing for gone
                writer.write("live", null, Live.of(subscription.held()));
            }
            while (writer.isOpen() && !subscription.isOverrun()) {
                Optional<FeedItem> item = subscription.next(untilHeartbeat());
                if (item.isPresent()) {
                    write(item.get());
                }
                beat();
            }
        }
    }

    private void write(FeedItem item) throws IOException, InterruptedException {
        switch (item) {
            case FeedItem.Changed(Alert alert, FeedCursor cursor) ->
                writer.write("alert", cursor.encode(), AlertView.of(alert));
            case FeedItem.Gone(AlertId alert) -> writer.write("gone", null, new Gone(alert.value()));
        }
    }

    private Duration untilHeartbeat() {
        Duration wait = Duration.ofNanos(nextHeartbeatNanos - System.nanoTime());
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    private void beat() throws IOException, InterruptedException {
        long now = System.nanoTime();
        if (now - nextHeartbeatNanos < 0) {
            return;
        }
        FeedHealth.Status status = health.now();
        writer.write(
                "heartbeat",
                null,
                new Heartbeat(
                        health.at(), status.feedAgeMillis(), status.healthy(), Optional.ofNullable(status.problem())));
        nextHeartbeatNanos = now + settings.heartbeat().toNanos();
    }
}
