package io.pleura.inference;

import io.pleura.inference.lanes.Lane;
import io.pleura.inference.score.ExecutionProvider;
import io.pleura.inference.score.Precision;
import io.pleura.schemas.RecordPlace;
import io.pleura.schemas.SettingProblems;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/// Stops a start with a configuration that cannot work, and says everything that is wrong with it at once.
final class ConfigCheck {

    /// A fifth of it lies between heartbeats, half of it is the time for one request.
    private static final Duration SHORTEST_KAFKA_TIMEOUT = Duration.ofSeconds(1);

    private ConfigCheck() {}

    /// @throws IllegalArgumentException that names each property and what to write instead
    static void check(InferenceConfig config) {
        SettingProblems problems = new SettingProblems("pleura.inference");
        problems.require(!config.kafkaBootstrapServers().isBlank(), "kafka-bootstrap-servers is host:port, or several");
        problems.identifier("worker-id", config.workerId());
        problems.require(
                config.precision() != Precision.INT8 || config.executionProvider() == ExecutionProvider.CPU,
                "precision is FP32 where execution-provider is CUDA: INT8 is for the CPU");
        problems.notNegative("cuda-device", config.cudaDevice());
        positive("batch-size", config.batchSize(), problems);
        problems.positive("transaction-size", config.transactionSize());
        positive("intra-op-threads", config.intraOpThreads(), problems);
        problems.notNegative("routine-target-wait", config.routineTargetWait());
        positive("decode-parallelism", config.decodeParallelism(), problems);
        problems.positive("max-blob-size", config.maxBlobSize().asLongValue());
        problems.positive("max-pixels", config.maxPixels());
        problems.positive("buffered-per-partition", config.bufferedPerPartition());
        passOver(config, problems);
        times(config, problems);
        problems.throwIfAny();
    }

    private static void passOver(InferenceConfig config, SettingProblems problems) {
        List<String> topics = Arrays.stream(Lane.values()).map(Lane::topic).toList();
        problems.require(
                config.passOver().orElse(Set.of()).stream().allMatch(place -> RecordPlace.isOf(place, topics)),
                "pass-over is topic-partition@offset, like radiographs.stat-3@17, of topic "
                        + String.join("|", topics));
    }

    private static void times(InferenceConfig config, SettingProblems problems) {
        problems.require(
                config.sessionTimeout().compareTo(SHORTEST_KAFKA_TIMEOUT) >= 0, "session-timeout is 1s or longer");
        problems.require(
                config.transactionTimeout().compareTo(SHORTEST_KAFKA_TIMEOUT) >= 0,
                "transaction-timeout is 1s or longer");
        problems.positive("retry-after", config.retryAfter());
        problems.require(
                config.retryAtMost().compareTo(config.retryAfter()) >= 0,
                "retry-at-most is no shorter than retry-after");
        problems.require(
                config.stalledAfter().compareTo(config.retryAtMost()) > 0,
                "stalled-after is longer than retry-at-most, for which the loop may wait");
    }

    private static void positive(String name, OptionalInt value, SettingProblems problems) {
        value.ifPresent(number -> problems.positive(name, number));
    }
}
