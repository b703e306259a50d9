package io.pleura.ingest.commit;

import io.pleura.imaging.blob.DiskSync;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/// Requests that are to be reported on, one file each, durable when [#add] returns. Whoever works on one holds it, so
/// that nobody else does.
///
/// Safe for use by many threads; bounded in number.
final class OpenCommitments {

    private static final Logger LOG = Logger.getLogger(OpenCommitments.class);
    private static final String TEMPORARY = ".tmp";

    private final Path folder;
    private final int capacity;

    // Guarded by this.
    private final Map<String, Due> due = new HashMap<>();
    private final Set<String> held = new HashSet<>();

    /// Whose a request is, when it is due, and how often it was tried: what is known of it in memory.
    private record Due(String aeTitle, Instant at, int attempts) {

        static Due of(CommitmentRequest request) {
            return new Due(request.aeTitle(), request.due(), request.attempts());
        }
    }

    /// What became of a request.
    enum Added {
        /// It is durable, and held by the caller.
        HELD,
        /// The same request was open, and nobody held it; now the caller does.
        TAKEN_UP,
        /// The same request is open, and somebody else holds it.
        AGAIN,
        /// Another request with the same transaction UID is open.
        CONFLICT,
        /// There are too many.
        FULL
    }

    /// Takes up what an earlier life left open.
    OpenCommitments(Path folder, int capacity) throws IOException {
        this.folder = DiskSync.makeFolder(folder);
        this.capacity = capacity;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                takeUp(file);
            }
        }
    }

    synchronized Added add(CommitmentRequest request) throws IOException {
        String name = request.name();
        if (due.containsKey(name)) {
            if (!read(name).references().equals(request.references())) {
                return Added.CONFLICT;
            }
            return held.add(name) ? Added.TAKEN_UP : Added.AGAIN;
        }
        if (due.size() >= capacity) {
            return Added.FULL;
        }
        write(request);
        due.put(name, Due.of(request));
        held.add(name);
        return Added.HELD;
    }

    /// Takes hold of a request whose time has come, if there is one. It has come, too, when it stands further off than
    /// the whole pause, because then the clock went back. One that cannot be read is put off and in nobody's way.
    ///
    /// @param pauseAfter so many attempts
    /// @param requester by AE title, whether one of theirs is wanted
    synchronized Optional<CommitmentRequest> holdDue(
            Instant now, IntFunction<Duration> pauseAfter, Predicate<String> requester) {
        for (Map.Entry<String, Due> entry : Map.copyOf(due).entrySet()) {
            String name = entry.getKey();
            Due known = entry.getValue();
            if (held.contains(name) || !requester.test(known.aeTitle) || !isDue(known, now, pauseAfter)) {
                continue;
            }
            Optional<CommitmentRequest> request = readUnlessPutOff(name, known, now, pauseAfter);
            if (request.isPresent()) {
                held.add(name);
                return request;
            }
        }
        return Optional.empty();
    }

    private Optional<CommitmentRequest> readUnlessPutOff(
            String name, Due entry, Instant now, IntFunction<Duration> pauseAfter) {
        try {
            return Optional.of(read(name));
        } catch (NoSuchFileException e) {
            LOG.errorf("commitment request %s of %s is gone and will not be reported on", name, entry.aeTitle);
            due.remove(name);
        } catch (IOException e) {
            LOG.errorf("commitment request %s of %s cannot be read: %s", name, entry.aeTitle, e);
            int attempts = entry.attempts + 1;
            due.put(name, new Due(entry.aeTitle, now.plus(pauseAfter.apply(attempts)), attempts));
        }
        return Optional.empty();
    }

    private static boolean isDue(Due due, Instant now, IntFunction<Duration> pauseAfter) {
        return !due.at.isAfter(now) || due.at.isAfter(now.plus(pauseAfter.apply(due.attempts)));
    }

    /// Lets go of a request, which stays open as it is.
    synchronized void release(String name) {
        held.remove(name);
    }

    /// Lets go of a request that was tried, and keeps what has changed.
    synchronized void postpone(CommitmentRequest request) throws IOException {
        write(request);
        due.put(request.name(), Due.of(request));
        held.remove(request.name());
    }

    /// Forgets a request, which is reported on or given up.
    synchronized void remove(String name) throws IOException {
        Files.deleteIfExists(folder.resolve(name));
        due.remove(name);
        held.remove(name);
    }

    synchronized int count() {
        return due.size();
    }

    private synchronized void takeUp(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (name.endsWith(TEMPORARY)) {
            Files.delete(file);
            return;
        }
        try {
            due.put(name, Due.of(CommitmentFile.decode(Files.readAllBytes(file))));
        } catch (IOException e) {
            LOG.errorf("commitment request %s cannot be read and will not be reported on: %s", file, e.getMessage());
        }
    }

    /// For whoever holds the request, which nobody else changes.
    CommitmentRequest read(String name) throws IOException {
        return CommitmentFile.decode(Files.readAllBytes(folder.resolve(name)));
    }

    private void write(CommitmentRequest request) throws IOException {
        Path temporary = folder.resolve(request.name() + TEMPORARY);
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(CommitmentFile.encode(request));
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(temporary, folder.resolve(request.name()), StandardCopyOption.ATOMIC_MOVE);
        DiskSync.folder(folder);
    }
}
