package io.pleura.standalone.audit;

import io.pleura.imaging.blob.BlobListing.Blob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// `moved.log` beside what was moved: time, what was done, where, hash and bytes, one line each, written before it is
/// done. Made with the first line. For one thread.
final class MoveLog implements AutoCloseable {

    private final Path file;
    private final Instant now;
    private @Nullable Writer writer;

    MoveLog(Path folder, Instant now) {
        this.file = folder.resolve("moved.log");
        this.now = now;
    }

    void write(String what, String where, Blob blob) throws IOException {
        Writer out = writer == null ? open() : writer;
        out.append("%s %s %s %s %d%n".formatted(now, what, where, blob.hash(), blob.sizeBytes()))
                .flush();
    }

    private Writer open() throws IOException {
        Files.createDirectories(file.resolveSibling("."));
        writer = Files.newBufferedWriter(
                file, StandardCharsets.US_ASCII, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return writer;
    }

    @Override
    public void close() {
        try {
            if (writer != null) {
                writer.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
