package io.pleura.standalone.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// A file system in memory (tmpfs) that can be filled without harm. Mounting one needs root; without, the test skips.
final class SmallDisk implements AutoCloseable {

    static final int PAGE_BYTES = 4 << 10;

    private static final int PIECE_BYTES = 64 << 10;

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    static SmallDisk mount(Path folder, int mebibytes) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        String why;
        try {
            why = run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", folder.toString());
        } catch (IOException e) {
            why = e.toString();
        }
        if (!why.isEmpty()) {
            abort("skipped: no small disk can be mounted, which needs root: " + why.strip());
        }
        return new SmallDisk(folder);
    }

    Path folder() {
        return folder;
    }

    long freeBytes() throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }

    /// Takes up all but so much.
    void leave(long bytes) throws IOException {
        try (RandomAccessFile filler = new RandomAccessFile(filler().toFile(), "rw")) {
            filler.seek(filler.length());
            for (long left = freeBytes() - bytes; left > 0; left = freeBytes() - bytes) {
                filler.write(new byte[(int) Math.min(left, PIECE_BYTES)]);
            }
        }
        assertThat(freeBytes()).isEqualTo(bytes);
    }

    /// Gives back what [#leave] took.
    void free() throws IOException {
        Files.delete(filler());
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    @Override
    public void close() throws IOException, InterruptedException {
        assertThat(run("umount", folder.toString())).isEmpty();
    }

    /// What a command complains of; nothing when it worked.
    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() == 0 ? "" : output + " exit code " + process.exitValue();
    }
}
