package io.pleura.inference.decode;

import io.pleura.imaging.frame.MemoryBudget;
import java.nio.file.Path;

/// Deliberately wrong: a loader that takes the heap for larger than it is and so lets an image exhaust it.
public final class LoaderWithoutBudget {

    private static final long MORE_THAN_THERE_IS = 64L << 30;
    private static final DecodeLimits LIMITS = new DecodeLimits(1 << 30, 1_000_000, 2);

    private LoaderWithoutBudget() {}

    public static ImageLoader of(Path blobFolder) {
        return new ImageLoader(blobFolder, LIMITS, new MemoryBudget(MORE_THAN_THERE_IS));
    }
}
