package io.pleura.standalone.soak;

import io.pleura.standalone.stack.StackException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Takes a service's vitals twice during a soak, each time after a full garbage collection, so that only what lives
/// counts.
final class GrowthWatch implements AutoCloseable {

    private static final Duration COLLECTION_WITHIN = Duration.ofSeconds(60);

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Future<Growth> growth;
    private final long processId;
    private final URI metrics;

    /// @param duration of the soak, which begins now
    GrowthWatch(long processId, URI metrics, Duration duration) {
        this.processId = processId;
        this.metrics = metrics;
        growth = thread.submit(() -> watch(duration.dividedBy(5)));
    }

    private Growth watch(Duration fifth) throws IOException, InterruptedException {
        TimeUnit.MILLISECONDS.sleep(fifth.toMillis());
        Vitals early = vitals();
        TimeUnit.MILLISECONDS.sleep(fifth.multipliedBy(3).toMillis());
        return new Growth(early, vitals());
    }

    private Vitals vitals() throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process collection = new ProcessBuilder(jcmd.toString(), Long.toString(processId), "GC.run")
                .redirectErrorStream(true)
                .start();
        String output = new String(collection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!collection.waitFor(COLLECTION_WITHIN.toSeconds(), TimeUnit.SECONDS) || collection.exitValue() != 0) {
            throw new StackException("no garbage collection in process " + processId + ": " + output.strip());
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return Vitals.of(client, metrics);
        }
    }

    /// Waits for the second time when it is not over.
    Growth growth() throws InterruptedException {
        try {
            return growth.get();
        } catch (ExecutionException e) {
            throw new StackException("the service's vitals could not be taken: " + e.getCause(), e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        thread.close();
    }
}
