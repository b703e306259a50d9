package io.pleura.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.imaging.codec.PixelDecoder;
import io.pleura.inference.score.ExecutionProvider;
import io.pleura.inference.score.OptimisationLevel;
import io.pleura.inference.score.Precision;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InferenceConfigTest {

    private static final Map<String, String> REQUIRED =
            Map.of("pleura.inference.blob-folder", "/blobs", "pleura.inference.model-folder", "/model");

    @Test
    void hasTheseDefaults() {
        InferenceConfig config = config(Map.of(), Map.of());

        assertThat(config.kafkaBootstrapServers()).isEqualTo("127.0.0.1:19092");
        assertThat(config.kafkaProperties()).isEmpty();
        assertThat(config.blobFolder()).isEqualTo(Path.of("/blobs"));
        assertThat(config.workFolder()).isEqualTo(Path.of("data/inference"));
        assertThat(config.modelFolder()).isEqualTo(Path.of("/model"));
        assertThat(config.precision()).isEqualTo(Precision.FP32);
        assertThat(config.replayModelFolders()).isEmpty();
        assertThat(config.workerId()).isEqualTo("inference-0");
        assertThat(config.executionProvider()).isEqualTo(ExecutionProvider.CPU);
        assertThat(config.cudaDevice()).isZero();
        assertThat(config.batchSize()).isEmpty();
        assertThat(config.transactionSize()).isEqualTo(8);
        assertThat(config.intraOpThreads()).isEmpty();
        assertThat(config.optimisationLevel()).isEqualTo(OptimisationLevel.ALL);
        assertThat(config.operatingPoint()).isEmpty();
        assertThat(config.routineTargetWait()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.decodeParallelism()).isEmpty();
        assertThat(config.maxBlobSize().asLongValue()).isEqualTo(128L << 20);
        assertThat(config.maxPixels()).isEqualTo(PixelDecoder.MAX_PIXELS);
        assertThat(config.bufferedPerPartition()).isEqualTo(16);
        assertThat(config.sessionTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.transactionTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.retryAfter()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.retryAtMost()).isEqualTo(Duration.ofSeconds(15));
        assertThat(config.stalledAfter()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void batchesOnlyWhereBatchesHelp() {
        assertThat(ExecutionProvider.CPU.batchSize()).isEqualTo(1);
        assertThat(ExecutionProvider.CUDA.batchSize()).isEqualTo(16);
    }

    @Test
    void takesTheEnvironmentFirst() {
        InferenceConfig config = config(
                Map.of("pleura.inference.worker-id", "inference-1"),
                Map.of(
                        "PLEURA_INFERENCE_WORKER_ID", "inference-2",
                        "PLEURA_INFERENCE_PRECISION", "INT8",
                        "PLEURA_INFERENCE_REPLAY_MODEL_FOLDERS", "/old,/older",
                        "PLEURA_INFERENCE_EXECUTION_PROVIDER", "CUDA"));

        assertThat(config.workerId()).isEqualTo("inference-2");
        assertThat(config.replayModelFolders()).contains(List.of(Path.of("/old"), Path.of("/older")));
        assertThat(config.executionProvider()).isEqualTo(ExecutionProvider.CUDA);
        assertThat(config.precision()).isEqualTo(Precision.INT8);
    }

    @Test
    void passesOtherKafkaPropertiesOn() {
        InferenceConfig config =
                config(Map.of("pleura.inference.kafka-properties.\"security.protocol\"", "SSL"), Map.of());

        assertThat(config.kafkaProperties()).isEqualTo(Map.of("security.protocol", "SSL"));
    }

    @Test
    void wantsToKnowWhereBlobsAndModelAre() {
        SmallRyeConfigBuilder nothing =
                new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(InferenceConfig.class);

        assertThatThrownBy(nothing::build)
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining("pleura.inference.blob-folder")
                .hasMessageContaining("pleura.inference.model-folder");
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(delimiter = '|', textBlock = """
            KAFKA_BOOTSTRAP_SERVERS | ' '             | kafka-bootstrap-servers is host:port
            WORKER_ID               | a/b             | worker-id is letters
            CUDA_DEVICE             | -1              | cuda-device is not negative
            BATCH_SIZE              | 0               | batch-size is positive
            TRANSACTION_SIZE        | 0               | transaction-size is positive
            INTRA_OP_THREADS        | 0               | intra-op-threads is positive
            ROUTINE_TARGET_WAIT     | -1s             | routine-target-wait is not negative
            DECODE_PARALLELISM      | 0               | decode-parallelism is positive
            MAX_BLOB_SIZE           | 0               | max-blob-size is positive
            MAX_PIXELS              | 0               | max-pixels is positive
            BUFFERED_PER_PARTITION  | 0               | buffered-per-partition is positive
            PASS_OVER               | scores-3@17     | pass-over is topic-partition@offset, like radiographs.stat-3@17
            PASS_OVER               | radiographs.stat-3 | pass-over is topic-partition@offset
            SESSION_TIMEOUT         | 3ms             | session-timeout is 1s or longer
            TRANSACTION_TIMEOUT     | 1ms             | transaction-timeout is 1s or longer
            RETRY_AFTER             | 0s              | retry-after is positive
            RETRY_AT_MOST           | 100ms           | retry-at-most is no shorter than retry-after
            STALLED_AFTER           | 15s             | stalled-after is longer than retry-at-most
            """)
    void refusesToStartWithWhatCannotWork(String name, String value, String message) {
        InferenceConfig config = config(Map.of(), Map.of("PLEURA_INFERENCE_" + name, value));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfigCheck.check(config))
                .withMessageStartingWith("pleura.inference: ")
                .withMessageContaining(message);
    }

    @Test
    void saysAllThatIsWrongAtOnce() {
        InferenceConfig config = config(
                Map.of(),
                Map.of(
                        "PLEURA_INFERENCE_PRECISION", "INT8",
                        "PLEURA_INFERENCE_EXECUTION_PROVIDER", "CUDA",
                        "PLEURA_INFERENCE_BUFFERED_PER_PARTITION", "0"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfigCheck.check(config))
                .withMessage(
                        "pleura.inference: precision is FP32 where execution-provider is CUDA: INT8 is for the CPU; "
                                + "buffered-per-partition is positive");
    }

    @Test
    void startsWithWhatIsShipped() {
        assertThatCode(() -> ConfigCheck.check(config(
                        Map.of(),
                        Map.of("PLEURA_INFERENCE_PASS_OVER", "radiographs.stat-3@17,radiographs.replay-0@4"))))
                .doesNotThrowAnyException();
    }

    private static InferenceConfig config(Map<String, String> properties, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(REQUIRED);
        all.putAll(properties);
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(all, "test", 100), new EnvConfigSource(environment, 300))
                .withMapping(InferenceConfig.class)
                .build()
                .getConfigMapping(InferenceConfig.class);
    }
}
