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
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Looks into a folder again and again. A file is taken when its size and time have stayed the same for a while, and it
/// does not bear the name of something unfinished. Taken files move to `done/`, refused ones to `failed/` with a file
/// that says why; what cannot be decided now (Kafka away, disk full) stays for another look, after pauses that double
/// with each attempt up to a minute.
///
/// Only what was read moves: a file that was written to or replaced under its name meanwhile stays, or comes back,
/// and is taken anew once it is quiet.
///
/// No file keeps the others from being taken, whatever is wrong with it: of more than are held in mind at once, some
/// have their turn for a minute, by their names, and then the next. Links are left alone: they would have us read
/// what the folder's users may not.
///
/// One thread. File names may hold patients' names: logs show a hash of them.
public final class WatchedFolder {

    private static final Logger LOG = Logger.getLogger(WatchedFolder.class);
    private static final List<String> UNFINISHED = List.of(".tmp", ".part", ".partial", ".filepart", ".crdownload");
    private static final String REASON = ".reason.txt";

    /// After the first attempt in vain.
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final int MOST_DOUBLINGS = 5;

    /// What most file systems take.
    private static final int MAX_NAME_BYTES = 255;

    /// Files that one look takes in, and all that is kept in memory.
    private static final int MAX_FILES = 10_000;

    /// Files of one look that the log warns of, each; behind those it says how many more there were.
    private static final int MOST_WARNINGS = 100;

    /// Takes an object in.
    interface Pipeline {

        Outcome ingest(Arrival arrival, InputStream object) throws TransferInterruptedException;
    }

    private final Path folder;
    private final Path done;
    private final Path failed;

    /// For the moment in which a file is moved. Its name begins with a dot, so that senders' programs leave it alone.
    private final Path taking;

    private final Duration quiet;
    private final Pipeline pipeline;
    private final LongSupplier nanoTime;
    private final int maxFiles;
    private Map<Path, Waiting> lastLook = Map.of();

    /// The last file before those whose turn it is.
    private Path turn;

    private long turnNanos;
    private int stayed;

    /// @param key tells one file from another that took its name; null where the file system has none
    private record Look(
            long sizeBytes, FileTime modified, @Nullable Object key) {

        /// Nothing when somebody took the file away.
        static Optional<Look> at(Path file) {
            try {
                BasicFileAttributes attributes =
                        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                return Optional.of(new Look(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey()));
            } catch (IOException e) {
                return Optional.empty();
            }
        }
    }

    /// A file that is still there.
    private static final class Waiting {

        private final Path file;
        private final Look look;
        private final long sinceNanos;
        private int attempts;
        private long triedNanos;

        /// What became of it, while it cannot be moved.
        private Optional<Outcome> outcome = Optional.empty();

        private Waiting(Path file, Look look, long sinceNanos) {
            this.file = file;
            this.look = look;
            this.sinceNanos = sinceNanos;
        }

        private boolean isDue(long nowNanos, Duration quiet) {
            return attempts == 0
                    ? nowNanos - sinceNanos >= quiet.toNanos()
                    : nowNanos - triedNanos >= pause(attempts).toNanos();
        }
    }

    /// @param quiet how long a file must have stayed as it is; those that copy files may halt for a while
    public WatchedFolder(Path folder, Duration quiet, IngestPipeline pipeline) throws IOException {
        this(folder, quiet, pipeline::ingest, System::nanoTime, MAX_FILES);
    }

    WatchedFolder(Path folder, Duration quiet, Pipeline pipeline, LongSupplier nanoTime, int maxFiles)
            throws IOException {
        this.folder = folder;
        this.done = Files.createDirectories(folder.resolve("done"));
        this.failed = Files.createDirectories(folder.resolve("failed"));
        this.taking = Files.createDirectories(folder.resolve(".taking"));
        this.quiet = quiet;
        this.pipeline = pipeline;
        this.nanoTime = nanoTime;
        this.maxFiles = maxFiles;
        turn = folder; // sorts before all that is in it
        turnNanos = nanoTime.getAsLong();
        bringBackAll();
    }

    /// One look.
    ///
    /// @return files that were taken or refused
    public int look() throws IOException {
        long now = nanoTime.getAsLong();
        Map<Path, Waiting> look = new HashMap<>();
        NavigableSet<Path> candidates = candidates();
        for (Path file : candidates) {
            Look.at(file).ifPresent(seen -> look.put(file, waiting(file, seen, now)));
        }
        List<Waiting> finished = look.values().stream()
                .filter(file -> lastLook.get(file.file) == file && file.isDue(now, quiet))
                .sorted(Comparator.<Waiting>comparingInt(file -> file.attempts).thenComparing(file -> file.file))
                .toList();
        int settled = 0;
        boolean inVain = false;
        stayed = 0;
        for (Waiting file : finished) {
            if (inVain && file.attempts > 0) {
                break; // what waited before has to go on waiting, and asking takes time
            }
            boolean waitedBefore = file.attempts > 0;
            if (settle(file, now)) {
                settled++;
                look.remove(file.file);
            } else {
                inVain |= waitedBefore;
            }
        }
        if (stayed > MOST_WARNINGS) {
            LOG.warnf("and %d more files stay in the watched folder", stayed - MOST_WARNINGS);
        }
        lastLook = look;
        if (candidates.size() == maxFiles
                && now - turnNanos >= quiet.plus(LONGEST_PAUSE).toNanos()) {
            turn = candidates.last();
            turnNanos = now;
        }
        return settled;
    }

    private Waiting waiting(Path file, Look seen, long now) {
        Waiting before = lastLook.get(file);
        return before != null && before.look.equals(seen) ? before : new Waiting(file, seen, now);
    }

    /// Those whose turn it is, and behind the last name of all the first again.
    private NavigableSet<Path> candidates() throws IOException {
        NavigableSet<Path> candidates =
                new TreeSet<>(Comparator.<Path, Boolean>comparing(file -> file.compareTo(turn) <= 0)
                        .thenComparing(Comparator.naturalOrder()));
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(WatchedFolder::isFinished)
                    .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .forEach(file -> {
                        candidates.add(file);
                        if (candidates.size() > maxFiles) {
                            candidates.pollLast();
                        }
                    });
        }
        return candidates;
    }

    private static boolean isFinished(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && UNFINISHED.stream().noneMatch(name::endsWith);
    }

    /// Whether the file is done with. One that is not says so once, for as long as it stays the same.
    private boolean settle(Waiting waiting, long now) {
        waiting.attempts++;
        waiting.triedNanos = now;
        try {
            if (hasChanged(waiting)) {
                return false; // since this look began, which may have taken long
            }
            Outcome outcome = waiting.outcome.isPresent() ? waiting.outcome.get() : ingest(waiting.file);
            if (outcome instanceof Outcome.Refused refused && mayChange(refused)) {
                stays(waiting, refused.reason() + ", " + refused.detail());
                return false;
            }
            waiting.outcome = Optional.of(outcome);
            return putAway(waiting, outcome);
        } catch (NoSuchFileException e) {
            stays(waiting, "it is gone");
        } catch (TransferInterruptedException e) {
            stays(waiting, "it cannot be read to its end");
        } catch (IOException | RuntimeException e) {
            stays(
                    waiting,
                    waiting.outcome.isEmpty()
                            ? "it cannot be read, " + e.getClass().getSimpleName()
                            : "it was taken or refused and cannot be moved, "
                                    + e.getClass().getSimpleName());
        }
        return false;
    }

    /// Until another attempt: each may read the file whole, and ask what is in trouble already.
    private static Duration pause(int attempts) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts - 1, MOST_DOUBLINGS));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    private void stays(Waiting waiting, String why) {
        boolean warns = waiting.attempts == 1 && ++stayed <= MOST_WARNINGS;
        LOG.logf(
                warns ? Logger.Level.WARN : Logger.Level.DEBUG,
                "file %s stays in the watched folder: %s",
                shown(waiting.file),
                why);
    }

    private Outcome ingest(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return pipeline.ingest(Arrival.fromFolder(), in);
        }
    }

    private static boolean mayChange(Outcome.Refused refused) {
        ErrorKind kind = refused.reason().kind();
        return kind == ErrorKind.DEPENDENCY || kind == ErrorKind.OVERLOADED;
    }

    private static boolean hasChanged(Waiting waiting) {
        return !Look.at(waiting.file).equals(Optional.of(waiting.look));
    }

    /// Moves what was read, and only that: what is in a folder of our own is looked at once more, since its name may
    /// have become another file's at any moment before.
    ///
    /// @return whether the file that was read is done with
    private boolean putAway(Waiting read, Outcome outcome) throws IOException {
        Path target = Files.createDirectories(outcome instanceof Outcome.Stored ? done : failed);
        if (hasChanged(read)) {
            return false;
        }
        Path taken = moveTo(Files.createDirectories(taking), read.file);
        if (!Look.at(taken).equals(Optional.of(read.look))) {
            bringBack(taken);
            return false;
        }
        Path moved;
        try {
            moved = moveTo(target, taken);
        } catch (IOException e) {
            moveTo(folder, taken);
            throw e;
        }
        if (outcome instanceof Outcome.Refused refused) {
            explain(moved, refused);
        }
        return true;
    }

    /// What came under a file's name, or was written to it, in the moment before it was moved.
    private void bringBack(Path taken) throws IOException {
        LOG.warnf("file %s is taken anew, it was replaced or written to meanwhile", shown(taken));
        moveTo(folder, taken);
    }

    /// What was being moved when an earlier life ended; that it was taken already does no harm.
    private void bringBackAll() throws IOException {
        try (Stream<Path> left = Files.list(taking)) {
            for (Path file : (Iterable<Path>) left::iterator) {
                moveTo(folder, file);
            }
        }
    }

    /// The file is where it belongs already, so that what goes wrong here changes nothing.
    private static void explain(Path moved, Outcome.Refused refused) {
        try {
            Files.writeString(
                    named(moved, REASON),
                    "%s: %s\nto do: %s\n"
                            .formatted(
                                    refused.reason(),
                                    refused.detail(),
                                    refused.reason().remedy()),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            LOG.warnf("no reason could be written for %s: %s", shown(moved), e.getClass());
        }
    }

    /// Under the file's own name, or the next that is free: nothing is replaced.
    private static Path moveTo(Path target, Path file) throws IOException {
        Path wanted = target.resolve(file.getFileName());
        Path destination = wanted;
        for (int copy = 1; Files.exists(destination, LinkOption.NOFOLLOW_LINKS); copy++) {
            destination = named(wanted, "." + copy);
        }
        try {
            return Files.move(file, destination, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            return Files.move(file, destination); // another file system
        }
    }

    /// The file's name with an ending. Where there can be no such name (too long, or of characters that the locale does
    /// not have), a hash stands for the file's.
    private static Path named(Path file, String ending) {
        String name = file.getFileName() + ending;
        if (name.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME_BYTES) {
            try {
                return file.resolveSibling(name);
            } catch (InvalidPathException e) {
                LOG.debugf("no name for %s in this locale", shown(file));
            }
        }
        return file.resolveSibling(shown(file) + ending);
    }

    private static String shown(Path file) {
        return ContentHash.of(file.getFileName().toString().getBytes(StandardCharsets.UTF_8))
                .value()
                .substring(0, 16);
    }
}
