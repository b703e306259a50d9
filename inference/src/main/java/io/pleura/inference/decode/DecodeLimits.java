package io.pleura.inference.decode;

/// Bounds of what is decoded; [io.pleura.imaging.frame.MemoryBudget] bounds the memory of all images together.
///
/// @param maxBlobBytes of the DICOM file
/// @param maxPixels Rows x Columns
/// @param parallelism images in hand at the same time
public record DecodeLimits(long maxBlobBytes, long maxPixels, int parallelism) {

    public DecodeLimits {
        if (maxBlobBytes < 1 || maxPixels < 1 || parallelism < 1) {
            throw new IllegalArgumentException("limits are positive");
        }
    }
}
