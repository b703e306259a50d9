package io.pleura.standalone.bench;

import io.pleura.standalone.stack.StackException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// What one receiver did with one load: senders at once, each sending one object after the other.
///
/// @param perSecond objects, from the first one's start to the last one's answer
/// @param millis of each object, from its start to its answer
record Load(double perSecond, List<Double> millis) {

    /// One that sends, on a connection that stands already.
    interface Sending extends AutoCloseable {

        /// Sends one more and returns when it is taken.
        void send() throws IOException, InterruptedException;

        @Override
        void close() throws IOException;
    }

    /// How the senders are made.
    interface Senders {

        Sending open() throws IOException, InterruptedException;
    }

    /// Each sender sends one object beforehand, which does not count: connections stand, code is loaded.
    static Load run(Senders senders, int count, int each) throws InterruptedException {
        CountDownLatch ready = new CountDownLatch(count);
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
            List<Future<List<Double>>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                running.add(threads.submit(sender(senders, each, ready, go)));
            }
            ready.await();
            long start = System.nanoTime();
            go.countDown();
            List<Double> millis = new ArrayList<>();
            for (Future<List<Double>> one : running) {
                millis.addAll(one.get());
            }
            return new Load(millis.size() * 1e9 / (System.nanoTime() - start), millis);
        } catch (ExecutionException e) {
            throw new StackException("a sender failed: " + e.getCause(), e);
        }
    }

    private static Callable<List<Double>> sender(Senders senders, int each, CountDownLatch ready, CountDownLatch go) {
        return () -> {
            List<Double> millis = new ArrayList<>();
            try (Sending sending = senders.open()) {
                sending.send();
                ready.countDown();
                go.await();
                for (int i = 0; i < each; i++) {
                    long start = System.nanoTime();
                    sending.send();
                    millis.add((System.nanoTime() - start) / 1e6);
                }
            } finally {
                ready.countDown(); // a failure must not keep the others waiting
            }
            return millis;
        };
    }
}
