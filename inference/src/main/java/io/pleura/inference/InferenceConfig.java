package io.pleura.inference;

import io.pleura.inference.score.ExecutionProvider;
import io.pleura.inference.score.OptimisationLevel;
import io.pleura.inference.score.Precision;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Settings of the inference service. None of them is clinical: thresholds stand in the model's folder.
@ConfigMapping(prefix = "pleura.inference")
public interface InferenceConfig {

    /// Kafka brokers, `host:port`, separated by commas.
    @WithDefault("127.0.0.1:19092")
    String kafkaBootstrapServers();

    /// More settings for every Kafka client, such as `security.protocol`.
    Map<String, String> kafkaProperties();

    /// Root of the blob store that ingest writes.
    Path blobFolder();

    /// Where this worker notes what it has in hand, on a disk of its own that outlives the process.
    @WithDefault("data/inference")
    Path workFolder();

    /// Folder with model.onnx and model.json of the model that scores.
    Path modelFolder();

    /// FP32 or INT8: which of the model's files scores. Not every folder has an int8 file, and CUDA runs FP32 only.
    @WithDefault("FP32")
    Precision precision();

    /// Folders of older models, for replays of what they scored.
    Optional<List<Path>> replayModelFolders();

    /// Names this worker for good: static group member and transactional id. Unique among running workers.
    @WithDefault("inference-0")
    String workerId();

    /// Where ONNX Runtime computes. CUDA wants a build with `-Pgpu`, CUDA 12 and cuDNN 9.
    @WithDefault("CPU")
    ExecutionProvider executionProvider();

    /// Index of the GPU.
    @WithDefault("0")
    int cudaDevice();

    /// Radiographs in one run of the model; by default 1 on CPU and 16 on CUDA.
    OptionalInt batchSize();

    /// Radiographs in one transaction at most, where more than a batch of them wait; a commit costs as much as several
    /// scores. What arrives meanwhile, STAT or not, waits for the transaction under way.
    @WithDefault("8")
    int transactionSize();

    /// Threads of one model run on CPU; by default one for each processor.
    OptionalInt intraOpThreads();

    /// ONNX Runtime's graph optimisation. Output bits depend on it.
    @WithDefault("ALL")
    OptimisationLevel optimisationLevel();

    /// An operating point's name in model.json; by default the one that model.json names.
    Optional<String> operatingPoint();

    /// How long a routine radiograph may wait before STAT ones stop overtaking it freely.
    @WithDefault("10m")
    Duration routineTargetWait();

    /// Images fetched and decoded at the same time; by default one for each processor.
    OptionalInt decodeParallelism();

    /// Largest DICOM file that is read.
    @WithDefault("128M")
    MemorySize maxBlobSize();

    /// Largest image, Rows x Columns. By default as large as decoders and ingest take; a small heap holds less.
    @WithDefault("67108864")
    long maxPixels();

    /// Records polled and not yet scored, for each partition of each lane.
    @WithDefault("16")
    int bufferedPerPartition();

    /// Records of a schema that no release will ever know, as health and log name them (`radiographs.stat-3@17`):
    /// they are rejected as unreadable and hold nobody up. Every other one waits for the release that knows it.
    Optional<Set<String>> passOver();

    /// After this long without a sign of life another worker takes over.
    @WithDefault("10s")
    Duration sessionTimeout();

    /// After this long Kafka rolls back what a dead worker left open. Covers sending and committing, not scoring.
    @WithDefault("10s")
    Duration transactionTimeout();

    /// First wait after a failure; doubles with each failure in a row.
    @WithDefault("500ms")
    Duration retryAfter();

    /// Longest wait between attempts; also of one radiograph whose file cannot be read.
    @WithDefault("15s")
    Duration retryAtMost();

    /// Without a turn of the loop for this long the service says that it is no longer alive.
    @WithDefault("2m")
    Duration stalledAfter();
}
