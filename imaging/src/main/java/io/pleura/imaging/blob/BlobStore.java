package io.pleura.imaging.blob;

import io.pleura.schemas.ContentHash;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/// Blobs on a file system, each under the SHA-256 of its bytes: `root/ab/abcd...`. Equal bytes are one blob.
///
/// Safe for any number of threads and processes on one root. A blob appears whole or not at all: it is written to
/// `root/temp`, synced, renamed, and its folder synced. Making a BlobStore touches nothing, so readers may have a
/// read-only root; the first write sweeps what crashed writers left in `temp`.
public final class BlobStore {

    private static final String TEMP = "temp";
    private static final String QUARANTINE = "quarantine";
    private static final String ORPHANS = "orphans";
    private static final int PIECE_BYTES = 256 << 10;

    private final Path root;
    private final TempFolder temp;
    private final Set<Path> durableFolders = ConcurrentHashMap.newKeySet();

    public BlobStore(Path root) {
        this.root = root;
        this.temp = new TempFolder(root.resolve(TEMP));
    }

    /// A store of its own inside this one, for bytes that were received but must not be used.
    public BlobStore quarantine() {
        return new BlobStore(root.resolve(QUARANTINE));
    }

    /// Another one, for blobs that nothing names any more.
    public BlobStore orphans() {
        return new BlobStore(root.resolve(ORPHANS));
    }

    /// Starts a blob. Close it in any case; what was not committed is discarded.
    public BlobWriter begin() throws IOException {
        return new BlobWriter(this, temp.create());
    }

    /// Whether there is a blob; its bytes are checked only on reading.
    public boolean contains(ContentHash hash) {
        return Files.isRegularFile(path(hash));
    }

    /// How long a blob is, in bytes; empty when there is none.
    public OptionalLong sizeBytes(ContentHash hash) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path(hash), BasicFileAttributes.class);
            return attributes.isRegularFile() ? OptionalLong.of(attributes.size()) : OptionalLong.empty();
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        }
    }

    /// Reads a blob through and compares its hash, in little memory.
    ///
    /// @param goOn asked between pieces of a quarter of a megabyte
    /// @return whether its bytes are what they were; empty when it was not to go on to the end
    /// @throws NoSuchFileException when there is none
    public Optional<Boolean> isUnaltered(ContentHash hash, BooleanSupplier goOn) throws IOException {
        MessageDigest digest = ContentHash.newDigest();
        byte[] piece = new byte[PIECE_BYTES];
        try (InputStream in = Files.newInputStream(path(hash))) {
            while (goOn.getAsBoolean()) {
                int length = in.read(piece);
                if (length < 0) {
                    return Optional.of(ContentHash.ofDigest(digest.digest()).equals(hash));
                }
                digest.update(piece, 0, length);
            }
        }
        return Optional.empty();
    }

    /// Whether there is nothing at all, as in the folder of a volume that is not mounted.
    public boolean isEmpty() throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
            return !entries.iterator().hasNext();
        } catch (NoSuchFileException e) {
            return true;
        }
    }

    /// Shows every blob of this store, none of those inside it, in no particular order; what comes or goes meanwhile
    /// may be missed. Bytes are not read.
    public void list(BlobListing.Visitor visitor) throws IOException {
        BlobListing.of(root, visitor);
    }

    /// Moves a blob to another store on the same file system, unless it was written at this time or later: then it is
    /// where it was, but for a moment if its writer came just now.
    ///
    /// @return whether it is in the other store now
    public boolean moveTo(BlobStore target, ContentHash hash, Instant writtenBefore) throws IOException {
        Path there = target.path(hash);
        Files.createDirectories(target.folder(hash));
        try {
            if (!writtenBefore(path(hash), writtenBefore)) {
                return false;
            }
            Files.move(path(hash), there, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            return false;
        }
        if (!writtenBefore(there, writtenBefore)) {
            Files.move(there, path(hash), StandardCopyOption.ATOMIC_MOVE);
            return false;
        }
        return true;
    }

    private static boolean writtenBefore(Path file, Instant time) throws IOException {
        return Files.getLastModifiedTime(file).toInstant().isBefore(time);
    }

    /// Takes something from the start of a stream.
    public interface Reading<T, E extends Exception> {
        T read(InputStream in) throws IOException, E;
    }

    /// Reads something off a blob's start, and the rest over, so that its hash is checked; in little memory. What
    /// `reading` throws counts only if the bytes are what they were.
    public <T, E extends Exception> T read(ContentHash hash, long maxBytes, Reading<T, E> reading)
            throws IOException, BlobException, E {
        MessageDigest digest = ContentHash.newDigest();
        try (InputStream file = Files.newInputStream(path(hash))) {
            if (sizeBytes(hash).orElse(0) > maxBytes) {
                throw new BlobTooLargeException(hash, maxBytes);
            }
            InputStream in = new DigestInputStream(file, digest);
            try {
                return reading.read(new BufferedInputStream(in));
            } finally {
                in.transferTo(OutputStream.nullOutputStream());
                requireEqual(ContentHash.ofDigest(digest.digest()), hash);
            }
        } catch (NoSuchFileException e) {
            throw new BlobMissingException(hash);
        }
    }

    /// The blob's bytes, their hash checked.
    public byte[] read(ContentHash hash, long maxBytes) throws IOException, BlobException {
        try (InputStream in = Files.newInputStream(path(hash))) {
            byte[] bytes = in.readNBytes((int) Math.min(maxBytes + 1, Integer.MAX_VALUE - 8));
            if (bytes.length > maxBytes) {
                throw new BlobTooLargeException(hash, maxBytes);
            }
            requireEqual(ContentHash.of(bytes), hash);
            return bytes;
        } catch (NoSuchFileException e) {
            throw new BlobMissingException(hash);
        }
    }

    private static void requireEqual(ContentHash found, ContentHash hash) throws BlobAlteredException {
        if (!found.equals(hash)) {
            throw new BlobAlteredException(hash);
        }
    }

    /// Forces a written file to disk and moves it to its address. A blob that is already there is replaced by its
    /// equal, which heals one that the disk has altered.
    void place(TempFolder.TempFile written, ContentHash hash) throws IOException {
        DiskSync.together(written.channel(), makeFolder(hash));
        durableFolders.add(folder(hash));
        Files.move(written.path(), path(hash), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /// Makes it durable that blobs are at their addresses. For those whose writers did so already it costs little.
    public void confirm(Collection<ContentHash> hashes) throws IOException {
        Set<Path> folders = hashes.stream().map(this::folder).collect(Collectors.toSet());
        for (Path folder : folders) {
            DiskSync.folder(folder);
        }
    }

    private Path path(ContentHash hash) {
        return folder(hash).resolve(hash.value());
    }

    private Path folder(ContentHash hash) {
        return root.resolve(hash.value().substring(0, 2));
    }

    /// Sees to it that there is a folder for a blob.
    ///
    /// @return the folders to be synced for it: one is durable once the folder that names it is, which is paid
    /// once in a process
    private List<Path> makeFolder(ContentHash hash) throws IOException {
        Path folder = folder(hash);
        if (durableFolders.contains(folder)) {
            return List.of();
        }
        boolean newRoot = !Files.exists(root);
        Files.createDirectories(folder);
        return newRoot ? List.of(root, root.resolveSibling(".")) : List.of(root);
    }
}
