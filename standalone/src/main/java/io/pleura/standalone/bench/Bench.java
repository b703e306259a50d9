package io.pleura.standalone.bench;

import io.pleura.events.RadiographScored;
import io.pleura.ingest.scu.StoreScu;
import io.pleura.ingest.scu.StoreStatus;
import io.pleura.ingest.scu.Timeouts;
import io.pleura.standalone.bench.Figure.Better;
import io.pleura.standalone.send.Destination;
import io.pleura.standalone.send.Outcome;
import io.pleura.standalone.send.Sender;
import io.pleura.standalone.stack.Member;
import io.pleura.standalone.stack.Ports;
import io.pleura.standalone.stack.Stack;
import io.pleura.standalone.stack.StackException;
import io.pleura.standalone.stack.StackSettings;
import io.pleura.standalone.watch.AlertFeed;
import io.pleura.standalone.watch.EventWatch;
import io.pleura.standalone.watch.Percentiles;
import io.pleura.training.phantom.PhantomStudies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// The measurements of `./pleura bench`, on a stack that was started for them alone.
///
/// Throughput: the radiographs come in over C-STORE while inference is stopped; then it works the backlog off. Latency:
/// urgent studies one at a time into the idle system, from ingest's receipt to the alert's arrival at a page's feed.
public final class Bench {

    /// The pipeline adds decoding, hashing and a transaction to each score; this much of the bare loop is to be left.
    private static final double THROUGHPUT_GOAL = 0.8;

    private static final double MEDIAN_GOAL_MILLIS = 1000;
    private static final double P99_GOAL_MILLIS = 2000;

    private static final int ASSOCIATIONS = 4;
    private static final Duration ALL_WITHIN = Duration.ofMinutes(20);
    private static final Duration ALERT_WITHIN = Duration.ofSeconds(30);

    /// Urgent studies before the measured ones, for the just-in-time compiler.
    private static final int WARM_UP = 10;

    private final Stack stack;
    private final int threads;
    private final Consumer<String> announce;

    public Bench(Stack stack, int threads, Consumer<String> announce) {
        this.stack = stack;
        this.threads = threads;
        this.announce = announce;
    }

    /// Stops the stack before the yardstick is measured.
    ///
    /// @param folder an empty folder for the radiographs
    /// @return one BENCH line a figure
    public List<String> run(Path folder, int radiographs, int alerts, long seed)
            throws IOException, InterruptedException {
        announce.accept("making %d radiographs".formatted(radiographs));
        List<Path> files = phantoms(folder, radiographs, seed);
        double scoresPerSecond = scoresPerSecond(files);
        List<Duration> latencies = latencies(seed + radiographs, alerts);
        stack.close();
        announce.accept("measuring the yardstick");
        Yardstick yardstick = Yardstick.measure(stack.settings().repository(), folder, threads);
        Percentiles percentiles = Percentiles.of(latencies);
        List<Figure> figures = List.of(
                new Figure(
                        "pipeline-throughput",
                        scoresPerSecond,
                        "scores/s",
                        yardstick.scoresPerSecond(),
                        THROUGHPUT_GOAL * yardstick.scoresPerSecond(),
                        Better.HIGHER),
                latency("receipt-to-alert-p50", percentiles.median(), yardstick, MEDIAN_GOAL_MILLIS),
                latency("receipt-to-alert-p99", percentiles.p99(), yardstick, P99_GOAL_MILLIS));
        return figures.stream().map(Figure::line).toList();
    }

    private static Figure latency(String name, Duration latency, Yardstick yardstick, double goalMillis) {
        return new Figure(name, latency.toNanos() / 1e6, "ms", yardstick.millis(), goalMillis, Better.LOWER);
    }

    private static List<Path> phantoms(Path folder, int count, long seed) {
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> {
                    Path file = folder.resolve("%05d.dcm".formatted(i));
                    try {
                        return Files.write(file, PhantomStudies.make(seed + i).bytes());
                    } catch (IOException e) {
                        throw new StackException("cannot write " + file + ": " + e.getMessage(), e);
                    }
                })
                .toList();
    }

    /// From the first score to the last one, the first tenth left out: the compiler warms up, as it does in the
    /// yardstick.
    private double scoresPerSecond(List<Path> files) throws IOException, InterruptedException {
        stack.stop(Member.INFERENCE);
        try (EventWatch watch = new EventWatch(stack.ports().kafkaBootstrap())) {
            announce.accept("sending %d radiographs over C-STORE".formatted(files.size()));
            Destination destination = Destination.of(
                    Ports.HOST + ":" + stack.ports().dicom(),
                    StackSettings.AE_TITLE,
                    StackSettings.ROUTINE_CALLER,
                    Optional.empty());
            Instant start = Instant.now();
            new Sender(destination, ASSOCIATIONS).send(files, Bench::mustBeStored);
            announce.accept("ingest took %.1f radiographs/s from %d associations"
                    .formatted(files.size() / seconds(start, Instant.now()), ASSOCIATIONS));
            announce.accept("scoring them");
            stack.start(Member.INFERENCE);
            awaitScores(watch, files.size() / 10);
            int warm = watch.seen().scored().size();
            WhereTimeGoes whereTimeGoes = WhereTimeGoes.fromNow(stack);
            awaitScores(watch, files.size());
            List<RadiographScored> scored = watch.seen().scored();
            whereTimeGoes.lines(scored.subList(warm, scored.size())).forEach(announce);
            List<Instant> times =
                    scored.stream().map(RadiographScored::getScoredAt).sorted().toList();
            int first = times.size() / 10;
            return (times.size() - 1 - first) / seconds(times.get(first), times.getLast());
        }
    }

    private static void awaitScores(EventWatch watch, int count) throws InterruptedException {
        if (!watch.await(seen -> seen.scored().size() >= count, ALL_WITHIN)) {
            throw new StackException("only %d of %d radiographs were scored within %s"
                    .formatted(watch.seen().scored().size(), count, ALL_WITHIN));
        }
    }

    private static void mustBeStored(Outcome outcome) {
        if (!(outcome instanceof Outcome.Stored)) {
            throw new StackException("not stored: " + outcome);
        }
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e9;
    }

    /// Studies that the model finds nothing in are passed over: they have no alert to wait for.
    private List<Duration> latencies(long seed, int alerts) throws IOException, InterruptedException {
        announce.accept("measuring the way from receipt to alert, %d times".formatted(alerts));
        List<Duration> latencies = Collections.synchronizedList(new ArrayList<>());
        Consumer<AlertFeed.Alert> shown = alert -> {
            if (alert.live() && alert.view().path("change").asText().equals("RAISED")) {
                latencies.add(alert.sinceReceipt());
            }
        };
        try (EventWatch watch = new EventWatch(stack.ports().kafkaBootstrap());
                AlertFeed feed = new AlertFeed(stack.ports().alerting(), stack.password(), shown);
                StoreScu scu = new StoreScu(
                        Ports.HOST,
                        stack.ports().dicom(),
                        StackSettings.STAT_CALLER,
                        StackSettings.AE_TITLE,
                        Timeouts.DEFAULT)) {
            feed.awaitLive(ALERT_WITHIN);
            for (int sent = 0; latencies.size() < alerts + WARM_UP && sent < 3 * alerts + WARM_UP; sent++) {
                one(scu, watch, latencies, seed + sent, sent + 1);
            }
        }
        if (latencies.size() < alerts + WARM_UP) {
            throw new StackException("too few of the studies raised an alert: " + latencies.size());
        }
        return List.copyOf(latencies).subList(WARM_UP, alerts + WARM_UP);
    }

    private static void one(StoreScu scu, EventWatch watch, List<Duration> latencies, long seed, int nth)
            throws IOException, InterruptedException {
        byte[] file = PhantomStudies.make(seed, true).bytes();
        StoreStatus status = scu.store(file);
        if (!status.success()) {
            throw new StackException("not stored: " + status);
        }
        boolean shown = watch.await(
                seen -> seen.scored().size() >= nth && latencies.size() >= seen.positiveStudies(), ALERT_WITHIN);
        if (!shown) {
            throw new StackException("no alert within " + ALERT_WITHIN.toSeconds() + " s");
        }
        // Kafka's and our own threads come to rest, as between two patients.
        new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
    }
}
