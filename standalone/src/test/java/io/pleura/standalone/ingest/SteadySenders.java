package io.pleura.standalone.ingest;

import io.pleura.imaging.dicom.Tags;
import io.pleura.ingest.scu.StoreScu;
import io.pleura.ingest.scu.StoreStatus;
import io.pleura.ingest.scu.Timeouts;
import io.pleura.standalone.stack.Ports;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Several associations that send one object after the other until they are told to stop. Each waits for its answer,
/// and sends the same object again until it is taken; all of them add to the same few studies.
final class SteadySenders implements AutoCloseable {

    private static final int STUDIES = 3;
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Timeouts PATIENCE = new Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(30));

    private final int port;
    private final int firstObject;
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<List<Sent>>> senders = new ArrayList<>();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();

    /// An instance that its sender was told is safe.
    record Sent(int sender, String studyUid, String instanceUid) {}

    /// What the senders heard up to now.
    record Heard(int acknowledged, int refused, int unanswered) {

        Heard minus(Heard before) {
            return new Heard(
                    acknowledged - before.acknowledged, refused - before.refused, unanswered - before.unanswered);
        }
    }

    private SteadySenders(int port, int firstObject) {
        this.port = port;
        this.firstObject = firstObject;
    }

    /// @param firstObject of the numbers that these senders use, see [TestObjects]
    static SteadySenders start(int port, int count, int firstObject) {
        SteadySenders all = new SteadySenders(port, firstObject);
        for (int sender = 0; sender < count; sender++) {
            int mine = sender;
            all.senders.add(all.threads.submit(() -> all.send(mine, count)));
        }
        return all;
    }

    Heard heard() {
        return new Heard(acknowledged.get(), refused.get(), unanswered.get());
    }

    /// Waits until so many more are acknowledged.
    void awaitMore(int count) {
        int goal = acknowledged.get() + count;
        IngestFixture.await(count + " more acknowledgements", () -> acknowledged.get() >= goal);
    }

    /// Stops when every sender's last object is acknowledged.
    ///
    /// @return what each sender heard of, in this order
    List<Sent> stop() throws Exception {
        over.countDown();
        List<Sent> all = new ArrayList<>();
        for (Future<List<Sent>> sender : senders) {
            all.addAll(sender.get());
        }
        return all;
    }

    @Override
    public void close() {
        over.countDown();
        threads.shutdownNow();
    }

    private List<Sent> send(int sender, int count) throws IOException, InterruptedException {
        List<Sent> sent = new ArrayList<>();
        try (StoreScu scu = new StoreScu(Ports.HOST, port, IngestFixture.CALLER, "PLEURA", PATIENCE)) {
            for (int number = firstObject + sender; over.getCount() > 0; number += count) {
                String study = "2.25.8" + (number / count + sender) % STUDIES;
                byte[] object = TestObjects.file(number, dataSet -> dataSet.string(Tags.STUDY_INSTANCE_UID, study));
                while (!stored(scu, object)) {
                    pause();
                }
                sent.add(new Sent(sender, study, TestObjects.instanceUid(number)));
                pause();
            }
        }
        return sent;
    }

    /// @throws IllegalStateException when it was refused for good, which nobody here deserves
    private boolean stored(StoreScu scu, byte[] object) {
        try {
            StoreStatus status = scu.store(object);
            if (!status.success() && !status.retryable()) {
                throw new IllegalStateException(status.toString());
            }
            (status.success() ? acknowledged : refused).incrementAndGet();
            return status.success();
        } catch (IOException e) {
            unanswered.incrementAndGet();
            return false;
        }
    }

    private static void pause() throws InterruptedException {
        new CountDownLatch(1).await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
