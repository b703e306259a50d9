package io.pleura.ingest.receive.folder;

import io.pleura.ingest.Arrival;
import io.pleura.ingest.IngestPipeline;
import io.pleura.ingest.Outcome;
import io.pleura.ingest.store.TransferInterruptedException;
import io.pleura.schemas.ContentHash;
import io.pleura.schemas.ErrorKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/// Looks into a folder again and again. A file is taken when it has kept its size and time since the look before, and
/// does not bear the name of something unfinished. Taken files move to `done/`, refused ones to `failed/` with a file
/// that says why; what cannot be decided now (Kafka away, disk full) stays for the next look.
///
/// One thread. File names may hold patients' names: logs show a hash of them.
public final class WatchedFolder {

    private static final Logger LOG = Logger.getLogger(WatchedFolder.class);
    private static final List<String> UNFINISHED = List.of(".tmp", ".part", ".partial", ".filepart", ".crdownload");
    private static final String REASON = ".reason.txt";

    /// Files that one look takes in.
    private static final int MAX_FILES = 10_000;

    private final Path folder;
    private final Path done;
    private final Path failed;
    private final IngestPipeline pipeline;
    private Map<Path, Look> lastLook = Map.of();

    private record Look(long sizeBytes, FileTime modified) {}

    public WatchedFolder(Path folder, IngestPipeline pipeline) throws IOException {
        this.folder = folder;
        this.done = Files.createDirectories(folder.resolve("done"));
        this.failed = Files.createDirectories(folder.resolve("failed"));
        this.pipeline = pipeline;
    }

    /// One look.
    ///
    /// @return files that were taken or refused
    public int look() throws IOException {
        Map<Path, Look> now = new HashMap<>();
        int settled = 0;
        for (Path file : candidates()) {
            Look look;
            try {
                look = new Look(Files.size(file), Files.getLastModifiedTime(file));
            } catch (NoSuchFileException e) {
                continue; // somebody took it away
            }
            now.put(file, look);
            if (look.equals(lastLook.get(file)) && take(file)) {
                settled++;
                now.remove(file);
            }
        }
        lastLook = now;
        return settled;
    }

    private List<Path> candidates() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(WatchedFolder::isFinished)
                    .sorted()
                    .limit(MAX_FILES)
                    .toList();
        }
    }

    private static boolean isFinished(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && UNFINISHED.stream().noneMatch(name::endsWith);
    }

    private boolean take(Path file) throws IOException {
        Outcome outcome;
        try (InputStream in = Files.newInputStream(file)) {
            outcome = pipeline.ingest(Arrival.fromFolder(), in);
        } catch (TransferInterruptedException | NoSuchFileException e) {
            LOG.warnf("file %s in the watched folder cannot be read: %s", shown(file), e.getClass());
            return false;
        }
        return switch (outcome) {
            case Outcome.Stored ignored -> {
                move(file, done);
                yield true;
            }
            case Outcome.Refused refused -> settleRefused(file, refused);
        };
    }

    private boolean settleRefused(Path file, Outcome.Refused refused) throws IOException {
        ErrorKind kind = refused.reason().kind();
        if (kind == ErrorKind.DEPENDENCY || kind == ErrorKind.OVERLOADED) {
            LOG.warnf("file %s stays in the watched folder: %s", shown(file), refused.reason());
            return false;
        }
        Path moved = move(file, failed);
        Files.writeString(
                moved.resolveSibling(moved.getFileName() + REASON),
                "%s: %s\nto do: %s\n"
                        .formatted(
                                refused.reason(),
                                refused.detail(),
                                refused.reason().remedy()),
                StandardCharsets.UTF_8);
        return true;
    }

    private static Path move(Path file, Path target) throws IOException {
        Path destination = target.resolve(file.getFileName());
        for (int copy = 1; Files.exists(destination); copy++) {
            destination = target.resolve(file.getFileName() + "." + copy);
        }
        return Files.move(file, destination, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String shown(Path file) {
        return ContentHash.of(file.getFileName().toString().getBytes(StandardCharsets.UTF_8))
                .value()
                .substring(0, 16);
    }
}
