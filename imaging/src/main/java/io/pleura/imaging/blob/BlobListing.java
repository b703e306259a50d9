package io.pleura.imaging.blob;

import io.pleura.schemas.ContentHash;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Goes through the files of a store, `ab/abcd...`; whatever else lies in its folders is passed over. One file at a
/// time is in memory.
public final class BlobListing {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Set<String> FOLDERS =
            IntStream.range(0, 256).mapToObj("%02x"::formatted).collect(Collectors.toUnmodifiableSet());

    private BlobListing() {}

    /// A blob's file.
    ///
    /// @param writtenAt when these bytes last came, by the file system's clock
    public record Blob(ContentHash hash, Path file, long sizeBytes, Instant writtenAt) {}

    /// What is done with each blob. May move it away.
    @FunctionalInterface
    public interface Visitor {
        void visit(Blob blob) throws IOException;
    }

    static void of(Path root, Visitor visitor) throws IOException {
        for (String prefix : FOLDERS) {
            Path folder = root.resolve(prefix);
            if (Files.isDirectory(folder)) {
                files(folder, prefix, visitor);
            }
        }
    }

    private static void files(Path folder, String prefix, Visitor visitor) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (HASH.matcher(name).matches() && name.startsWith(prefix)) {
                    file(file, name, visitor);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private static void file(Path file, String name, Visitor visitor) throws IOException {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(file, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            return; // moved meanwhile
        }
        if (attributes.isRegularFile()) {
            visitor.visit(new Blob(
                    new ContentHash(name),
                    file,
                    attributes.size(),
                    attributes.lastModifiedTime().toInstant()));
        }
    }
}
