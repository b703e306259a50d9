package io.pleura.ingest.receive.folder;

import io.pleura.ingest.Ingest;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Watches the configured folder, if there is one, on a thread of its own.
@ApplicationScoped
class WatchedFolderLifecycle {

    private static final Logger LOG = Logger.getLogger(WatchedFolderLifecycle.class);

    private final CountDownLatch closing = new CountDownLatch(1);
    private @Nullable Thread thread;

    void start(@Observes StartupEvent event, Ingest ingest) throws IOException {
        Optional<Path> folder = ingest.config().watchFolder();
        if (folder.isPresent()) {
            WatchedFolder watched =
                    new WatchedFolder(folder.get(), ingest.config().watchQuiet(), ingest.pipeline());
            Duration interval = ingest.config().watchInterval();
            thread = Thread.ofPlatform().name("folder-watch").daemon().start(() -> watch(watched, interval));
            LOG.info("watching the configured folder");
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        closing.countDown();
        if (thread != null) {
            thread.join(Duration.ofSeconds(30));
        }
    }

    /// Whatever goes wrong with a look, there is another.
    private void watch(WatchedFolder watched, Duration interval) {
        boolean readable = true;
        try {
            while (!closing.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    watched.look();
                    readable = true;
                } catch (IOException | RuntimeException e) {
                    Logger.Level level = readable ? Logger.Level.ERROR : Logger.Level.DEBUG;
                    LOG.logf(level, "the watched folder cannot be read, trying again: %s", e.getClass());
                    readable = false;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
