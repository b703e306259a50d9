package io.pleura.inference.decode;

import io.pleura.imaging.frame.Normalisation;
import io.pleura.schemas.ContentHash;

/// An image wanted as a model's input.
///
/// @param rows Rows (0028,0010) as recorded when the radiograph came in
/// @param columns Columns (0028,0011), likewise
/// @param inputSize side of the model's square input
public record ImageRequest(ContentHash hash, int rows, int columns, int inputSize, Normalisation normalisation) {

    long pixels() {
        return (long) rows * columns;
    }
}
