package io.pleura.inference.decode;

import io.pleura.imaging.frame.Normalisation;
import io.pleura.schemas.ContentHash;

/// An image wanted as a model's input.
///
/// @param sizeBytes of the blob as far as known, 0 otherwise
/// @param rows Rows (0028,0010) as recorded when the radiograph came in
/// @param columns Columns (0028,0011), likewise
/// @param inputSize side of the model's square input
public record ImageRequest(
        ContentHash hash, long sizeBytes, int rows, int columns, int inputSize, Normalisation normalisation) {

    /// What one pixel takes while it is decoded: stored cells, samples as int, display value as float, and a
    /// codec's own copy.
    private static final int BYTES_PER_PIXEL = 16;

    long pixels() {
        return (long) rows * columns;
    }

    /// Upper estimate of what the image takes on the heap while it is loaded; a blob is read into a growing array.
    long memoryBytes() {
        return 2 * sizeBytes + pixels() * BYTES_PER_PIXEL;
    }
}
