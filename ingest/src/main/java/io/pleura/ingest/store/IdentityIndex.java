package io.pleura.ingest.store;

import io.pleura.imaging.blob.DiskSync;
import io.pleura.schemas.ContentHash;
import io.pleura.schemas.SopInstanceUid;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/// Which SOP instances are known, with what bytes, and whether their event is in the log.
///
/// One file an instance, named by the SHA-256 of its SOP Instance UID: in `claimed/` while its event may or may not be
/// in the log, in `published/ab/` once it certainly is. A claim is complete and on disk before anything is sent,
/// because it is linked into place, which also makes it exclusive: the file system decides who was first, even among
/// instances that share the folder. The move to `published` is not forced to disk: after a crash the claim is there
/// again and the log tells.
///
/// Safe for use by many threads.
public final class IdentityIndex {

    private static final int SHARDS = 256;

    private final Path claimed;
    private final Path published;
    private final Path unfinished;
    private final String owner;

    /// Where an ingest instance has its index.
    public static Path folderIn(Path workFolder) {
        return workFolder.resolve("index");
    }

    /// Opens the index, making its folders when they are not there.
    ///
    /// @param owner the ingest instance; two that run at once have different ones
    public IdentityIndex(Path folder, String owner) throws IOException {
        this.owner = owner;
        DiskSync.makeFolder(folder);
        claimed = Files.createDirectories(folder.resolve("claimed"));
        published = folder.resolve("published");
        for (int shard = 0; shard < SHARDS; shard++) {
            Files.createDirectories(published.resolve("%02x".formatted(shard)));
        }
        unfinished = Files.createDirectories(folder.resolve("unfinished").resolve(owner));
        DiskSync.folder(folder);
        discardUnfinished();
    }

    /// What the index knows about an instance.
    public sealed interface Known {

        Claim claim();

        /// The event is in the log.
        record Published(Claim claim) implements Known {}

        /// The event may be in the log.
        record Claimed(Claim claim) implements Known {}
    }

    public Optional<Known> find(SopInstanceUid instance) throws IOException {
        String name = name(instance);
        // In this order, because a concurrent publication moves the entry the same way.
        Optional<Claim> pending = read(claimed.resolve(name));
        if (pending.isPresent()) {
            return pending.map(Known.Claimed::new);
        }
        return read(publishedFile(name)).map(Known.Published::new);
    }

    /// Makes what a claim is about durable.
    @FunctionalInterface
    public interface Keeping {

        /// Makes the bytes durable and brings them to their place.
        void place() throws IOException;

        /// Makes it durable that they are there.
        default void confirm() throws IOException {}
    }

    /// Claims an instance durably. The claim is written while its bytes are being placed, and stands only when
    /// they are. After a crash of the machine a claim may be there without its bytes: nobody has heard of success
    /// then.
    ///
    /// @return who was first, when it was somebody else
    public Optional<Known> claim(Claim claim, Keeping bytes) throws IOException {
        Path temporary = unfinished.resolve(UUID.randomUUID().toString());
        String name = name(claim.instance());
        try {
            together(bytes::place, () -> write(temporary, ClaimFile.encode(claim)));
            Files.createLink(claimed.resolve(name), temporary);
        } catch (FileAlreadyExistsException e) {
            bytes.confirm();
            return find(claim.instance());
        } finally {
            Files.deleteIfExists(temporary);
        }
        Optional<Claim> alreadyPublished = read(publishedFile(name));
        if (alreadyPublished.isPresent()) {
            // Another instance published it between our question and our claim.
            Files.delete(claimed.resolve(name));
        }
        together(bytes::confirm, () -> DiskSync.folder(claimed));
        return alreadyPublished.map(Known.Published::new);
    }

    /// Returns when all claims that [#find] has found are durable.
    public void sync() throws IOException {
        DiskSync.folder(claimed);
    }

    /// Notes that the claimed event is in the log.
    ///
    /// @return false when that was noted before
    public boolean markPublished(SopInstanceUid instance) throws IOException {
        String name = name(instance);
        try {
            Files.move(claimed.resolve(name), publishedFile(name), StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (NoSuchFileException e) {
            if (!Files.exists(publishedFile(name))) {
                throw e;
            }
            return false;
        }
    }

    /// This owner's claims whose event may not be in the log, the first one first.
    ///
    /// @param claims as many as the spool holds and senders at once
    /// @param damaged entries that nobody can read: of any owner
    public record OpenClaims(List<Claim> claims, List<Path> damaged) {}

    public OpenClaims openClaims() throws IOException {
        List<Claim> claims = new ArrayList<>();
        List<Path> damaged = new ArrayList<>();
        try (Stream<Path> files = Files.list(claimed)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                try {
                    read(file).filter(found -> found.owner().equals(owner)).ifPresent(claims::add);
                } catch (DamagedEntryException e) {
                    damaged.add(file);
                }
            }
        }
        claims.sort(Comparator.comparingLong(Claim::sequence));
        return new OpenClaims(claims, damaged);
    }

    private void discardUnfinished() throws IOException {
        try (Stream<Path> files = Files.list(unfinished)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.deleteIfExists(file);
            }
        }
    }

    private Path publishedFile(String name) {
        return published.resolve(name.substring(0, 2)).resolve(name);
    }

    private static String name(SopInstanceUid instance) {
        return ContentHash.of(instance.value().getBytes(StandardCharsets.US_ASCII))
                .value();
    }

    /// @throws IOException when the file system does not say: an instance must not look unknown then
    private static Optional<Claim> read(Path file) throws IOException {
        try {
            return Optional.of(ClaimFile.decode(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /// A step that waits for the disk.
    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    /// Both at the same time, because both wait for the disk. Returns, or fails, when both have ended.
    private static void together(Step first, Step second) throws IOException {
        FutureTask<Boolean> other = new FutureTask<>(() -> {
            second.run();
            return true;
        });
        Thread.startVirtualThread(other);
        try {
            first.run();
        } finally {
            await(other);
        }
    }

    private static void await(Future<?> step) throws IOException {
        try {
            step.get();
        } catch (ExecutionException e) {
            throw new IOException("the claim cannot be written", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }
}
