package io.pleura.standalone.soak;

import io.pleura.ingest.scu.StoreScu;
import io.pleura.ingest.scu.StoreStatus;
import io.pleura.ingest.scu.Timeouts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Senders that do not stop: a third on good lines, a third on slow ones, a third on lines that break in the middle of
/// an object. Each has one association at a time.
///
/// @param calling our AE title
/// @param called the receiver's AE title
/// @param associations at once
/// @param pause of a sender after each object
public record Soak(InetSocketAddress receiver, String calling, String called, int associations, Duration pause) {

    private static final long RUNS = 1_000_000_000L;

    /// Sends until the time is over; every sender once at least.
    ///
    /// @param seed like no other run's on the same receiver
    public Tally run(Duration duration, long seed) throws InterruptedException {
        Tally tally = new Tally();
        CountDownLatch over = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> senders = new ArrayList<>();
            for (int sender = 0; sender < associations; sender++) {
                int number = sender;
                senders.add(threads.submit(() -> {
                    send(number, Math.floorMod(seed, RUNS), tally, over);
                    return null;
                }));
            }
            over.await(duration.toMillis(), TimeUnit.MILLISECONDS);
            over.countDown();
            for (Future<?> sender : senders) {
                sender.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a sender stopped", e.getCause());
        }
        return tally;
    }

    private void send(int sender, long run, Tally tally, CountDownLatch over) throws IOException, InterruptedException {
        Line line = Line.of(sender);
        if (line == Line.GOOD) {
            sendSteadily(sender, run, tally, over);
        } else {
            sendBadly(line, sender, run, tally, over);
        }
    }

    private void sendSteadily(int sender, long run, Tally tally, CountDownLatch over)
            throws IOException, InterruptedException {
        try (StoreScu scu = scu(receiver)) {
            int number = 0;
            do {
                store(scu, Line.GOOD, SoakObject.of(run, sender, number++), tally);
            } while (!over.await(pause.toMillis(), TimeUnit.MILLISECONDS));
        }
    }

    /// Over a new line and a new association for each object.
    private void sendBadly(Line line, int sender, long run, Tally tally, CountDownLatch over)
            throws IOException, InterruptedException {
        Random random = new Random(run + sender);
        int number = 0;
        do {
            SoakObject object = SoakObject.of(run, sender, number++);
            // Behind the association's first messages, before the object's end.
            int cut = 1_000 + random.nextInt(object.bytes().length - 1_000);
            try (Relay relay = new Relay(receiver, line, cut);
                    StoreScu scu = scu(new InetSocketAddress(receiver.getAddress(), relay.port()))) {
                store(scu, line, object, tally);
            }
        } while (!over.await(pause.toMillis(), TimeUnit.MILLISECONDS));
    }

    private StoreScu scu(InetSocketAddress to) {
        return new StoreScu(to.getHostString(), to.getPort(), calling, called, Timeouts.DEFAULT);
    }

    private static void store(StoreScu scu, Line line, SoakObject object, Tally tally) {
        long begin = System.nanoTime();
        try {
            StoreStatus status = scu.store(object.bytes());
            if (status.success()) {
                tally.stored(line, object.instanceUid(), Duration.ofNanos(System.nanoTime() - begin));
            } else {
                tally.refused(line, status);
            }
        } catch (IOException e) {
            tally.unanswered(line, e.toString());
        }
    }
}
