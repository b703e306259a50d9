package io.pleura.ingest.store;

import java.io.IOException;
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
            try {
                long free = Files.getFileStore(folder).getUsableSpace();
                if (free < minFreeBytes) {
                    return Optional.of(
                            "only " + free + " bytes free on the disk of " + folder + ", " + minFreeBytes + " needed");
                }
            } catch (IOException e) {
                return Optional.of("folder " + folder + " cannot be used: " + e.getMessage());
            }
        }
        return Optional.empty();
    }
}
