package io.pleura.standalone.inference;

import io.pleura.inference.KafkaClients;
import io.pleura.inference.Step;
import io.pleura.inference.decode.ImageLoader;
import io.pleura.inference.decode.LoaderWithoutBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;

/// A worker in a JVM of its own that dies, by a signal, at one named point. Ends itself when its standard input does.
///
/// Arguments: bootstrap servers, blob folder, work folder, model folder, batch size, `transaction`, `at-least-once` or
/// `without-budget`, the step to die at or `never`, the batch to die in, and the signal to die by.
final class WorkerMain {

    private WorkerMain() {}

    public static void main(String[] arguments) throws Exception {
        String bootstrapServers = arguments[0];
        AtomicReference<Producer<String, byte[]>> producer = new AtomicReference<>();
        KafkaClients right = WorkerParts.clients(bootstrapServers);
        KafkaClients chosen =
                arguments[5].equals("at-least-once") ? AtLeastOnceClients.of(right, bootstrapServers) : right;
        KafkaClients observed = new KafkaClients(
                chosen.consumers(), () -> remember(producer, chosen.producers().get()));
        Path blobFolder = Path.of(arguments[1]);
        ImageLoader images = arguments[5].equals("without-budget")
                ? LoaderWithoutBudget.of(blobFolder)
                : WorkerParts.images(blobFolder);
        Consumer<Step> steps = arguments[6].equals("never")
                ? step -> {}
                : new Halt(Step.valueOf(arguments[6]), Integer.parseInt(arguments[7]), arguments[8], producer);
        try (WorkerParts worker = new WorkerParts(
                observed,
                images,
                Path.of(arguments[2]),
                List.of(Path.of(arguments[3])),
                Integer.parseInt(arguments[4]),
                steps)) {
            System.out.println("ready");
            Thread.ofVirtual().start(WorkerMain::awaitEndOfInput).join();
        }
    }

    private static Producer<String, byte[]> remember(
            AtomicReference<Producer<String, byte[]>> last, Producer<String, byte[]> producer) {
        last.set(producer);
        return producer;
    }

    private static void awaitEndOfInput() {
        try {
            while (System.in.read() >= 0) {
                continue;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Counts batches and ends the process in the middle of one.
    private static final class Halt implements Consumer<Step> {

        private final Step at;
        private final AtomicReference<Producer<String, byte[]>> producer;
        private final CountDownLatch batches;
        private final String signal;

        Halt(Step at, int batch, String signal, AtomicReference<Producer<String, byte[]>> producer) {
            this.at = at;
            this.signal = signal;
            this.producer = producer;
            batches = new CountDownLatch(batch);
        }

        @Override
        public void accept(Step step) {
            if (step != at) {
                return;
            }
            batches.countDown();
            if (batches.getCount() == 0) {
                if (step == Step.SENT || step == Step.OFFSETS_SENT) {
                    // The worst moment: what was sent is in the log already.
                    Objects.requireNonNull(producer.get()).flush();
                }
                killSelf();
            }
        }

        /// Not [Runtime#halt]: that still runs the native libraries' exit handlers.
        private void killSelf() {
            try {
                String self = Long.toString(ProcessHandle.current().pid());
                new ProcessBuilder("kill", "-" + signal, self).start().waitFor();
                new CountDownLatch(1).await(); // other signals than KILL take a moment
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
