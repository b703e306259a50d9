package io.pleura.imaging.blob;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Forces files and folders to disk. What is forced at the same time costs little more than one of it, because the
/// file system's journal commits once for all: within one blob here, and among senders by itself.
public final class DiskSync {

    private DiskSync() {}

    /// Makes a folder, and those above it, where they are missing; durable when this returns.
    ///
    /// @return the folder
    public static Path makeFolder(Path folder) throws IOException {
        Path missing = folder.toAbsolutePath();
        List<Path> parents = new ArrayList<>();
        do {
            Path parent = missing.getParent();
            if (parent == null) {
                break;
            }
            parents.add(parent); // of the folder itself in any case: who made it may have crashed before this
            missing = parent;
        } while (Files.notExists(missing));
        Files.createDirectories(folder);
        for (Path parent : parents) {
            folder(parent);
        }
        return folder;
    }

    /// Makes a folder's entries durable.
    public static void folder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// Makes a file and the entries of folders durable, in whatever order; returns when all are.
    static void together(FileChannel file, List<Path> folders) throws IOException {
        if (folders.isEmpty()) {
            file.force(true);
            return;
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> others = new ArrayList<>();
            for (Path folder : folders) {
                others.add(threads.submit(() -> {
                    folder(folder);
                    return folder;
                }));
            }
            file.force(true);
            for (Future<?> other : others) {
                other.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("a folder cannot be synced", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
