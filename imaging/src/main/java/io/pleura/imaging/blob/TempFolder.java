package io.pleura.imaging.blob;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Files being written. Each is locked by its writer, so that a file nobody holds is a crash's leftover.
final class TempFolder {

    /// Files being written by this process. They must not even be opened by its sweeps: closing any descriptor of a
    /// file gives up all locks that the process has on it (POSIX fcntl).
    private static final Set<Path> WRITING = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private boolean swept;

    TempFolder(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /// An open file that its writer holds locked.
    record TempFile(Path path, FileChannel channel) implements Closeable {
        @Override
        public void close() throws IOException {
            try {
                channel.close();
            } finally {
                WRITING.remove(path);
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

    private static TempFile open(Path path) throws IOException {
        WRITING.add(path);
        try {
            return new TempFile(path, FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        } catch (IOException e) {
            WRITING.remove(path);
            throw e;
        }
    }

    private synchronized void prepare() throws IOException {
        if (!swept) {
            Files.createDirectories(folder);
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
