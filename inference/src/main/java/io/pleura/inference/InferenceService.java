package io.pleura.inference;

import io.micrometer.core.instrument.MeterRegistry;
import io.pleura.inference.decode.DecodeLimits;
import io.pleura.inference.decode.ImageLoader;
import io.pleura.inference.score.ModelException;
import io.pleura.inference.score.ModelIdentity;
import io.pleura.inference.score.ModelShelf;
import io.pleura.inference.score.RuntimeSettings;
import io.pleura.schemas.RecordPlace;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Builds the worker from the configuration, runs it on its own thread and ends it with the service.
@ApplicationScoped
public class InferenceService {

    private static final Logger LOG = Logger.getLogger(InferenceService.class);
    private static final Duration PROBE_INTERVAL = Duration.ofSeconds(5);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

    /// So long a radiograph over which the worker died again waits before the next attempt; others are scored.
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);

    /// Longer than a container has to run for kubelet to forget that it has crashed: else what ends the worker
    /// each time would keep it away for most of the time, and all others with it.
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);

    private final InferenceConfig config;
    private final MeterRegistry registry;
    private final WorkerState state = new WorkerState(System::nanoTime);
    private @Nullable Parts parts;

    /// Everything that lives from start to stop.
    private record Parts(
            ModelShelf models,
            ImageLoader images,
            Hand hand,
            InferenceWorker worker,
            Thread workerThread,
            KafkaProbe probe,
            Thread probeThread) {}

    public InferenceService(InferenceConfig config, MeterRegistry registry) {
        this.config = config;
        this.registry = registry;
    }

    void start(@Observes StartupEvent event) {
        ConfigCheck.check(config);
        Hand hand = Hand.open(config.workFolder(), FIRST_PAUSE, LONGEST_PAUSE, config.retryAtMost(), System::nanoTime);
        ModelShelf models = openModels();
        ImageLoader images = new ImageLoader(config.blobFolder(), limits());
        Map<String, String> common = kafkaSettings();
        InferenceWorker worker = worker(models, images, hand, common);
        KafkaProbe probe = new KafkaProbe(common, config.workerId());
        Thread workerThread = Thread.ofPlatform().name("inference-worker").unstarted(worker);
        Thread probeThread = Thread.ofVirtual().name("kafka-probe").unstarted(() -> askAgainAndAgain(probe));
        parts = new Parts(models, images, hand, worker, workerThread, probe, probeThread);
        workerThread.start();
        probeThread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        Parts running = parts;
        if (running == null) {
            return;
        }
        running.worker().stop();
        running.probeThread().interrupt();
        if (!running.workerThread().join(STOP_TIMEOUT)) {
            LOG.warnf("the worker did not stop within %s; its open transaction will be rolled back", STOP_TIMEOUT);
            return;
        }
        running.probe().close();
        running.hand().close();
        running.images().close();
        running.models().close();
    }

    WorkerState state() {
        return state;
    }

    Optional<String> kafkaProblem() {
        Parts running = parts;
        return running == null ? Optional.of("not started") : running.probe().problem();
    }

    Optional<ModelIdentity> model() {
        return Optional.ofNullable(parts)
                .map(running -> running.models().active().identity());
    }

    private InferenceWorker worker(ModelShelf models, ImageLoader images, Hand hand, Map<String, String> common) {
        String operatingPoint =
                config.operatingPoint().orElse(models.active().description().defaultOperatingPoint());
        WorkerSettings settings = new WorkerSettings(
                config.workerId(),
                batchSize(),
                config.transactionSize(),
                operatingPoint,
                config.routineTargetWait(),
                config.bufferedPerPartition(),
                RecordPlace.ofSetting(
                        "pleura.inference.pass-over", config.passOver().orElse(Set.of())),
                config.retryAfter(),
                config.retryAtMost());
        KafkaClients kafka =
                KafkaClients.of(common, config.workerId(), config.sessionTimeout(), config.transactionTimeout());
        LOG.infof(
                "worker %s: model %s, operating point %s, batches of %d",
                config.workerId(), models.active().identity(), operatingPoint, batchSize());
        return new InferenceWorker(
                settings,
                kafka,
                models,
                images,
                hand,
                new InferenceMetrics(registry),
                state,
                InstantSource.system(),
                step -> state.alive());
    }

    private ModelShelf openModels() {
        try {
            return ModelShelf.open(
                    config.modelFolder(),
                    config.precision(),
                    config.replayModelFolders().orElse(List.of()),
                    runtime());
        } catch (ModelException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private RuntimeSettings runtime() {
        return new RuntimeSettings(
                config.executionProvider(),
                config.cudaDevice(),
                config.intraOpThreads().orElse(Runtime.getRuntime().availableProcessors()),
                config.optimisationLevel(),
                batchSize());
    }

    private int batchSize() {
        return config.batchSize().orElse(config.executionProvider().batchSize());
    }

    private DecodeLimits limits() {
        return new DecodeLimits(
                config.maxBlobSize().asLongValue(),
                config.maxPixels(),
                config.decodeParallelism().orElse(Runtime.getRuntime().availableProcessors()));
    }

    private Map<String, String> kafkaSettings() {
        Map<String, String> settings = new HashMap<>(config.kafkaProperties());
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.kafkaBootstrapServers());
        return settings;
    }

    private static void askAgainAndAgain(KafkaProbe probe) {
        try {
            while (true) {
                probe.ask();
                Thread.sleep(PROBE_INTERVAL);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
