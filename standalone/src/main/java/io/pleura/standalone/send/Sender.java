package io.pleura.standalone.send;

import io.pleura.ingest.scu.Proposals;
import io.pleura.ingest.scu.StoreScu;
import io.pleura.ingest.scu.Timeouts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Sends files over a number of associations at once; each takes the next file as soon as its last one is answered.
public final class Sender {

    /// What the receiver is given at most by one sender (DESIGN: everything bounded).
    public static final int MAX_ASSOCIATIONS = 64;

    private final Destination destination;
    private final int associations;

    public Sender(Destination destination, int associations) {
        if (associations < 1 || associations > MAX_ASSOCIATIONS) {
            throw new IllegalArgumentException("associations: 1 to " + MAX_ASSOCIATIONS + ", not " + associations);
        }
        this.destination = destination;
        this.associations = associations;
    }

    /// The regular files under the given files and folders, each folder's in the order of their names; hidden ones are
    /// left out, and folders that a link in a folder names.
    public static List<Path> filesUnder(List<Path> filesAndFolders) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path place : filesAndFolders) {
            // A walk does not follow the link that it begins at.
            Path start = Files.isDirectory(place) ? place.toRealPath() : place;
            try (Stream<Path> entries = Files.walk(start)) {
                entries.filter(Files::isRegularFile)
                        .filter(file -> !file.getFileName().toString().startsWith("."))
                        .sorted()
                        .map(file -> place.resolve(start.relativize(file)))
                        .forEach(files::add);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
        return files;
    }

    /// Sends every file once and returns when all have an outcome.
    ///
    /// @param onOutcome takes each as it comes, from several threads
    public void send(List<Path> files, Consumer<Outcome> onOutcome) throws InterruptedException {
        Queue<Path> waiting = new ConcurrentLinkedQueue<>(files);
        Proposals proposals = Proposals.of(files);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < Math.min(associations, files.size()); i++) {
                running.add(threads.submit(() -> sendFrom(waiting, proposals, onOutcome)));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a sender stopped", e.getCause());
        }
    }

    private void sendFrom(Queue<Path> waiting, Proposals proposals, Consumer<Outcome> onOutcome) {
        try (StoreScu scu =
                new StoreScu(destination.peer(), destination.callingAeTitle(), Timeouts.DEFAULT, proposals)) {
            for (Path file = waiting.poll(); file != null; file = waiting.poll()) {
                onOutcome.accept(send(scu, file));
            }
        }
    }

    private static Outcome send(StoreScu scu, Path file) {
        try {
            var status = scu.store(file);
            return status.success() ? new Outcome.Stored(file) : new Outcome.Refused(file, status);
        } catch (IOException e) {
            String message = e.getMessage();
            return new Outcome.Failed(file, message == null ? e.toString() : message);
        }
    }
}
