package io.pleura.imaging.dicom;

/// How much a reader takes from one object before it refuses with `LIMIT_EXCEEDED`. What of it may be kept is bounded
/// by a [Selection].
///
/// @param maxBytes of the whole object, and of what a deflated data set inflates to
/// @param maxHeaderBytes up to Pixel Data, when only the header is read
/// @param maxElements in all data sets of the object together, and as many fragments of Pixel Data
/// @param maxDepth of sequences within sequences
public record ReadLimits(long maxBytes, long maxHeaderBytes, int maxElements, int maxDepth) {

    public static final ReadLimits DEFAULT = new ReadLimits(512L << 20, 16L << 20, 100_000, 16);

    public ReadLimits {
        if (maxBytes < 1 || maxHeaderBytes < 1 || maxElements < 1 || maxDepth < 0) {
            throw new IllegalArgumentException("limits are positive");
        }
    }

    public ReadLimits withMaxBytes(long bytes) {
        return new ReadLimits(bytes, Math.min(bytes, maxHeaderBytes), maxElements, maxDepth);
    }
}
