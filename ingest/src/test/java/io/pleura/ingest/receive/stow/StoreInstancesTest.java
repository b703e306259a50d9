package io.pleura.ingest.receive.stow;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pleura.ingest.Arrival;
import io.pleura.ingest.Ingest;
import io.pleura.ingest.TestSettings;
import io.pleura.ingest.receive.stow.StoreInstances.Result;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Parts that are refused. The log answers nobody until ingest is started, and then that Kafka is away.
@Timeout(60)
class StoreInstancesTest {

    private static final String TYPE = "multipart/related; type=\"application/dicom\"; boundary=b";
    private static final int PARTS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private Ingest ingest;

    @BeforeEach
    void open() throws IOException {
        ingest = new Ingest(
                TestSettings.config(Map.of(
                        "pleura.ingest.kafka-bootstrap-servers",
                        "127.0.0.1:1",
                        "pleura.ingest.kafka-timeout",
                        "200ms",
                        "pleura.ingest.publish-timeout",
                        "1h",
                        "pleura.ingest.blob-folder",
                        folder.resolve("blobs").toString(),
                        "pleura.ingest.work-folder",
                        folder.resolve("work").toString())),
                meters,
                InstantSource.system());
    }

    @AfterEach
    void close() {
        ingest.close();
    }

    @Test
    void refusalsGoIntoTheLogTogetherAndTheAnswerWaitsForAllOfThem() throws Exception {
        CompletableFuture<Result> result =
                CompletableFuture.supplyAsync(() -> store(() -> false), Thread::startVirtualThread);
        until("all wait together", () -> waiting() == PARTS);
        assertThat(result).isNotDone();

        ingest.start();

        assertThat(answer(result.get()).status()).isEqualTo(503);
        assertThat(failures(answer(result.get()))).isEqualTo(PARTS);
    }

    @Test
    void noPartIsTakenInAfterTheClientIsGone() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        CompletableFuture<Result> result = CompletableFuture.supplyAsync(
                () -> store(() -> asked.incrementAndGet() > 3), Thread::startVirtualThread);
        until("the fourth is not taken in", () -> asked.get() > 3);

        ingest.start();

        assertThat(failures(answer(result.get())))
                .as("three parts, and the rest")
                .isEqualTo(4);
    }

    private Result store(BooleanSupplier clientIsGone) {
        return new StoreInstances(ingest.pipeline(), 1, Duration.ofHours(1), Duration.ofHours(1))
                .store(
                        TYPE,
                        null,
                        new ByteArrayInputStream(("--b\r\n\r\nnonsense\r\n".repeat(PARTS) + "--b--")
                                .getBytes(StandardCharsets.US_ASCII)),
                        clientIsGone,
                        Arrival.overStow(Optional.empty(), "", Optional.empty()));
    }

    private static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as(what).isNegative();
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    private double waiting() {
        return meters.get("pleura.ingest.publish.waiting").gauge().value();
    }

    private static StoreInstancesResponse answer(Result result) {
        return ((Result.Answered) result).response();
    }

    private static int failures(StoreInstancesResponse answer) {
        return answer.dataSet()
                .get(ResponseAttribute.OTHER_FAILURES_SEQUENCE.tag())
                .get("Value")
                .size();
    }
}
