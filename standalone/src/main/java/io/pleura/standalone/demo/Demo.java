package io.pleura.standalone.demo;

import io.pleura.ingest.scu.StoreScu;
import io.pleura.ingest.scu.StoreStatus;
import io.pleura.ingest.scu.Timeouts;
import io.pleura.standalone.stack.Ports;
import io.pleura.standalone.stack.Stack;
import io.pleura.standalone.stack.StackSettings;
import io.pleura.standalone.watch.AlertFeed;
import io.pleura.standalone.watch.EventWatch;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/// Streams synthetic studies into a running stack, as a hospital would: one sender with urgent ones, one with the rest.
///
/// One thread makes and sends the objects in turn; what comes out is watched in the topics and on the page's feed.
public final class Demo {

    private static final Duration FEED_LIVE_WITHIN = Duration.ofSeconds(30);
    private static final Duration OUT_WITHIN = Duration.ofSeconds(120);
    private static final Duration SAY_EVERY = Duration.ofSeconds(1);

    private final Stack stack;
    private final Consumer<String> announce;
    private final List<Duration> latencies = Collections.synchronizedList(new ArrayList<>());

    private int sent;
    private int stored;
    private String said = "";
    private Instant saidAt = Instant.EPOCH;

    public Demo(Stack stack, Consumer<String> announce) {
        this.stack = stack;
        this.announce = announce;
    }

    /// What it came to.
    ///
    /// @param complete everything that was sent has come out as a score or a rejection, every positive study as an
    /// alert
    public record Result(boolean complete, String text) {}

    /// @param seed of the first object; another seed gives other studies
    public Result run(int objects, long seed) throws IOException, InterruptedException {
        Ports ports = stack.ports();
        try (EventWatch watch = new EventWatch(ports.kafkaBootstrap());
                AlertFeed feed = new AlertFeed(ports.alerting(), stack.password(), this::shown)) {
            feed.awaitLive(FEED_LIVE_WITHIN);
            sendAll(watch, objects, seed);
            boolean complete = watch.await(seen -> isComplete(seen, objects), OUT_WITHIN);
            DemoSummary summary = new DemoSummary(sent, watch.seen(), List.copyOf(latencies), complete);
            return new Result(complete, summary.text());
        }
    }

    private void sendAll(EventWatch watch, int objects, long seed) throws IOException {
        try (StoreScu routine = sender(StackSettings.ROUTINE_CALLER);
                StoreScu urgent = sender(StackSettings.STAT_CALLER)) {
            for (int number = 0; number < objects; number++) {
                DemoObject object = DemoObject.of(seed + number, number);
                send(object.urgent() ? urgent : routine, object);
                progress(watch.seen(), objects);
            }
        }
    }

    private StoreScu sender(String callingAeTitle) {
        return new StoreScu(
                Ports.HOST, stack.ports().dicom(), callingAeTitle, StackSettings.AE_TITLE, Timeouts.DEFAULT);
    }

    private void send(StoreScu scu, DemoObject object) throws IOException {
        StoreStatus status = scu.store(object.bytes());
        sent++;
        if (status.success()) {
            stored++;
        } else {
            announce.accept("  refused, as it should be: %s, status %s".formatted(object.kind(), status));
        }
    }

    private boolean isComplete(EventWatch.Seen seen, int objects) {
        progress(seen, objects);
        return seen.scored().size() + seen.rejected().size() >= objects
                && seen.scored().size() >= stored
                && seen.raised().size() >= seen.positiveStudies()
                && latencies.size() >= seen.raised().size();
    }

    private void shown(AlertFeed.Alert alert) {
        if (alert.live() && alert.view().path("change").asText().equals("RAISED")) {
            latencies.add(alert.sinceReceipt());
        }
    }

    private void progress(EventWatch.Seen seen, int objects) {
        Instant now = Instant.now();
        String line = "  sent %d of %d, scored %d, rejected %d, alerts %d"
                .formatted(
                        sent,
                        objects,
                        seen.scored().size(),
                        seen.rejected().size(),
                        seen.raised().size());
        if (!line.equals(said) && Duration.between(saidAt, now).compareTo(SAY_EVERY) >= 0) {
            said = line;
            saidAt = now;
            announce.accept(line);
        }
    }
}
