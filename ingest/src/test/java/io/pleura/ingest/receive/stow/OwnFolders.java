package io.pleura.ingest.receive.stow;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// New folders for the service of a test, which go when it has stopped.
public final class OwnFolders implements QuarkusTestResourceLifecycleManager {

    private @Nullable Path folder;

    @Override
    public Map<String, String> start() {
        try {
            folder = Files.createTempDirectory("pleura-ingest-test");
            return Map.of(
                    "pleura.ingest.blob-folder", folder.resolve("blobs").toString(),
                    "pleura.ingest.work-folder", folder.resolve("work").toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (folder == null) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> insideFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : insideFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
