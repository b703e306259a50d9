package io.pleura.training;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;

/// Real images and masks, which lie beside the repository or in PLEURA_SHARED_DATA and are no part of it.
public final class SharedData {

    private SharedData() {}

    /// The test is skipped where the data are absent.
    public static Path path(String name) {
        String folder = System.getenv("PLEURA_SHARED_DATA");
        Path data = folder != null
                ? Path.of(folder)
                : Path.of(System.getProperty("pleura.root", "..")).resolve("../shared/data");
        Path path = data.resolve(name);
        assumeThat(Files.exists(path))
                .as("needs %s; set PLEURA_SHARED_DATA to the folder of the shared data", path)
                .isTrue();
        return path;
    }
}
