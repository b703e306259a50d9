package io.pleura.standalone.inference;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pleura.inference.Hand;
import io.pleura.inference.InferenceMetrics;
import io.pleura.inference.InferenceWorker;
import io.pleura.inference.KafkaClients;
import io.pleura.inference.Step;
import io.pleura.inference.WorkerSettings;
import io.pleura.inference.WorkerState;
import io.pleura.inference.decode.DecodeLimits;
import io.pleura.inference.decode.ImageLoader;
import io.pleura.inference.score.ExecutionProvider;
import io.pleura.inference.score.ModelShelf;
import io.pleura.inference.score.OptimisationLevel;
import io.pleura.inference.score.Precision;
import io.pleura.inference.score.RuntimeSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// The real worker with everything that it needs, as the service builds it.
final class WorkerParts implements AutoCloseable {

    static final String WORKER_ID = "inference-test";

    private static final Duration TIMEOUT = Duration.ofSeconds(6);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final DecodeLimits LIMITS = new DecodeLimits(1 << 20, 1_000_000, 2);

    private final ModelShelf models;
    private final Hand hand;
    private final ImageLoader images;
    private final InferenceWorker worker;
    private final WorkerState state = new WorkerState(System::nanoTime);
    private final Thread thread;
    private volatile boolean broken;

    /// @param workFolder where it notes what it has in hand
    WorkerParts(
            KafkaClients kafka,
            ImageLoader images,
            Path workFolder,
            List<Path> modelFolders,
            int batchSize,
            Consumer<Step> steps)
            throws Exception {
        hand = Hand.open(workFolder, PAUSE, PAUSE.multipliedBy(5), PAUSE.multipliedBy(5), System::nanoTime);
        this.images = images;
        RuntimeSettings runtime = new RuntimeSettings(ExecutionProvider.CPU, 0, 1, OptimisationLevel.ALL, batchSize);
        models = ModelShelf.open(modelFolders.getFirst(), Precision.FP32, modelFolders, runtime);
        WorkerSettings settings = new WorkerSettings(
                WORKER_ID,
                batchSize,
                batchSize,
                "balanced",
                Duration.ofMinutes(10),
                16,
                Set.of(),
                Duration.ofMillis(200),
                Duration.ofSeconds(1));
        worker = new InferenceWorker(
                settings,
                kafka,
                models,
                images,
                hand,
                new InferenceMetrics(new SimpleMeterRegistry()),
                state,
                InstantSource.system(),
                steps);
        thread = Thread.ofPlatform().name("worker").start(worker);
    }

    static ImageLoader images(Path blobFolder) {
        return new ImageLoader(blobFolder, LIMITS);
    }

    static KafkaClients clients(String bootstrapServers) {
        return KafkaClients.of(Map.of("bootstrap.servers", bootstrapServers), WORKER_ID, TIMEOUT, TIMEOUT);
    }

    WorkerState state() {
        return state;
    }

    /// Whatever is to be scored fails from now on, as on a GPU that has fallen off its bus. For the worker's
    /// thread.
    void breakModel() {
        models.active().close();
        broken = true;
    }

    /// Ends the worker after the batch in hand.
    @Override
    public void close() throws InterruptedException {
        worker.stop();
        thread.join();
        hand.close();
        images.close();
        if (!broken) {
            models.close();
        }
    }
}
