package io.pleura.imaging.blob;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Files being written. Each is locked by its writer, so that a file nobody holds is a crash's leftover.
final class TempFolder {

    /// Files being written by this process. They must not even be opened by its sweeps: closing any descriptor of a
    /// file gives up all locks that the process has on it (POSIX fcntl).
    private static final Set<Path> WRITING = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private boolean swept;
    private volatile boolean uncached;

    TempFolder(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /// An open file that its writer holds locked.
    static final class TempFile implements Closeable {

        private final TempFolder home;
        private final Path path;
        private final FileChannel channel;
        private @Nullable FileChannel uncached;

        private TempFile(TempFolder home, Path path, FileChannel channel) {
            this.home = home;
            this.path = path;
            this.channel = channel;
        }

        Path path() {
            return path;
        }

        FileChannel channel() {
            return channel;
        }

        /// The same file past the page cache, for whole [buffers][AlignedBuffers]; empty where that cannot be had.
        Optional<FileChannel> uncached() {
            if (uncached == null) {
                uncached = home.openUncached(path).orElse(null);
            }
            return Optional.ofNullable(uncached);
        }

        /// Both channels at once, because closing one gives up the lock of both.
        @Override
        public void close() throws IOException {
            try {
                if (uncached != null) {
                    uncached.close();
                }
            } finally {
                try {
                    channel.close();
                } finally {
                    WRITING.remove(path);
                }
            }
        }
    }

    TempFile create() throws IOException {
        prepare();
        while (true) {
            TempFile file = open(folder.resolve(UUID.randomUUID().toString()));
            // Another process may sweep between creation and lock: then the file is gone, and a new one is made.
            if (lock(file.channel()) && Files.exists(file.path())) {
                return file;
            }
            file.close();
        }
    }

    private TempFile open(Path path) throws IOException {
        WRITING.add(path);
        try {
            return new TempFile(
                    this,
                    path,
                    FileChannel.open(
                            path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE));
        } catch (IOException e) {
            WRITING.remove(path);
            throw e;
        }
    }

    /// Empty where the file system has no such thing; from its first refusal on nobody asks again.
    private Optional<FileChannel> openUncached(Path path) {
        if (uncached) {
            try {
                return Optional.of(FileChannel.open(path, StandardOpenOption.WRITE, ExtendedOpenOption.DIRECT));
            } catch (IOException | UnsupportedOperationException e) {
                uncached = false; // some network file systems: they take bytes the usual way
            }
        }
        return Optional.empty();
    }

    private synchronized void prepare() throws IOException {
        if (!swept) {
            Files.createDirectories(folder);
            uncached =
                    AlignedBuffers.ALIGNMENT_BYTES % Files.getFileStore(folder).getBlockSize() == 0;
            sweep();
            swept = true;
        }
    }

    private void sweep() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path path : files) {
                if (WRITING.contains(path)) {
                    continue;
                }
                try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                    if (lock(channel)) {
                        Files.deleteIfExists(path);
                    }
                } catch (NoSuchFileException e) {
                    continue; // its writer has just finished
                }
            }
        }
    }

    private static boolean lock(FileChannel channel) throws IOException {
        FileLock lock = channel.tryLock(); // held until the channel closes
        return lock != null;
    }
}
