package io.pleura.inference;

import io.pleura.inference.lanes.Handling;
import io.pleura.inference.lanes.Task;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/// Notes on the worker's own disk what it has in hand, so that a record which ends the process is known by its
/// successor: that takes it alone, and gives it up when the runtime has crashed over it often enough ([Suspects]).
/// What fails without ending the process is noted with it, and taken alone as well.
///
/// The note is overwritten in place and not synced: it outlives the process, and need not outlive the machine, whose
/// end is not a record's doing. Without a note, as on a disk that is full, the worker scores all the same. Owned by
/// the worker's thread.
public final class Hand implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Hand.class);

    private static final String NOTE = "in-hand";

    /// Where `-XX:ErrorFile` has the runtime write why it crashed.
    static final String CRASH_REPORT = "hs_err.log";

    private static final String LAST_CRASH_REPORT = "hs_err.last.log";

    /// The runtime's own words; it says so where somebody sent the signal.
    private static final String CRASHED = "# A fatal error has been detected by the Java Runtime Environment:";

    private static final String SENT = "(sent by kill)";

    private static final int REPORT_HEAD_LINES = 10;

    private final Optional<RandomAccessFile> note;
    private final Backoff pauses;
    private final Backoff unreadPauses;
    private final LongSupplier nanos;

    /// Until when each suspect waits that this process has seen.
    private final Map<String, Long> waitsUntilNanos = new HashMap<>();

    private Suspects suspects;
    private boolean noted = true;

    private Hand(
            Optional<RandomAccessFile> note,
            Suspects suspects,
            Backoff pauses,
            Backoff unreadPauses,
            LongSupplier nanos) {
        this.note = note;
        this.suspects = suspects;
        this.pauses = pauses;
        this.unreadPauses = unreadPauses;
        this.nanos = nanos;
    }

    /// Call it before anything of this process can crash, or that is blamed on what the last one had in hand.
    ///
    /// @param firstPause how long a record waits that was alone in hand at two deaths or failures, so that others
    ///     are scored between; doubles with each up to `longestPause`
    /// @param longestUnreadPause of one whose file cannot be read, over which no worker is lost: that a store was
    ///     mended is to be seen soon, also by a worker that was started again for it
    /// @param nanos [System#nanoTime], or a test's
    public static Hand open(
            Path folder, Duration firstPause, Duration longestPause, Duration longestUnreadPause, LongSupplier nanos) {
        Backoff pauses = Backoff.starting(firstPause, longestPause);
        Backoff unreadPauses = Backoff.starting(firstPause, longestUnreadPause);
        try {
            Files.createDirectories(folder);
            Suspects left = read(folder.resolve(NOTE));
            boolean crashed = takeCrashReport(folder);
            if (!left.inHand().isEmpty()) {
                LOG.warnf("the last process %s with %s in hand", crashed ? "crashed" : "died", left.inHand());
            }
            RandomAccessFile file = new RandomAccessFile(folder.resolve(NOTE).toFile(), "rw");
            Hand hand = new Hand(Optional.of(file), left.afterDeath(crashed), pauses, unreadPauses, nanos);
            hand.write();
            return hand;
        } catch (IOException e) {
            LOG.warnf("%s: a radiograph that ends this process would not be found out", e);
            return new Hand(Optional.empty(), Suspects.NONE, pauses, unreadPauses, nanos);
        }
    }

    /// Asked of every head of every partition for each record that is taken.
    Handling handling(Task task) {
        if (suspects.byPosition().isEmpty()) {
            return Handling.WITH_OTHERS;
        }
        Optional<Suspects.Suspect> suspect = suspects.at(task.position());
        if (suspect.isEmpty()) {
            return Handling.WITH_OTHERS;
        }
        return suspect.get().hopeless() || hasWaited(task.position(), suspect.get()) ? Handling.ALONE : Handling.LATER;
    }

    /// The suspect that this batch is, when it has failed too often to be tried again.
    Optional<Suspects.Suspect> hopeless(List<Task> batch) {
        return suspects.at(batch.getFirst().position()).filter(Suspects.Suspect::hopeless);
    }

    /// Whether this batch is a suspect that has failed alone before.
    boolean hasFailedBefore(List<Task> batch) {
        return suspects.at(batch.getFirst().position())
                .filter(suspect -> suspect.faults() > 0)
                .isPresent();
    }

    void take(List<Task> batch) {
        suspects = suspects.taken(batch.stream().map(Task::position).toList());
        write();
    }

    /// The batch in hand is committed.
    ///
    /// @param scored whether one of its outcomes is a score
    void settle(boolean scored) {
        waitsUntilNanos.keySet().removeAll(suspects.inHand());
        suspects = suspects.settled(scored);
        write();
    }

    /// The batch in hand is to be read again; this process lives.
    void putBack() {
        if (!suspects.inHand().isEmpty()) {
            suspects = suspects.taken(List.of());
            write();
        }
    }

    /// Scoring the batch failed, and it is to be read again; each of it is taken alone.
    ///
    /// @param fault what counts against what is alone, a word without spaces
    /// @param control whether the worker then scored something that it had scored before
    void fail(List<Task> batch, String fault, boolean control) {
        change(batch, inHand -> inHand.afterFailure(fault, control));
    }

    /// A file of the batch cannot be read, which may be the disk's doing and counts against nothing; each of the batch
    /// is taken alone.
    void leaveUnread(List<Task> batch) {
        change(batch, Suspects::afterUnread);
    }

    private void change(List<Task> batch, UnaryOperator<Suspects> change) {
        suspects =
                change.apply(suspects.taken(batch.stream().map(Task::position).toList()));
        batch.forEach(task -> waitsUntilNanos.remove(task.position()));
        write();
    }

    /// The worker was at fault.
    void clear() {
        suspects = suspects.cleared();
        write();
    }

    /// The worker ends, though its process lives, by an error that it saw itself.
    void fall() {
        suspects = suspects.afterDeath(true);
        write();
    }

    @Override
    public void close() {
        note.ifPresent(file -> {
            try {
                file.close();
            } catch (IOException e) {
                LOG.debug("closing the note of what is in hand", e);
            }
        });
    }

    private boolean hasWaited(String position, Suspects.Suspect suspect) {
        long now = nanos.getAsLong();
        long until = waitsUntilNanos.computeIfAbsent(
                position, unseen -> now + pause(suspect).toNanos());
        return now - until >= 0;
    }

    private Duration pause(Suspects.Suspect suspect) {
        return (suspect.unread() ? unreadPauses : pauses)
                .after(suspect.attempts() - 1)
                .delay();
    }

    private void write() {
        if (note.isEmpty()) {
            return;
        }
        try {
            note.get().seek(0);
            note.get().write(suspects.toBytes());
            noted = true;
        } catch (IOException e) {
            if (noted) {
                LOG.warnf("what is in hand cannot be noted: %s", e.getMessage());
            }
            noted = false;
        }
    }

    private static Suspects read(Path file) throws IOException {
        try {
            byte[] bytes = Files.readAllBytes(file);
            return Suspects.read(bytes).orElseGet(() -> {
                LOG.warnf("%s is none that this release has written, or torn: it is begun anew", file);
                return Suspects.NONE;
            });
        } catch (NoSuchFileException e) {
            return Suspects.NONE;
        }
    }

    /// Each report counts once: one that cannot be moved away does not count.
    ///
    /// @return whether the runtime crashed and nobody made it
    private static boolean takeCrashReport(Path folder) {
        Path taken = folder.resolve(LAST_CRASH_REPORT);
        try {
            Files.move(folder.resolve(CRASH_REPORT), taken, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            LOG.warnf("a crash report counts for nothing: %s", e);
            return false;
        }
        try (Stream<String> lines = Files.lines(taken, StandardCharsets.ISO_8859_1)) {
            List<String> head = lines.limit(REPORT_HEAD_LINES).toList();
            LOG.errorf("the Java runtime had crashed, %s:%n%s", taken, String.join("\n", head));
            return head.contains(CRASHED) && head.stream().noneMatch(line -> line.contains(SENT));
        } catch (IOException e) {
            LOG.warnf("a crash report cannot be read: %s", e);
            return false;
        }
    }
}
