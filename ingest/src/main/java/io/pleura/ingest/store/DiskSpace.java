package io.pleura.ingest.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Refuses work before a disk is full: what is left must do for the objects under way.
public final class DiskSpace {

    private final List<Path> folders;
    private final long minFreeBytes;

    public DiskSpace(List<Path> folders, long minFreeBytes) {
        this.folders = List.copyOf(folders);
        this.minFreeBytes = minFreeBytes;
    }

    /// What is wrong, in words; empty when there is room.
    public Optional<String> trouble() {
        for (Path folder : folders) {
            // Not by its FileStore, which reads the table of mounts for each question.
            long free = folder.toFile().getUsableSpace();
            if (free == 0 && !Files.isDirectory(folder)) {
                return Optional.of("folder " + folder + " cannot be used");
            }
            if (free < minFreeBytes) {
                return Optional.of(
                        "only " + free + " bytes free on the disk of " + folder + ", " + minFreeBytes + " needed");
            }
        }
        return Optional.empty();
    }
}
