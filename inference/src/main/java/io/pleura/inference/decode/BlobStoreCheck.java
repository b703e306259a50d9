package io.pleura.inference.decode;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Tells a blob store that lacks one blob from a store that is not there.
public final class BlobStoreCheck {

    private BlobStoreCheck() {}

    /// What is wrong with the store as a whole, in words; empty when it can be read and holds something.
    ///
    /// A store that an event points into cannot be empty; an unmounted volume is an empty folder.
    public static Optional<String> problem(Path root) {
        Optional<String> unreadable = unreadable(root);
        if (unreadable.isPresent()) {
            return unreadable;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
            return entries.iterator().hasNext()
                    ? Optional.empty()
                    : Optional.of("blob folder " + root + " is empty: is its volume mounted?");
        } catch (IOException e) {
            return Optional.of("blob folder " + root + " cannot be listed: " + e);
        }
    }

    /// Like [#problem], but an empty store will do: nothing may have come in yet.
    public static Optional<String> unreadable(Path root) {
        if (!Files.isDirectory(root)) {
            return Optional.of("blob folder " + root + " does not exist");
        }
        return Files.isReadable(root) ? Optional.empty() : Optional.of("blob folder " + root + " is not readable");
    }
}
