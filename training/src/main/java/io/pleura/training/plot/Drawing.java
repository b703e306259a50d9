package io.pleura.training.plot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What came of a plot: a picture, or the reason why this machine cannot draw one. A report goes on without plots.
public sealed interface Drawing {

    record Png(byte[] bytes) implements Drawing {}

    record Missing(String reason) implements Drawing {}

    /// Writes the picture if there is one; says whether there was.
    default boolean saveTo(Path file) throws IOException {
        return switch (this) {
            case Png png -> {
                Files.write(file, png.bytes());
                yield true;
            }
            case Missing missing -> false;
        };
    }
}
