package io.pleura.standalone.audit;

import io.pleura.imaging.blob.BlobListing.Blob;
import io.pleura.imaging.blob.BlobStore;
import io.pleura.schemas.RecordPlace;
import io.pleura.standalone.audit.OrphanReport.Count;
import io.pleura.standalone.audit.OrphanReport.Found;
import io.pleura.standalone.stack.StackException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Finds the blobs that nothing names: what a crash left between "bytes durable" and "claim durable", and what was
/// quarantined for a rejection that nobody wrote down. Their senders were never told that they are safe.
///
/// A record that cannot be read may name any blob: as long as the log has one, nothing is an orphan.
///
/// Deletes nothing. Memory is that of [NamedBlobs], whatever the number of blobs. One thread; ingest may be at work.
public final class OrphanSweep {

    private static final int PREAMBLE_BYTES = 128;
    private static final byte[] PREFIX = "DICM".getBytes(StandardCharsets.US_ASCII);

    private final Request request;
    private final NamedBlobs named;
    private final Instant writtenBefore;
    private final Consumer<String> lines;
    private final Map<Found, Count> counts = new EnumMap<>(Found.class);

    /// What is done with what is found.
    public enum Action {
        LIST,
        /// Orphans are moved into the store's folder `orphans/`.
        MOVE,
        /// What is there and named by now is moved back.
        RESTORE
    }

    /// @param indexes of all ingest instances that write to the store: the folder `index` of each work folder
    /// @param olderThan an orphan was written at least this long ago
    /// @param passOver unreadable records that whoever asks knows of
    public record Request(
            Path blobFolder,
            List<Path> indexes,
            Duration olderThan,
            Set<RecordPlace> passOver,
            Action action,
            Instant now) {}

    private OrphanSweep(Request request, NamedBlobs named, Consumer<String> lines) {
        this.request = request;
        this.named = named;
        this.lines = lines;
        writtenBefore = request.now.minus(request.olderThan);
    }

    /// @param lines takes one for each record that cannot be read, and each blob that is an orphan or was moved
    /// @throws StackException when nobody can say what is named; nothing was touched then
    public static OrphanReport run(String bootstrapServers, Request request, Consumer<String> lines) {
        if (!Files.isDirectory(request.blobFolder)) {
            throw new StackException("there is no blob store at " + request.blobFolder);
        }
        return new OrphanSweep(request, NamedBlobs.read(bootstrapServers, request.indexes), lines).run();
    }

    private OrphanReport run() {
        long unknown = 0;
        for (UnreadableRecord record : named.unreadable()) {
            lines.accept(record.line(request.passOver));
            unknown += request.passOver.contains(record.place()) ? 0 : 1;
        }
        BlobStore store = new BlobStore(request.blobFolder);
        BlobStore aside = store.orphans();
        try (MoveLog log = new MoveLog(request.blobFolder.resolve("orphans"), request.now)) {
            new Place("blobs", store, aside, log).sweep();
            new Place("quarantine", store.quarantine(), aside.quarantine(), log).sweep();
        } catch (IOException e) {
            throw new StackException("the blob store failed, run it again: " + e, e);
        }
        return new OrphanReport(counts, unknown);
    }

    /// A store, and where its orphans go.
    private final class Place {

        private final String name;
        private final BlobStore store;
        private final BlobStore aside;
        private final MoveLog log;

        Place(String name, BlobStore store, BlobStore aside, MoveLog log) {
            this.name = name;
            this.store = store;
            this.aside = aside;
            this.log = log;
        }

        /// First what lies aside, so that what is moved there now is not met again.
        void sweep() throws IOException {
            aside.list(blob -> count(blob, judgeAside(blob)));
            store.list(blob -> count(blob, judge(blob)));
        }

        private Found judge(Blob blob) throws IOException {
            if (named.contain(blob.hash())) {
                return Found.NAMED;
            }
            if (!blob.writtenAt().isBefore(writtenBefore)) {
                return Found.YOUNG;
            }
            // What came in, was neither refused nor accepted, and is no DICOM object, does not exist.
            if (name.equals("blobs") && !startsAsDicom(blob.file())) {
                return Found.OTHER;
            }
            if (!named.unreadable().isEmpty()) {
                return Found.UNKNOWN;
            }
            if (request.action != Action.MOVE) {
                lines.accept(line("orphan", blob));
                return Found.ORPHAN;
            }
            log.write("moved", name, blob);
            if (!store.moveTo(aside, blob.hash(), writtenBefore)) {
                return Found.YOUNG; // its sender came again
            }
            lines.accept(line("moved", blob));
            return Found.MOVED;
        }

        private Found judgeAside(Blob blob) throws IOException {
            if (!named.contain(blob.hash())) {
                return named.unreadable().isEmpty() ? Found.ASIDE : Found.UNKNOWN;
            }
            if (store.contains(blob.hash())) {
                return Found.AGAIN;
            }
            if (request.action != Action.RESTORE) {
                lines.accept(line("named", blob));
                return Found.MISSED;
            }
            log.write("restored", name, blob);
            aside.moveTo(store, blob.hash(), Instant.MAX);
            lines.accept(line("restored", blob));
            return Found.RESTORED;
        }

        private String line(String what, Blob blob) {
            return "%-8s %-10s %s %10d bytes, written %s"
                    .formatted(what, name, blob.hash(), blob.sizeBytes(), blob.writtenAt());
        }
    }

    private void count(Blob blob, Found found) {
        counts.merge(found, new Count(1, blob.sizeBytes()), Count::plus);
    }

    /// With preamble and prefix (PS3.10 section 7.1), or without, as ingest takes it too: with group 0002 or 0008.
    private static boolean startsAsDicom(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(PREAMBLE_BYTES + PREFIX.length);
            return Arrays.equals(start, Math.min(PREAMBLE_BYTES, start.length), start.length, PREFIX, 0, PREFIX.length)
                    || (start.length > 1 && (start[0] == 2 || start[0] == 8) && start[1] == 0);
        }
    }
}
