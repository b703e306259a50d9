package io.pleura.imaging;

import io.pleura.schemas.ContentHash;
import java.nio.file.Path;

/// Where blobs lie, for tests that harm them.
public final class TestBlobs {

    private TestBlobs() {}

    /// @param root of a [io.pleura.imaging.blob.BlobStore]
    public static Path file(Path root, ContentHash hash) {
        return root.resolve(hash.value().substring(0, 2)).resolve(hash.value());
    }
}
