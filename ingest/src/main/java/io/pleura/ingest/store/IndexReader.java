package io.pleura.ingest.store;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;

/// Reads an [IdentityIndex] from outside, without changing anything, while its owners may be at work on it. One entry
/// at a time is in memory.
public final class IndexReader {

    private final Path folder;

    public IndexReader(Path folder) {
        this.folder = folder;
    }

    /// Shows every claim, whoever owns it. One that is published meanwhile is shown as open, as published, or as both.
    ///
    /// @param open takes those whose event may not be in the log
    /// @param published takes those whose event is
    /// @throws IOException when there is no index, or when an entry cannot be read, which the message names
    public void read(Consumer<Claim> open, Consumer<Claim> published) throws IOException {
        // In this order, because an entry moves the same way.
        entries(folder.resolve("claimed"), open);
        try (DirectoryStream<Path> shards = Files.newDirectoryStream(folder.resolve("published"))) {
            for (Path shard : shards) {
                entries(shard, published);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private static void entries(Path folder, Consumer<Claim> sink) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                entry(file, sink);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private static void entry(Path file, Consumer<Claim> sink) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return; // published meanwhile
        }
        sink.accept(decode(file, bytes));
    }

    private static Claim decode(Path file, byte[] bytes) throws IOException {
        try {
            return ClaimFile.decode(bytes);
        } catch (DamagedEntryException e) {
            throw new IOException("entry " + file + " of the index is damaged", e);
        }
    }
}
